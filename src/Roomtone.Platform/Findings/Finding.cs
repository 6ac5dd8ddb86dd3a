namespace Roomtone.Platform;

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>Something was decided or is doubtful; a failure under <c>--strict</c>.</summary>
    Warning,

    /// <summary>The work can't be done as asked.</summary>
    Error,
}

/// <summary>One thing to tell the user: what is wrong, where, and what to do about it.</summary>
/// <param name="Code">RT and four digits (session-format codes, or RT9xxx for media and files).</param>
/// <param name="Severity">How grave.</param>
/// <param name="Message">What is wrong: value found, range allowed. One line, no full stop.</param>
public sealed record Finding(string Code, Severity Severity, string Message)
{
    /// <summary>The file, as the user named it; null where none is concerned.</summary>
    public string? File { get; init; }

    /// <summary>Line from 1; 0 where the file has no lines.</summary>
    public int Line { get; init; }

    /// <summary>Column from 1, in UTF-16 units; 0 without a line.</summary>
    public int Column { get; init; }

    /// <summary>How many columns the caret marks.</summary>
    public int Width { get; init; }

    /// <summary>The text of the line, for the caret; null without one.</summary>
    public string? SourceLine { get; init; }

    /// <summary>Byte offset in a media file; null elsewhere.</summary>
    public long? Offset { get; init; }

    /// <summary>What to do, or to write instead; null where nothing helps.</summary>
    public string? Hint { get; init; }
}
