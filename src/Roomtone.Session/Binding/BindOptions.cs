using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Session;

/// <summary>How a session is checked.</summary>
public sealed record BindOptions
{
    /// <summary>Reads an included file by its path relative to the session's folder; null where it is not there.</summary>
    public Func<string, byte[]?>? ReadFile { get; init; }

    /// <summary>Also reports times that do not lie on a sample (<c>--strict</c>).</summary>
    public bool ReportsRounding { get; init; }

    /// <summary>Deliverables may lie outside the session's folder (<c>--allow-outside</c>).</summary>
    public bool AllowsOutside { get; init; }

    /// <summary>The facts of media by id, where they were read; null = what the text declares.</summary>
    public Func<string, MediaFacts?>? Media { get; init; }
}

/// <summary>What a text means, and everything that is wrong with it.</summary>
/// <param name="Document">The session as far as it could be understood; null where its first line or its rate is missing.</param>
/// <param name="Findings">In the order of the text.</param>
public sealed record BoundSession(SessionDocument? Document, ImmutableArray<Finding> Findings)
{
    /// <summary>It can't be rendered.</summary>
    public bool HasErrors => Findings.Any(f => f.Severity == Severity.Error);
}
