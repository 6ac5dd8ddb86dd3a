using System.Collections.Immutable;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>Whether a profile is a condition of delivery, or tells how a service plays what it is given.</summary>
public enum ProfileKind
{
    /// <summary>Files outside it are rejected.</summary>
    Delivery,

    /// <summary>The service turns files up or down and rejects none for loudness.</summary>
    Playback,
}

/// <summary>What a profile's loudness is measured on.</summary>
public enum LoudnessAnchor
{
    /// <summary>Gated loudness of the whole programme (BS.1770).</summary>
    Programme,

    /// <summary>Loudness of the speech in it.</summary>
    Dialogue,

    /// <summary>RMS level of the whole file, dBFS.</summary>
    Rms,
}

/// <summary>The kind of work, which sets the limiter's budget where nothing else does.</summary>
public enum ProgrammeFamily
{
    /// <summary>Nothing is limited but what is asked for.</summary>
    Music,

    /// <summary>Broadcast: 2 dB at most, 1 dB at the 99th percentile.</summary>
    Broadcast,

    /// <summary>Film: as broadcast.</summary>
    Film,

    /// <summary>Podcast: 4 and 3 dB.</summary>
    Podcast,

    /// <summary>Audiobook: 6 and 3 dB.</summary>
    Book,

    /// <summary>Games and their assets.</summary>
    Game,
}

/// <summary>Where a profile's numbers come from.</summary>
/// <param name="Title">The document.</param>
/// <param name="Url">Its address; empty without one.</param>
/// <param name="Date">Year, or year-month-day, of the text.</param>
/// <param name="Grade">A: read in the primary text · B: secondary sources agree · C: unverified · !: sources conflict.</param>
public sealed record ProfileSource(string Title, string Url, string Date, string Grade);

/// <summary>How far a limiter may go.</summary>
/// <param name="LargestDb">Largest gain reduction, dB.</param>
/// <param name="Percentile99Db">99th percentile of the gain reduction over the programme, dB.</param>
public sealed record LimitingBudget(double LargestDb, double Percentile99Db)
{
    /// <summary>The usual budget of a kind of work; null where only what is written counts (music).</summary>
    /// <param name="family">The kind of work.</param>
    public static LimitingBudget? For(ProgrammeFamily family) => family switch
    {
        ProgrammeFamily.Broadcast or ProgrammeFamily.Film => new(2, 1),
        ProgrammeFamily.Podcast => new(4, 3),
        ProgrammeFamily.Book => new(6, 3),
        _ => null,
    };

    /// <summary>The budget that <c>limiting N dB</c> writes: N at the 99th percentile, 1 dB more at most.</summary>
    /// <param name="percentile99Db">N.</param>
    public static LimitingBudget Written(double percentile99Db) => new(percentile99Db + 1, percentile99Db);
}

/// <summary>A span of numbers, both ends allowed.</summary>
/// <param name="Minimum">Smallest.</param>
/// <param name="Maximum">Largest.</param>
public readonly record struct Bounds(double Minimum, double Maximum);

/// <summary>What to aim at instead where a programme holds too little speech for a dialogue anchor.</summary>
/// <param name="SpeechBelowPercent">Below this share of speech.</param>
/// <param name="Anchor">What is measured then.</param>
/// <param name="TargetLufs">LUFS.</param>
public sealed record AnchorFallback(double SpeechBelowPercent, LoudnessAnchor Anchor, double TargetLufs);

/// <summary>A delivery specification as versioned text: what a file must be, or how a service plays it.</summary>
/// <remarks>Null, or empty, means that the specification says nothing about it. Immutable.</remarks>
public sealed record DeliveryProfile
{
    /// <summary>The id: <c>ebu-r128</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Raised with every change of a number.</summary>
    public int Version { get; init; }

