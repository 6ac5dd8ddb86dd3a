using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Roomtone.Platform;

namespace Roomtone.Delivery;

/// <summary>A file name with fields: <c>out/{title}_{layout}.wav</c>, <c>{index:02}_{name}.mp3</c>.</summary>
/// <remarks>Values are data: what would be a path or is not allowed in names on some system becomes <c>-</c>. Immutable.</remarks>
public sealed class NamingTemplate
{
    private readonly string _text;
    private readonly ImmutableArray<(string Literal, string? Field, int Digits)> _parts;

    private NamingTemplate(string text, ImmutableArray<(string Literal, string? Field, int Digits)> parts)
    {
        _text = text;
        _parts = parts;
    }

    /// <summary>The fields in the order of the text.</summary>
    public IEnumerable<string> Fields => _parts.Where(p => p.Field is not null).Select(p => p.Field!);

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template.</param>
    /// <exception cref="RoomtoneException">Usage: a brace is not closed, or a field has no name.</exception>
    public static NamingTemplate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ImmutableArray<(string, string?, int)>.Builder parts = ImmutableArray.CreateBuilder<(string, string?, int)>();
        int at = 0;
        while (at < text.Length)
        {
            int open = text.IndexOf('{', at);
            if (open < 0)
            {
                parts.Add((text[at..], null, 0));
                break;
            }

            int close = text.IndexOf('}', open);
            if (close < 0)
            {
                throw Mistake(text, open, "this brace is never closed");
            }

            (string field, int digits) = ReadField(text, open, text[(open + 1)..close]);
            parts.Add((text[at..open], field, digits));
            at = close + 1;
        }

        return new NamingTemplate(text, parts.ToImmutable());
    }

    /// <summary>The name with its fields filled in.</summary>
    /// <param name="values">Values by field.</param>
    /// <exception cref="RoomtoneException">Usage: a field has no value here.</exception>
    public string Expand(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        StringBuilder name = new();
        foreach ((string literal, string? field, int digits) in _parts)
        {
            name.Append(literal);
            if (field is null)
            {
                continue;
            }

            if (!values.TryGetValue(field, out string? value) || value.Length == 0)
            {
                throw new RoomtoneException(ExitCode.Usage, new Finding("RT0804", Severity.Error, $"'{_text}': there is no value for {{{field}}}")
                {
                    Hint = $"there are {string.Join(", ", values.Where(v => v.Value.Length > 0).Select(v => "{" + v.Key + "}").Order(StringComparer.Ordinal))}",
                });
            }

            name.Append(Safe(Pad(value, digits)));
        }

        return name.ToString();
    }

    /// <summary>A text as a part of a file name: one that every system takes and that cannot be a path.</summary>
    /// <param name="text">Any text.</param>
    public static string Safe(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder safe = new(text.Length);
        foreach (char c in text)
        {
            bool isRefused = c is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' || char.IsControl(c)
                || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;
            safe.Append(isRefused ? '-' : c);
        }

        string trimmed = safe.ToString().Trim().TrimEnd('.');
        return trimmed.Length == 0 ? "-" : trimmed;
    }

    private static (string Field, int Digits) ReadField(string text, int at, string inside)
    {
        string[] parts = inside.Split(':');
        string field = parts[0].Trim();
        if (field.Length == 0 || parts.Length > 2)
        {
            throw Mistake(text, at, $"'{{{inside}}}' is no field");
        }

        int digits = 0;
        if (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out digits) || digits is < 1 or > 9))
        {
            throw Mistake(text, at, $"'{parts[1]}' is no number of digits (1 to 9)");
        }

        return (field, digits);
    }

    private static string Pad(string value, int digits) =>
        digits > 0 && value.All(char.IsAsciiDigit) ? value.PadLeft(digits, '0') : value;

    private static RoomtoneException Mistake(string text, int at, string message) =>
        new(ExitCode.Usage, new Finding("RT0804", Severity.Error, $"file name '{text}': {message}")
        {
            SourceLine = text,
            Column = at + 1,
            Hint = "fields are written {title}, {index:02}",
        });
}
