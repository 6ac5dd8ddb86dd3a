using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>A session as it means, not as it is written: immutable, free to share between threads.</summary>
/// <remarks>Positions are samples at <see cref="SampleRate"/> from the session's start. Text positions (<c>Origin</c>) reach no sample.</remarks>
public sealed record SessionDocument
{
    /// <summary>The integer of line 1.</summary>
    public required int Schema { get; init; }

    /// <summary>The session's name.</summary>
    public required string Title { get; init; }

    /// <summary>Hz.</summary>
    public required int SampleRate { get; init; }

    /// <summary>The layout of the master bus.</summary>
    public ChannelLayout Layout { get; init; } = ChannelLayout.Stereo;

    /// <summary>Feeds dither, noise and every random process.</summary>
    public long Seed { get; init; }

    /// <summary>Goes into files; never the clock.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The first label of the timeline, in frames since 00:00:00:00; null where the session has no timecode.</summary>
    public SessionTimecode? Timecode { get; init; }

    /// <summary>The media pool.</summary>
    public ImmutableArray<MediaReference> Media { get; init; } = [];

    /// <summary>Buses in document order.</summary>
    public ImmutableArray<Bus> Buses { get; init; } = [];

    /// <summary>Faders over several tracks.</summary>
    public ImmutableArray<Vca> Vcas { get; init; } = [];

    /// <summary>Tracks in document order: the order in which buses sum.</summary>
    public ImmutableArray<Track> Tracks { get; init; } = [];

    /// <summary>The master bus.</summary>
    public MasterBus Master { get; init; } = new();

    /// <summary>Markers in time order.</summary>
    public ImmutableArray<Marker> Markers { get; init; } = [];

    /// <summary>Chapters in time order.</summary>
    public ImmutableArray<Chapter> Chapters { get; init; } = [];

    /// <summary>Regions in document order.</summary>
    public ImmutableArray<Region> Regions { get; init; } = [];

    /// <summary>Parts of the picture in document order.</summary>
    public ImmutableArray<Reel> Reels { get; init; } = [];

    /// <summary>Tags for every deliverable, in document order.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>Cover picture, relative to the session; null without one.</summary>
    public string? Cover { get; init; }

    /// <summary>Shares of the mix in document order.</summary>
    public ImmutableArray<Stem> Stems { get; init; } = [];

    /// <summary>What is rendered.</summary>
    public ImmutableArray<Deliverable> Deliverables { get; init; } = [];
}

/// <summary>Where a statement stands in the text.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Width">Columns.</param>
public readonly record struct TextSpan(string File, int Line, int Column, int Width);

/// <summary>An entry of the media pool.</summary>
/// <param name="Id">As clips name it.</param>
/// <param name="Path">Relative to the session's folder, with <c>/</c>.</param>
public sealed record MediaReference(string Id, string Path)
{
    /// <summary>SHA-256 of the native samples (lossless) or packets (lossy), lower-case hexadecimal; null where not written.</summary>
    public string? AudioSha256 { get; init; }

    /// <summary>Container or codec word of the format line: wav, flac …; null where not written.</summary>
    public string? Format { get; init; }

    /// <summary>Hz of the format line; null where not written.</summary>
    public int? SampleRate { get; init; }

    /// <summary>Bits of the format line (32 with <see cref="IsFloat"/>); null where not written.</summary>
    public int? Bits { get; init; }

    /// <summary>The format line says float.</summary>
    public bool IsFloat { get; init; }

    /// <summary>Layout of the format line; null where not written.</summary>
    public ChannelLayout? Layout { get; init; }

    /// <summary>Length; null where not written.</summary>
    public ExactTime? Length { get; init; }

    /// <summary>Where it is written.</summary>
    public TextSpan Origin { get; init; }
}

/// <summary>A process in a chain: its id in the chain, the process, the values that were written.</summary>
/// <param name="Id">Unique in the chain: <c>tone</c>.</param>
/// <param name="Process">The process id: <c>eq</c>.</param>
/// <param name="Values">Written values only, keyed as automation paths: <c>threshold</c>, <c>band2.gain</c>.</param>
public sealed record ProcessSlot(string Id, string Process, ImmutableSortedDictionary<string, ParameterValue> Values)
{
    /// <summary>Kept, but not heard.</summary>
    public bool IsBypassed { get; init; }

    /// <summary>Where it is written.</summary>
    public TextSpan Origin { get; init; }

    /// <summary>Where each value is written, by its key.</summary>
    public ImmutableDictionary<string, TextSpan> ValueOrigins { get; init; } = ImmutableDictionary<string, TextSpan>.Empty;
}

/// <summary>How a value arrives at a point of automation.</summary>
public enum AutomationShape
{
    /// <summary>Stays at the earlier value, then steps (in 5 ms).</summary>
    Hold,

    /// <summary>Straight in the parameter's unit; linear in amplitude where an end is −inf dB.</summary>
    Linear,

    /// <summary>Bent by <see cref="AutomationPoint.Curve"/>.</summary>
    Curve,

    /// <summary>Slow at both ends.</summary>
    SCurve,
}