    /// <summary>Condition, or description of playback.</summary>
    public ProfileKind Kind { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public required ProfileSource Source { get; init; }

    /// <summary>What a reader should know.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The kind of work.</summary>
    public ProgrammeFamily Family { get; init; }

    /// <summary>What the loudness is measured on.</summary>
    public LoudnessAnchor Anchor { get; init; }

    /// <summary>Target, LUFS (dBFS for an RMS anchor).</summary>
    public double? Target { get; init; }

    /// <summary>± LU around the target.</summary>
    public double Tolerance { get; init; }

    /// <summary>± LU outside which quality control rejects; null = the tolerance.</summary>
    public double? RejectTolerance { get; init; }

    /// <summary>How a mono file counts; null where the specification leaves it open.</summary>
    public MonoLoudness? MonoAs { get; init; }

    /// <summary>Instead of a dialogue anchor.</summary>
    public AnchorFallback? Fallback { get; init; }

    /// <summary>Largest true peak, dBTP.</summary>
    public double? TruePeakDbtp { get; init; }

    /// <summary>True peak at which quality control rejects, dBTP; null = the limit.</summary>
    public double? RejectTruePeakDbtp { get; init; }

    /// <summary>Advised true peak of files louder than the target, dBTP.</summary>
    public double? TruePeakWhenLouderDbtp { get; init; }

    /// <summary>Largest sample peak, dBFS.</summary>
    public double? SamplePeakDbfs { get; init; }

    /// <summary>Allowed loudness range, LU.</summary>
    public Bounds? LoudnessRange { get; init; }

    /// <summary>Largest momentary loudness, LUFS.</summary>
    public double? MaximumMomentaryLufs { get; init; }

    /// <summary>Largest short-term loudness, LUFS.</summary>
    public double? MaximumShortTermLufs { get; init; }

    /// <summary>Allowed RMS level, dBFS.</summary>
    public Bounds? RmsDbfs { get; init; }

    /// <summary>Largest noise floor, dBFS RMS.</summary>
    public double? NoiseFloorDbfs { get; init; }

    /// <summary>Leq(M) at most (ISO 21727), dB; null = not asked for.</summary>
    public double? MaximumLeqMDb { get; init; }

    /// <summary>Whether loudness may be touched when a session says nothing.</summary>
    public AdjustRule Adjust { get; init; }

    /// <summary>The limiter's budget; null = the family's.</summary>
    public LimitingBudget? Limiting { get; init; }

    /// <summary>The format to write where none is asked for.</summary>
    public FileFormat? Format { get; init; }

    /// <summary>Accepted containers.</summary>
    public ImmutableArray<string> Containers { get; init; } = [];

    /// <summary>Accepted sample rates, Hz.</summary>
    public ImmutableArray<int> Rates { get; init; } = [];

    /// <summary>Accepted word lengths.</summary>
    public ImmutableArray<int> Bits { get; init; } = [];

    /// <summary>Accepted layouts.</summary>
    public ImmutableArray<ChannelLayout> Layouts { get; init; } = [];

    /// <summary>Smallest bit rate of lossy files, kbit/s.</summary>
    public int? MinimumBitRateKbps { get; init; }

    /// <summary>Allowed duration, seconds.</summary>
    public Bounds? DurationSeconds { get; init; }

    /// <summary>A regular expression that the file name without its extension must match as a whole.</summary>
    public string? Naming { get; init; }

    /// <summary>Tags that must be filled, and <c>cover</c>, <c>chapters</c>.</summary>
    public ImmutableArray<string> Requires { get; init; } = [];

    /// <summary>Line-up tone and sync pops are refused.</summary>
    public bool ForbidsLineUp { get; init; }

    /// <summary>Dialogue belongs in the centre channel, where the layout has one.</summary>
    public bool WantsDialogueInCentre { get; init; }

    /// <summary>The budget in force: the written one, else the family's.</summary>
    public LimitingBudget? Budget => Limiting ?? LimitingBudget.For(Family);

    /// <summary>
    /// The figures are not verified in a primary text or conflict (grade C or !): shipped for those who have agreed on them, never as official.
    /// </summary>
    public bool IsUserProfile => Source.Grade is "C" or "!";

    /// <summary>Id and version, as reports and manifests name it.</summary>
    public string Reference => $"{Id} v{Version}";
}
