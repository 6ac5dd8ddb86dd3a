using System.Collections.Immutable;

namespace Roomtone.Session;

/// <summary>A part of the picture, from its first to its last frame of action, with what stands before and after.</summary>
/// <remarks>Places are samples from the session's start; before it they are negative.</remarks>
/// <param name="Id">The id.</param>
/// <param name="Start">First sample of the first frame of action.</param>
/// <param name="End">Exclusive: the first sample after the last frame of action.</param>
public sealed record Reel(string Id, long Start, long End)
{
    /// <summary>Where its files begin.</summary>
    public required long FileStart { get; init; }

    /// <summary>Where its files end, exclusive.</summary>
    public required long FileEnd { get; init; }

    /// <summary>Pops, tones and idents outside the action, in document order.</summary>
    public ImmutableArray<ReelTone> Tones { get; init; } = [];

    /// <summary>A recording in the leader; null without one.</summary>
    public ReelSlate? Slate { get; init; }

    /// <summary>Where it is written.</summary>
    public TextSpan Origin { get; init; }
}

/// <summary>What a tone tells.</summary>
public enum ReelToneKind
{
    /// <summary>A tone of one frame, by which sound is laid to picture.</summary>
    Pop,

    /// <summary>A tone that runs on: the one under colour bars.</summary>
    Steady,

    /// <summary>The EBU's ident: of stereo after R 49, of more channels after Tech 3304.</summary>
    Ebu,

    /// <summary>Graham's line identification tones, stereo.</summary>
    Glits,

    /// <summary>Black and Lane's ident tones for surround, 5.1.</summary>
    Blits,
}

/// <summary>A tone outside the action.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Start">Samples from the session's start; may be negative.</param>
/// <param name="Length">Samples.</param>
/// <param name="FrequencyHz">Of a pop and of a steady tone; idents have their own.</param>
/// <param name="LevelDbfs">Peak of a sine, dBFS.</param>
/// <param name="Except">Channels that stay silent under a pop.</param>
public sealed record ReelTone(ReelToneKind Kind, long Start, long Length, double FrequencyHz, double LevelDbfs, ImmutableArray<string> Except);

/// <summary>A recording in the leader.</summary>
/// <param name="Media">Id of the media.</param>
/// <param name="Path">Its path, relative to the session's folder.</param>
/// <param name="Start">Samples from the session's start; may be negative.</param>
public sealed record ReelSlate(string Media, string Path, long Start);
