using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.LimiterSettings>;

namespace Roomtone.Processes;

/// <summary>Points per sample on which a limiter seeks true peaks, up to 80 kHz; above, half of them, at least four.</summary>
public enum PeakGrid
{
    /// <summary>Four: the least that BS.1770 allows.</summary>
    X4,

    /// <summary>Eight.</summary>
    X8,

    /// <summary>Sixteen.</summary>
    X16,
}

/// <summary>How a limiter lets go.</summary>
public enum ReleaseShape
{
    /// <summary>By one pole in dB: fast at first, slow at last.</summary>
    Exponential,

    /// <summary>By the same number of dB every ms.</summary>
    Linear,
}

/// <summary>Channels that share one gain; groups are limited on their own.</summary>
public enum LinkGroups
{
    /// <summary>All together.</summary>
    All,

    /// <summary>Front, surround and height channels and LFE, each on their own.</summary>
    Rows,

    /// <summary>Channels that mirror each other: L with R, Ls with Rs; centre and LFE alone.</summary>
    Pairs,
}

/// <summary>Limiter: nothing leaves above the ceiling, true peaks or samples.</summary>
/// <remarks>
/// <para>The gain is smooth (a Hann window as long as the look-ahead) and never above what any peak under it needs; the audio itself is
/// not resampled. Moving gain makes new peaks between samples, so the result is measured and repaired three times over. What is
/// nowhere above the ceiling passes bit for bit.</para>
/// <para>Latency: look-ahead, measurement and repair, padded. Tail: the same. Sources: Hämäläinen, AES 2002; Giannoulis, Massberg,
/// Reiss, JAES 60(6), 2012; BS.1770-5, Annex 2, for what a true peak is.</para>
/// </remarks>
public sealed record LimiterSettings : IProcess<LimiterSettings>, IStreamingProcess
{
    /// <summary>The ceiling: dBTP limits true peaks, dBFS samples.</summary>
    public ParameterValue.Quantity Ceiling { get; init; } = new(-1, Unit.Dbtp);

    /// <summary>Gain before the limiter, dB.</summary>
    public double GainDb { get; init; }

    /// <summary>Most that it may take off, dB; what is hotter then passes above the ceiling. Null = no limit.</summary>
    public double? MaxReductionDb { get; init; }

    /// <summary>63 % time in dB of letting go, ms; null = auto: 60 ms after peaks, 600 ms after long passages.</summary>
    public double? ReleaseMs { get; init; }

    /// <summary>How it lets go; linear needs a written release.</summary>
    public ReleaseShape ReleaseShape { get; init; }

    /// <summary>How long before a peak the gain begins to move, ms.</summary>
    public double LookAheadMs { get; init; } = 5;

    /// <summary>How much the channels share one gain, %.</summary>
    public double LinkPercent { get; init; } = 100;

    /// <summary>Which channels share it.</summary>
    public LinkGroups Groups { get; init; }

    /// <summary>Points per sample on which true peaks are sought.</summary>
    public PeakGrid Oversampling { get; init; } = PeakGrid.X8;

    /// <inheritdoc/>
    public static ParameterTable<LimiterSettings> Parameters { get; } =
    [
        QuantityIn("ceiling", "Ceiling", [Unit.Dbtp, Unit.Dbfs], -60, 0, s => s.Ceiling, (s, v) => s with { Ceiling = v })
            .Says("Nothing leaves above it: dBTP between samples too, dBFS samples only."),
        Quantity("gain", "Gain", Unit.Decibels, -24, 60, s => s.GainDb, (s, v) => s with { GainDb = v })
            .Says("Gain before the limiter."),
        OptionalQuantity("max-reduction", "Max reduction", Unit.Decibels, 0, 60, s => s.MaxReductionDb, (s, v) => s with { MaxReductionDb = v })
            .Structural().Says("Most that it may take off; what is hotter then passes above the ceiling."),
        AutoQuantity("release", "Release", Unit.Milliseconds, 1, 5000, s => s.ReleaseMs, (s, v) => s with { ReleaseMs = v }, ParameterScale.Logarithmic)
            .Structural().Says("Time to 63 % of letting go in dB."),
        Word("release-shape", "Release shape", s => s.ReleaseShape, (s, v) => s with { ReleaseShape = v })
            .Says("How it lets go: fast at first, or evenly; linear needs a written release."),
        Quantity("look-ahead", "Look-ahead", Unit.Milliseconds, 0.5, 50, s => s.LookAheadMs, (s, v) => s with { LookAheadMs = v }, ParameterScale.Logarithmic)
            .Structural().Says("How long before a peak the gain begins to move."),
        Quantity("link", "Link", Unit.Percent, 0, 100, s => s.LinkPercent, (s, v) => s with { LinkPercent = v }).Structural()
            .Says("How much the channels share one gain."),
        Word("link-groups", "Link groups", s => s.Groups, (s, v) => s with { Groups = v })
            .Says("Which channels share it: all, rows (front, surround, height, LFE), or mirrored pairs."),
        Word("oversampling", "Oversampling", s => s.Oversampling, (s, v) => s with { Oversampling = v })
            .Says("Points per sample on which true peaks are sought."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new LimiterSettings(), new ProcessDescriptor
    {
        Id = "limiter",
        Title = "Limiter",
        Summary = "Lets nothing out above the ceiling.",
        Kind = ProcessKind.Streaming,
        Family = "Dynamics",
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool FollowsLeader => true;

    /// <inheritdoc/>
    public bool IsNeutral => MaxReductionDb == 0 && GainDb == 0;

    /// <summary>The ceiling limits true peaks.</summary>
    public bool IsTruePeak => Ceiling.Unit.Equals(Unit.Dbtp);

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return ReleaseShape == ReleaseShape.Linear && ReleaseMs is null
            ? throw new ProcessSettingsException("limiter: a linear release has one time; write 'release 200 ms', or leave release-shape out", "release-shape")
            : new LimiterProcessor(this, format);
    }
}
