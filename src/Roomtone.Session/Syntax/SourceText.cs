using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Roomtone.Platform;

namespace Roomtone.Session;

/// <summary>The text of a file and the name it goes by. Immutable.</summary>
/// <param name="path">As the user named it.</param>
/// <param name="text">All of it.</param>
public sealed class SourceText(string path, string text)
{
    private static readonly SearchValues<char> s_forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(c => c is not ('\n' or '\r' or '\t')).Select(c => (char)c), '\u007f', '\uFEFF', '\u2028', '\u2029', '\u0085']);

    /// <summary>As the user named it.</summary>
    public string Path { get; } = path;

    /// <summary>All of it.</summary>
    public string Text { get; } = text;

    /// <summary>Reads UTF-8; reports what is not.</summary>
    internal static SourceText Decode(string path, ReadOnlySpan<byte> bytes, FindingSink findings)
    {
        if (bytes.Length > TextLimits.FileBytes)
        {
            findings.Add(new Finding("RT0107", Severity.Error, $"the file has {bytes.Length >> 20} MiB; a session may have {TextLimits.FileBytes >> 20} MiB") { File = path, Line = 1, Column = 1, Width = 1 });
            return new SourceText(path, string.Empty);
        }

        if (bytes.StartsWith("\uFEFF"u8))
        {
            findings.Add(new Finding("RT0101", Severity.Error, "the file begins with a byte-order mark") { File = path, Line = 1, Column = 1, Width = 1, Hint = "save it as UTF-8 without BOM" });
            bytes = bytes[3..];
        }

        var source = new SourceText(path, Encoding.UTF8.GetString(bytes));
        if (!Utf8.IsValid(bytes))
        {
            ReportInvalid(source, bytes, findings);
        }

        return source;
    }

    /// <summary>The line that begins at an offset, without its end.</summary>
    internal ReadOnlySpan<char> LineAt(int start)
    {
        ReadOnlySpan<char> rest = Text.AsSpan(start);
        int end = rest.IndexOf('\n');
        rest = end < 0 ? rest : rest[..end];
        return rest.EndsWith("\r") ? rest[..^1] : rest;
    }

    /// <summary>Reports control characters and carriage returns that end no line.</summary>
    internal void CheckCharacters(FindingSink findings)
    {
        ReadOnlySpan<char> span = Text;
        int at = 0;
        var lines = new LineCounter(Text);
        while (at < span.Length)
        {
            int found = span[at..].IndexOfAny(s_forbidden);
            if (found < 0)
            {
                break;
            }

            at += found;
            lines.Report(this, findings, at, $"the character U+{(int)span[at]:X4} is not allowed in a session");
            at++;
        }

        lines = new LineCounter(Text);
        for (at = span.IndexOf('\r'); at >= 0;)
        {
            if (at + 1 >= span.Length || span[at + 1] != '\n')
            {
                lines.Report(this, findings, at, "a carriage return without a line feed");
            }

            int next = span[(at + 1)..].IndexOf('\r');
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    private static void ReportInvalid(SourceText source, ReadOnlySpan<byte> bytes, FindingSink findings)
    {
        int unit = 0;
        var lines = new LineCounter(source.Text);
        while (!bytes.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out Rune rune, out int consumed);
            if (status != OperationStatus.Done)
            {
                lines.Report(source, findings, unit, "this is not valid UTF-8");
            }

            unit += rune.Utf16SequenceLength;
            bytes = bytes[consumed..];
        }
    }

    // Counts lines once, however many places are reported.
    private struct LineCounter(string text)
    {
        private int _line = 1;
        private int _start;
        private int _at;

        public void Report(SourceText source, FindingSink findings, int offset, string message)
        {
            while (true)
            {
                int feed = text.AsSpan(_at, offset - _at).IndexOf('\n');
                if (feed < 0)
                {
                    _at = offset;
                    break;
                }

                _line++;
                _start = _at + feed + 1;
                _at = _start;
            }

            findings.Add(Severity.Error, "RT0101", message, source, _line, _start, offset - _start, 1, null);
        }
    }
}
