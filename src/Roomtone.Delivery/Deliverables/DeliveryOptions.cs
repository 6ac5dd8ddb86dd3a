using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Delivery;

/// <summary>How deliverables are made. Only what a user may decide at the command is here; the rest is in the session.</summary>
public sealed record DeliveryOptions
{
    /// <summary>Full paths of files that are never written, beside the session and its media.</summary>
    public ImmutableArray<string> Protected { get; init; } = [];

    /// <summary>The session's folder: paths in it start here.</summary>
    public required string Folder { get; init; }

    /// <summary>The session's file name.</summary>
    public required string SessionFile { get; init; }

    /// <summary>Where the manifest lies.</summary>
    internal string ManifestPath => DeliveryManifest.PathOf(Folder, SessionFile);

    /// <summary>SHA-256 of the session's text, for manifest and report.</summary>
    public string SessionSha256 { get; init; } = string.Empty;

    /// <summary>Where outputs go instead of the session's folder (<c>-o</c>); null = as the session says.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>Outputs may lie outside of the session's folder.</summary>
    public bool AllowOutside { get; init; }

    /// <summary>Existing files may be replaced, whoever wrote them.</summary>
    public bool Force { get; init; }

    /// <summary>Every file is made, also where nothing has changed since the last time.</summary>
    public bool Anew { get; init; }

    /// <summary>Ids of the deliverables to make; empty = all.</summary>
    public ImmutableArray<string> Only { get; init; } = [];

    /// <summary>First sample of the session, over the deliverables' own range; null = theirs.</summary>
    public long? RangeStart { get; init; }

    /// <summary>End, exclusive; null = the deliverables' own.</summary>
    public long? RangeEnd { get; init; }

    /// <summary>The date that goes into files; null = the session's.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Where profiles are found.</summary>
    public ProfileCatalog Profiles { get; init; } = ProfileCatalog.Shipped;

    /// <summary>Plans and measures, and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>The tool and its version, for manifest and report.</summary>
    public string Tool { get; init; } = "roomtone";

    /// <summary>For the mix that several deliverables read; null, or one that can't be written = the system's temporary folder.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>Told how far the work is; null = nobody.</summary>
    public IWorkProgress? Progress { get; init; }

    /// <summary>Stops the work; nothing unfinished stays.</summary>
    public CancellationToken Cancellation { get; init; }
}
