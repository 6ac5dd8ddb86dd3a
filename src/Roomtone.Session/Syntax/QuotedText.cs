using System.Globalization;
using System.Text;

namespace Roomtone.Session;

/// <summary>Strings of a session: quotes, and the escapes <c>\" \\ \n \u{hex}</c>.</summary>
public static class QuotedText
{
    /// <summary>A text in quotes.</summary>
    /// <param name="value">Any text.</param>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' or '\uFEFF' => text.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)c:x}}}"),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }

    /// <summary>What a string token says.</summary>
    /// <param name="token">With its quotes; its escapes were checked when it was read.</param>
    public static string Unquote(ReadOnlySpan<char> token)
    {
        ReadOnlySpan<char> inner = token[1..^1];
        if (inner.IndexOf('\\') < 0)
        {
            return inner.ToString();
        }

        var text = new StringBuilder(inner.Length);
        for (int i = 0; i < inner.Length; i++)
        {
            if (inner[i] != '\\')
            {
                text.Append(inner[i]);
            }
            else if (inner[++i] == 'u')
            {
                int close = i + inner[i..].IndexOf('}');
                text.Append(new Rune(int.Parse(inner[(i + 2)..close], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)));
                i = close;
            }
            else
            {
                text.Append(inner[i] == 'n' ? '\n' : inner[i]);
            }
        }

        return text.ToString();
    }

    /// <summary>The length of the escape that begins at a backslash; 0 where it is none.</summary>
    internal static int EscapeLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2)
        {
            return 0;
        }

        if (text[1] is '"' or '\\' or 'n')
        {
            return 2;
        }

        int close = text.IndexOf('}');
        return text[1] == 'u' && close is > 3 and < 10 && text[2] == '{'
            && int.TryParse(text[3..close], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int scalar) && Rune.IsValid(scalar)
            ? close + 1
            : 0;
    }
}
