using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Roomtone.Platform;

/// <summary>Findings as text for people and as JSON for scripts.</summary>
/// <remarks>
/// Text: <c>file:line:column: error CODE: message</c>, the line with carets below the place, and <c>= hint</c>. The same in every locale.
/// </remarks>
public static class FindingPrinter
{
    private const int MaximumLineWidth = 160;

    /// <summary>All findings as text, a line break after each line.</summary>
    /// <param name="findings">In the order to print.</param>
    /// <param name="maximum">How many are printed before "and N more".</param>
    public static string Text(ImmutableArray<Finding> findings, int maximum = 100)
    {
        var text = new StringBuilder();
        int shown = Math.Min(findings.Length, maximum);
        for (int i = 0; i < shown; i++)
        {
            Append(text, findings[i]);
        }

        if (shown < findings.Length)
        {
            text.Append(CultureInfo.InvariantCulture, $"and {findings.Length - shown} more\n");
        }

        return text.ToString();
    }

    /// <summary>Writes findings as an array of {code, severity, message, file, offset, line, column, hint}; what is unknown is null.</summary>
    /// <param name="json">Receives the array.</param>
    /// <param name="findings">In the order to write.</param>
    public static void Write(Utf8JsonWriter json, ImmutableArray<Finding> findings)
    {
        json.WriteStartArray();
        foreach (Finding finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("code"u8, finding.Code);
            json.WriteString("severity"u8, Word(finding.Severity));
            json.WriteString("message"u8, finding.Message);
            json.WriteString("file"u8, finding.File);
            WriteNumber(json, "offset", finding.Offset);
            WriteNumber(json, "line", finding.Line > 0 ? finding.Line : null);
            WriteNumber(json, "column", finding.Column > 0 ? finding.Column : null);
            json.WriteString("hint"u8, finding.Hint);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Findings as a JSON text.</summary>
    /// <param name="findings">In the order to write.</param>
    public static string Json(ImmutableArray<Finding> findings)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            Write(json, findings);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Append(StringBuilder text, Finding finding)
    {
        text.Append(Place(finding)).Append(Word(finding.Severity)).Append(' ').Append(finding.Code).Append(": ");
        text.Append(Plain.Escape(finding.Message)).Append('\n');
        string gutter = "   ";
        if (finding.SourceLine is { } line && finding.Line > 0)
        {
            string number = finding.Line.ToString(CultureInfo.InvariantCulture);
            gutter = new string(' ', 3 + number.Length);
            text.Append("   ").Append(number).Append(" | ");
            AppendCaret(text, finding, line, gutter);
        }

        if (finding.Hint is { } hint)
        {
            text.Append(gutter).Append(gutter.Length > 3 ? " = " : "= ").Append(Plain.Escape(hint)).Append('\n');
        }
    }

    private static string Place(Finding finding)
    {
        if (finding.File is null)
        {
            return "";
        }

        string file = Plain.Escape(finding.File);
        return finding.Line > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{file}:{finding.Line}:{Math.Max(1, finding.Column)}: ")
            : finding.Offset is { } offset
                ? string.Create(CultureInfo.InvariantCulture, $"{file}: byte {offset}: ")
                : file + ": ";
    }

    // The caret stands under the escaped text, so escapes before the place widen the offset as they widen the line.
    private static void AppendCaret(StringBuilder text, Finding finding, string line, string gutter)
    {
        int from = Math.Clamp(finding.Column - 1, 0, line.Length);
        int first = from > MaximumLineWidth / 2 && line.Length > MaximumLineWidth ? from - MaximumLineWidth / 2 : 0;
        int last = Math.Min(line.Length, first + MaximumLineWidth);
        int to = Math.Clamp(from + Math.Max(1, finding.Width), from, last);
        text.Append(Plain.Escape(line[first..last])).Append('\n');
        text.Append(gutter).Append(" | ").Append(' ', Plain.Escape(line[first..from]).Length);
        text.Append('^', Math.Max(1, Plain.Escape(line[from..to]).Length)).Append('\n');
    }

    private static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
