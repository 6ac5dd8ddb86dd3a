using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>The law of a fade or crossfade.</summary>
public enum FadeShape
{
    /// <summary>Straight in amplitude.</summary>
    Linear,

    /// <summary>Constant power for unrelated material (sine and cosine).</summary>
    EqualPower,

    /// <summary>Slow at both ends.</summary>
    SCurve,

    /// <summary>Fast, then slow (straight in dB, seen from full level).</summary>
    Logarithmic,

    /// <summary>Slow, then fast.</summary>
    Exponential,

    /// <summary>Measures the correlation in the overlap and keeps the power flat (crossfades only).</summary>
    Adaptive,
}

/// <summary>A fade at a clip's edge.</summary>
/// <param name="Length">How long.</param>
/// <param name="Shape">Its law.</param>
public readonly record struct Fade(ExactTime Length, FadeShape Shape);

/// <summary>Which side of the cut a made crossfade takes its handles from.</summary>
public enum CrossfadePlacement
{
    /// <summary>The overlap that the clips have already.</summary>
    Overlap,

    /// <summary>Half on each side of the cut.</summary>
    Centre,

    /// <summary>Before the cut.</summary>
    Before,

    /// <summary>After the cut.</summary>
    After,
}

/// <summary>A crossfade with the clip before it on the track.</summary>
/// <param name="Shape">Its law.</param>
/// <param name="Length">How long; null = the overlap that there is.</param>
/// <param name="Placement">Where its handles come from.</param>
public sealed record Crossfade(FadeShape Shape, ExactTime? Length, CrossfadePlacement Placement);

/// <summary>Where a clip is placed: at a position, or after another clip of its track.</summary>
/// <param name="Position">Samples from the session's start; null for a relative placement.</param>
/// <param name="AfterClip">The clip after whose end it starts; null = the one written before it.</param>
/// <param name="Offset">The gap of a relative placement.</param>
public readonly record struct ClipPlacement(long? Position, string? AfterClip, ExactTime Offset);

/// <summary>A range of media at a place on a track.</summary>
public sealed record Clip
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The media's id.</summary>
    public required string Media { get; init; }

    /// <summary>First sample of the range, in the media's time.</summary>
    public required ExactTime SourceStart { get; init; }

    /// <summary>End of the range (exclusive), in the media's time.</summary>
    public required ExactTime SourceEnd { get; init; }

    /// <summary>Where it is placed.</summary>
    public required ClipPlacement Placement { get; init; }

    /// <summary>dB.</summary>
    public double GainDb { get; init; }

    /// <summary>Kept, but not heard.</summary>
    public bool IsMuted { get; init; }

    /// <summary>Fade in; null = the track's edge fade.</summary>
    public Fade? FadeIn { get; init; }

    /// <summary>Fade out; null = the track's edge fade.</summary>
    public Fade? FadeOut { get; init; }

    /// <summary>Crossfade with the clip before it; null without one.</summary>
    public Crossfade? Crossfade { get; init; }

    /// <summary>Gain line in dB, positions in samples from the clip's start; empty without one.</summary>
    public ImmutableArray<AutomationPoint> GainLine { get; init; } = [];

    /// <summary>Processes in order; statements such as <c>drift</c>, <c>polarity</c>, <c>reverse</c>, <c>position</c> are slots too.</summary>
    public ImmutableArray<ProcessSlot> Processes { get; init; } = [];

    /// <summary>For people; reaches no sample.</summary>
    public string? Note { get; init; }

    /// <summary>Where its source range is written.</summary>
    public TextSpan SourceOrigin { get; init; }

    /// <summary>Where its place is written.</summary>
    public TextSpan PlacementOrigin { get; init; }

    /// <summary>Where it is written.</summary>
    public TextSpan Origin { get; init; }
}
