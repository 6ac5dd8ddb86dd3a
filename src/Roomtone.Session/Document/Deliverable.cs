using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>A marker.</summary>
/// <param name="Position">Samples from the session's start.</param>
/// <param name="Text">What it says.</param>
public sealed record Marker(long Position, string Text);

/// <summary>A chapter.</summary>
/// <param name="Position">Samples from the session's start.</param>
/// <param name="Title">Its title.</param>
public sealed record Chapter(long Position, string Title)
{
    /// <summary>A web page; null without one.</summary>
    public string? Url { get; init; }

    /// <summary>A picture, relative to the session; null without one.</summary>
    public string? Image { get; init; }
}

/// <summary>A range with a meaning.</summary>
/// <param name="Id">The id.</param>
/// <param name="Start">Samples from the session's start.</param>
/// <param name="End">Exclusive.</param>
/// <param name="Kind">ad, chapter …; null where not written.</param>
public sealed record Region(string Id, long Start, long End, string? Kind)
{
    /// <summary>Its name; empty where not written.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>For people.</summary>
    public string? Note { get; init; }

    /// <summary>Where it is written.</summary>
    public TextSpan Origin { get; init; }
}

/// <summary>A tag of a file.</summary>
/// <param name="Key">title, artist, episode …</param>
/// <param name="Value">Its text.</param>
public readonly record struct Tag(string Key, string Value);

/// <summary>Whether a deliverable's loudness may be touched.</summary>
public enum AdjustRule
{
    /// <summary>Verify only.</summary>
    Never,

    /// <summary>Stop as soon as the file is inside its tolerance.</summary>
    WhenOutside,

    /// <summary>Go to the target.</summary>
    Always,
}

/// <summary>How loud a mono file counts.</summary>
public enum MonoLoudness
{
    /// <summary>One loudspeaker.</summary>
    Single,

    /// <summary>Both loudspeakers: 3.01 LU louder.</summary>
    Dual,
}

/// <summary>A loudness target.</summary>
/// <param name="TargetLufs">LUFS.</param>
/// <param name="ToleranceLu">± LU.</param>
/// <param name="MonoAs">How a mono file counts; null where not written.</param>
public sealed record LoudnessTarget(double TargetLufs, double ToleranceLu, MonoLoudness? MonoAs);

/// <summary>The file format of a deliverable.</summary>
/// <param name="Container">wav, bwf, rf64, bw64, w64, aiff, caf, flac, mp3, aac, opus, vorbis, alac.</param>
public sealed record FileFormat(string Container)
{
    /// <summary>Hz; null = the session's.</summary>
    public int? SampleRate { get; init; }

    /// <summary>Word length of PCM, or 32 and 64 with <see cref="IsFloat"/>; null = the container's usual one.</summary>
    public int? Bits { get; init; }

    /// <summary>Floating point.</summary>
    public bool IsFloat { get; init; }

    /// <summary>Bit rate, kbit/s; null = the codec's usual one.</summary>
    public int? BitRateKbps { get; init; }

    /// <summary>Constant bit rate.</summary>
    public bool IsConstantBitRate { get; init; }

    /// <summary>Variable bit rate around the one that is written.</summary>
    public bool IsVariableBitRate { get; init; }

    /// <summary>The layout; null = the session's.</summary>
    public ChannelLayout? Layout { get; init; }
}

/// <summary>How a deliverable gets from the session's layout to its own.</summary>
/// <param name="Target">The layout that it makes.</param>
/// <param name="Method">lo-ro, or lt-rt: surrounds turned by 90°, for a matrix decoder.</param>
public sealed record DownmixRule(ChannelLayout Target, string Method)
{
    /// <summary>dB of the centre in left and right.</summary>
    public double CentreDb { get; init; } = -3;

    /// <summary>dB of the surrounds.</summary>
    public double SurroundDb { get; init; } = -3;

    /// <summary>dB at which rear surrounds join the side ones.</summary>
    public double RearDb { get; init; }

    /// <summary>dB of heights in the nearest bed channel.</summary>
    public double HeightDb { get; init; } = -3;

