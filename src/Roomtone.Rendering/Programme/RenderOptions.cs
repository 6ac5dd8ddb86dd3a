using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>How a session is rendered. Nothing here but <see cref="Solo"/> reaches a sample.</summary>
public sealed record RenderOptions
{
    /// <summary>Opens the media of the session.</summary>
    public required IMediaPool Media { get; init; }

    /// <summary>The processes.</summary>
    public ProcessCatalog Catalog { get; init; } = ProcessCatalog.Standard;

    /// <summary>Threads; null = the process's own pool.</summary>
    public WorkPool? Pool { get; init; }

    /// <summary>Ids of soloed tracks and buses; empty = none.</summary>
    public ImmutableArray<string> Solo { get; init; } = [];

    /// <summary>Points of the graph that are listened to besides the mix; they change no sample.</summary>
    public ImmutableArray<RenderTap> Taps { get; init; } = [];

    /// <summary>Stems that can be rendered beside the mix; they change no sample of it.</summary>
    public ImmutableArray<RenderStem> Stems { get; init; } = [];

    /// <summary>Where results are kept between renders (<c>.roomtone/cache</c>); null = nowhere.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Largest size of the cache, bytes; the least recently used entries go first.</summary>
    public long CacheLimitBytes { get; init; } = 20L << 30;

    /// <summary>Samples of a block inside a task, 1…16,384.</summary>
    public int BlockLength { get; init; } = RenderGrid.BlockLength;

    /// <summary>Filters of tracks with chains of one shape run side by side; the samples are the same either way.</summary>
    public bool UseLanes { get; init; } = true;

    /// <summary>Told how far the work is; null = nobody.</summary>
    public IWorkProgress? Progress { get; init; }

    /// <summary>Stops opening and analysing.</summary>
    public CancellationToken Cancellation { get; init; }
}