/// <summary>A point of automation.</summary>
/// <param name="Position">Samples from the session's start (from the clip's start in a gain line).</param>
/// <param name="Value">In the parameter's unit; −∞ for −inf dB; percent for a pan (left negative); degrees for directions.</param>
/// <param name="Shape">How the value arrives here from the point before.</param>
/// <param name="Curve">−1…1 for <see cref="AutomationShape.Curve"/>; 0 elsewhere.</param>
public readonly record struct AutomationPoint(long Position, double Value, AutomationShape Shape, double Curve);

/// <summary>The automation of one parameter.</summary>
/// <param name="Target"><c>fader</c>, <c>mute</c>, <c>pan</c>, <c>send.room</c>, or slot.parameter: <c>tone.band2.gain</c>.</param>
/// <param name="Points">In time order; never empty.</param>
public sealed record AutomationLane(string Target, ImmutableArray<AutomationPoint> Points)
{
    /// <summary>Where it is written.</summary>
    public TextSpan Origin { get; init; }
}

/// <summary>A send to a bus.</summary>
/// <param name="Bus">Its id.</param>
/// <param name="LevelDb">dB; −∞ closes it.</param>
public sealed record Send(string Bus, double LevelDb)
{
    /// <summary>After the fader (the default); false: before it.</summary>
    public bool IsPostFader { get; init; } = true;

    /// <summary>Place in the bus, percent, left negative; null = as the track or bus is placed.</summary>
    public double? PanPercent { get; init; }

    /// <summary>Where it is written.</summary>
    public TextSpan Origin { get; init; }
}

/// <summary>What tracks and buses share: a channel strip.</summary>
public abstract record Strip
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The name for people; the id where none is written.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The bus that it feeds; <c>master</c> for the master bus.</summary>
    public string Output { get; init; } = "master";

    /// <summary>dB; −∞ closes it.</summary>
    public double FaderDb { get; init; }

    /// <summary>Not heard, and listed in the plan.</summary>
    public bool IsMuted { get; init; }

    /// <summary>Heard even while others are soloed (<c>solo-safe</c>).</summary>
    public bool IsSoloSafe { get; init; }

    /// <summary>Top to bottom.</summary>
    public ImmutableArray<ProcessSlot> Processes { get; init; } = [];

    /// <summary>The <c>pan</c>, <c>balance</c> or <c>position</c> statement as a slot with that id, or null for the default place.</summary>
    public ProcessSlot? Panner { get; init; }

    /// <summary>Sends in document order.</summary>
    public ImmutableArray<Send> Sends { get; init; } = [];

    /// <summary>Automation, one lane per target.</summary>
    public ImmutableArray<AutomationLane> Automation { get; init; } = [];

    /// <summary>Where it is written.</summary>
    public TextSpan Origin { get; init; }
}

/// <summary>A bus.</summary>
public sealed record Bus : Strip
{
    /// <summary>Its layout; null = the session's.</summary>
    public ChannelLayout? Layout { get; init; }
}

/// <summary>A share of the mix: what the tracks of some roles give to it.</summary>
/// <param name="Id">DX, MX …</param>
/// <param name="Roles">Roles of its tracks.</param>
public sealed record Stem(string Id, ImmutableArray<string> Roles)
{
    /// <summary>Where it is written.</summary>
    public TextSpan Origin { get; init; }
}

/// <summary>A track with clips.</summary>
public sealed record Track : Strip
{
    /// <summary>dialogue, narration, music, effects, ambience, foley …; null where not written.</summary>
    public string? Role { get; init; }

    /// <summary>The fade at every edge that has none of its own.</summary>
    public ExactTime EdgeFade { get; init; } = ExactTime.FromSeconds(0.004m);

    /// <summary>Overlapping clips are mixed; otherwise an overlap needs a crossfade.</summary>
    public bool MixesOverlaps { get; init; }

    /// <summary>Clips in document order.</summary>
    public ImmutableArray<Clip> Clips { get; init; } = [];
}

/// <summary>The master bus.</summary>
public sealed record MasterBus
{
    /// <summary>dB.</summary>
    public double FaderDb { get; init; }

    /// <summary>Top to bottom.</summary>
    public ImmutableArray<ProcessSlot> Processes { get; init; } = [];

    /// <summary>Automation, one lane per target.</summary>
    public ImmutableArray<AutomationLane> Automation { get; init; } = [];
}

/// <summary>A fader over several tracks or buses.</summary>
/// <param name="Id">The id.</param>
/// <param name="Members">Ids of tracks and buses.</param>
public sealed record Vca(string Id, ImmutableArray<string> Members)
{
    /// <summary>The name for people.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>dB, added to the members' faders.</summary>
    public double FaderDb { get; init; }

    /// <summary>Mutes the members.</summary>
    public bool IsMuted { get; init; }

    /// <summary>Automation of <c>fader</c> and <c>mute</c>.</summary>
    public ImmutableArray<AutomationLane> Automation { get; init; } = [];

    /// <summary>Where it is written.</summary>
    public TextSpan Origin { get; init; }
}

/// <summary>The session's timecode.</summary>
/// <param name="RateNumerator">Frames …</param>
/// <param name="RateDenominator">… per this many seconds: 30000/1001.</param>
/// <param name="IsDropFrame">Drop-frame labels.</param>
/// <param name="StartFrame">Label of the session's first sample, in frames.</param>
public sealed record SessionTimecode(int RateNumerator, int RateDenominator, bool IsDropFrame, long StartFrame)
{
    /// <summary>The rate of the labels.</summary>
    public FrameRate Rate => new(RateNumerator, RateDenominator);
}
