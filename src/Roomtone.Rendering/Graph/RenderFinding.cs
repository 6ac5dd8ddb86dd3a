using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Rendering;

/// <summary>Findings that point into the session's text.</summary>
internal static class RenderFinding
{
    /// <summary>A finding at a statement.</summary>
    /// <param name="code">RT and four digits.</param>
    /// <param name="severity">How grave.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="origin">The statement.</param>
    public static Finding At(string code, Severity severity, string message, TextSpan origin) => new(code, severity, message)
    {
        File = origin.File,
        Line = origin.Line,
        Column = origin.Column,
        Width = origin.Width,
    };
}
