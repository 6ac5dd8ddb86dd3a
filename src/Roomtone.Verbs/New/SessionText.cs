using System.Globalization;
using System.Text;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Builds the text of a session line by line, comments in one column.</summary>
internal sealed class SessionText
{
    private const int CommentColumn = 44;
    private readonly StringBuilder _text = new("roomtone 1\n");

    /// <summary>A statement.</summary>
    /// <param name="depth">Levels of indentation.</param>
    /// <param name="statement">Its words.</param>
    /// <param name="comment">What a reader should know; null without.</param>
    public SessionText Line(int depth, string statement, string? comment = null)
    {
        string line = new string(' ', 2 * depth) + statement;
        _text.Append(comment is null ? line : line.PadRight(CommentColumn) + " # " + comment).Append('\n');
        return this;
    }

    /// <summary>A heading: a blank line and a comment.</summary>
    /// <param name="comment">What follows.</param>
    public SessionText Heading(string comment)
    {
        _text.Append("\n# ").Append(comment).Append('\n');
        return this;
    }

    /// <summary>A statement that is not in force yet.</summary>
    /// <param name="depth">Levels of indentation.</param>
    /// <param name="statement">Its words.</param>
    public SessionText Idea(int depth, string statement)
    {
        _text.Append("# ").Append(' ', 2 * depth).Append(statement).Append('\n');
        return this;
    }

    /// <summary>Text in quotes.</summary>
    /// <param name="text">Any text.</param>
    public static string Quote(string text) => new ParameterValue.Text(text).ToString();

    /// <summary>A length: a clock where that is exact to the microsecond, else samples.</summary>
    /// <param name="samples">Samples per channel.</param>
    /// <param name="sampleRate">Hz.</param>
    public static string Length(long samples, int sampleRate)
    {
        decimal microseconds = samples * 1_000_000m / sampleRate;
        return decimal.IsInteger(microseconds)
            ? Clock.Format(microseconds / 1_000_000m)
            : string.Create(CultureInfo.InvariantCulture, $"{samples} samples");
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
