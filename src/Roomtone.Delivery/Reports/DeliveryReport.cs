using System.Collections.Immutable;
using Roomtone.Session;

namespace Roomtone.Delivery;

/// <summary>What a report is made of: the page and the JSON say the same.</summary>
public sealed record DeliveryReport
{
    /// <summary>The session's title, or the file's name.</summary>
    public required string Title { get; init; }

    /// <summary>The tool and its version.</summary>
    public string Tool { get; init; } = string.Empty;

    /// <summary>The session's date; null without one (a report never shows the clock).</summary>
    public DateOnly? Date { get; init; }

    /// <summary>SHA-256 of the session's text; empty where there is no session.</summary>
    public string SessionSha256 { get; init; } = string.Empty;

    /// <summary>What went in.</summary>
    public ImmutableArray<ManifestSource> Sources { get; init; } = [];

    /// <summary>What came out, or was checked.</summary>
    public required ImmutableArray<ReportedFile> Files { get; init; }

    /// <summary>Every file passes.</summary>
    public bool Pass => Files.All(f => f.Pass);
}

/// <summary>One file of a report.</summary>
public sealed record ReportedFile
{
    /// <summary>The deliverable's id, or the file's name.</summary>
    public required string Title { get; init; }

    /// <summary>The path, as the user named it.</summary>
    public required string Path { get; init; }

    /// <summary>The stem or role that the file holds; <see cref="Deliverable.Mix"/> for the whole.</summary>
    public string Stem { get; init; } = Deliverable.Mix;

    /// <summary>SHA-256 of the file; empty where it was not written.</summary>
    public string Sha256 { get; init; } = string.Empty;

    /// <summary>Every clause passes, and the file is there.</summary>
    public required bool Pass { get; init; }

    /// <summary>The profile; null without one.</summary>
    public DeliveryProfile? Profile { get; init; }

    /// <summary>The format found in the file.</summary>
    public FileFormat? Format { get; init; }

    /// <summary>The encoder's build; empty for our own writers.</summary>
    public string Encoder { get; init; } = string.Empty;

    /// <summary>Target and tolerance that the chart shows; null without.</summary>
    public (double TargetLufs, double ToleranceLu)? Target { get; init; }

    /// <summary>The finished file, decoded and measured; null where there is none.</summary>
    public CheckedFile? File { get; init; }

    /// <summary>The clauses.</summary>
    public ImmutableArray<Clause> Clauses { get; init; } = [];

    /// <summary>The plan, in lines; empty for a check.</summary>
    public ImmutableArray<string> Plan { get; init; } = [];

    /// <summary>What was adjusted, and why.</summary>
    public ImmutableArray<string> Changes { get; init; } = [];
}
