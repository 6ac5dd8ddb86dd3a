using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Session;

/// <summary>One edge of a placed clip.</summary>
/// <param name="Length">Timeline samples; 0 = a hard edge.</param>
/// <param name="Shape">The law of the fade.</param>
/// <param name="Partner">The clip that it is crossfaded with, which fades over the same samples; null = a plain fade.</param>
public readonly record struct ClipEdge(long Length, FadeShape Shape, string? Partner)
{
    /// <summary>No fade.</summary>
    public static ClipEdge Hard { get; }
}

/// <summary>A clip on the timeline, every position a whole sample.</summary>
/// <param name="Clip">As the session says it.</param>
/// <param name="Track">The id of its track.</param>
public sealed record ResolvedClip(Clip Clip, string Track)
{
    /// <summary>The medium.</summary>
    public required MediaFacts Media { get; init; }

    /// <summary>Timeline samples per media sample, drift included.</summary>
    public required SampleRatio Ratio { get; init; }

    /// <summary>First sample heard, in session samples: the written place less the handle of a crossfade.</summary>
    public required long Start { get; init; }

    /// <summary>Session samples heard, handles included.</summary>
    public required long Length { get; init; }

    /// <summary>Sample of the media, brought to the timeline's rate from its sample 0 (drift included), that sounds at <see cref="Start"/>.</summary>
    public required long MediaOffset { get; init; }

    /// <summary>First sample of the written range, in media samples; handles of crossfades lie before it.</summary>
    public required long SourceStart { get; init; }

    /// <summary>End of the written range, in media samples, exclusive.</summary>
    public required long SourceEnd { get; init; }

    /// <summary>Session samples of handle before the written range (a made crossfade takes them).</summary>
    public long HandleBefore { get; init; }

    /// <summary>Session samples of handle after the written range.</summary>
    public long HandleAfter { get; init; }

    /// <summary>The fade at <see cref="Start"/>.</summary>
    public ClipEdge FadeIn { get; init; }

    /// <summary>The fade that ends at <see cref="End"/>.</summary>
    public ClipEdge FadeOut { get; init; }

    /// <summary>One past the last sample heard.</summary>
    public long End => Start + Length;

    /// <summary>The written place: where the written range starts.</summary>
    public long NominalStart => Start + HandleBefore;

    /// <summary>The end of the written range on the timeline.</summary>
    public long NominalEnd => End - HandleAfter;
}

/// <summary>A track's clips in time order (muted ones included).</summary>
/// <param name="Track">The track.</param>
/// <param name="Clips">Sorted by start; equal starts in document order.</param>
public sealed record ResolvedTrack(Track Track, ImmutableArray<ResolvedClip> Clips);

/// <summary>Where everything sounds: what the text says, worked out with the facts of the media.</summary>
/// <param name="Tracks">In document order.</param>
/// <param name="Length">Session samples to the end of the last clip that is heard.</param>
/// <param name="Findings">Overlaps, handles that are too short, ranges past the end of media.</param>
public sealed record ResolvedTimeline(ImmutableArray<ResolvedTrack> Tracks, long Length, ImmutableArray<Finding> Findings);