    /// <summary>dB of the LFE; −∞ leaves it out.</summary>
    public double LfeDb { get; init; } = double.NegativeInfinity;
}

/// <summary>A file, or a family of files, that the session renders to.</summary>
public sealed record Deliverable
{
    /// <summary>The name of the whole among stems.</summary>
    public const string Mix = "mix";

    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>Naming template, relative to the session: <c>out/{title}_{layout}.wav</c>.</summary>
    public required string File { get; init; }

    /// <summary>The format; null where a profile supplies it.</summary>
    public FileFormat? Format { get; init; }

    /// <summary>First sample; null = the session's start.</summary>
    public long? RangeStart { get; init; }

    /// <summary>End, exclusive; null = the end of the last clip or tail.</summary>
    public long? RangeEnd { get; init; }

    /// <summary>The reel that it holds, with leader and trailer; null without one.</summary>
    public string? Reel { get; init; }

    /// <summary><c>per reel</c>: one file per reel.</summary>
    public bool IsPerReel { get; init; }

    /// <summary>Kinds of regions that are cut out.</summary>
    public ImmutableArray<string> Omit { get; init; } = [];

    /// <summary><c>per region KIND</c>: one file per region of that kind; null without it.</summary>
    public string? PerRegionKind { get; init; }

    /// <summary>One file per stem, by its id; <see cref="Mix"/> is the whole; empty = the mix alone.</summary>
    public ImmutableArray<string> Stems { get; init; } = [];

    /// <summary><c>per role</c>: one file per role that a track has.</summary>
    public bool IsPerRole { get; init; }

    /// <summary>One file per layout; empty = the format's.</summary>
    public ImmutableArray<ChannelLayout> Layouts { get; init; } = [];

    /// <summary>What stands before the programme, and how long.</summary>
    public ExactTime? Head { get; init; }

    /// <summary>What stands after the programme, and how long.</summary>
    public ExactTime? Tail { get; init; }

    /// <summary>The head is room tone, made from the programme's pauses; otherwise silence.</summary>
    public bool IsHeadTone { get; init; }

    /// <summary>The tail is room tone; otherwise silence.</summary>
    public bool IsTailTone { get; init; }

    /// <summary>How the session's layout becomes the file's; null where they are the same or half the sum is meant.</summary>
    public DownmixRule? Downmix { get; init; }

    /// <summary>Channel order in the file; <see cref="ChannelOrdering.Smpte"/> is ITU's too.</summary>
    public ChannelOrdering ChannelOrder { get; init; }

    /// <summary>One mono file per channel, the channel's name before the extension: <c>mix.L.wav</c>.</summary>
    public bool IsDiscrete { get; init; }

    /// <summary>The profile's id; null without one.</summary>
    public string? Profile { get; init; }

    /// <summary>The loudness target; null = none written.</summary>
    public LoudnessTarget? Loudness { get; init; }

    /// <summary>dBTP; null = none written.</summary>
    public double? TruePeakDbtp { get; init; }

    /// <summary>Whether loudness may be touched; null = the profile's rule, or always where a loudness is written.</summary>
    public AdjustRule? Adjust { get; init; }

    /// <summary>99th percentile of the deliverable's own limiter's reduction, dB; null = the profile's budget.</summary>
    public double? LimitingDb { get; init; }

    /// <summary>How its files belong together: <c>album</c>, <c>series</c>, <c>book</c>; null where each stands for itself.</summary>
    public string? Set { get; init; }

    /// <summary>Speech may be levelled where gain and limiter do not suffice.</summary>
    public bool AllowsLeveller { get; init; }

    /// <summary>Dither: tpdf, shaped, none; null = the default of the word length.</summary>
    public string? Dither { get; init; }

    /// <summary>Where chapters go: id3, vorbis, mp4, json.</summary>
    public ImmutableArray<string> ChapterForms { get; init; } = [];

    /// <summary>Tags of this file, over the session's.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>Cover picture of this file; null = the session's.</summary>
    public string? Cover { get; init; }

    /// <summary>Where it is written.</summary>
    public TextSpan Origin { get; init; }
}
