namespace Roomtone.Session;

/// <summary>How large a session's text may be; what is larger is refused by name before it costs memory.</summary>
public static class TextLimits
{
    /// <summary>Bytes of a file.</summary>
    public const int FileBytes = 256 << 20;

    /// <summary>UTF-16 units of a line.</summary>
    public const int LineLength = 1 << 20;

    /// <summary>UTF-16 units of a string.</summary>
    public const int StringLength = 64 << 10;

    /// <summary>Levels of indentation.</summary>
    public const int Depth = 64;

    /// <summary>Statements of a file.</summary>
    public const int Statements = 5_000_000;

    /// <summary>Digits of a number.</summary>
    public const int Digits = 18;

    /// <summary>Files that includes may reach.</summary>
    public const int Includes = 100;

    /// <summary>Findings that are kept; the rest are counted.</summary>
    public const int Findings = 1_000;
}
