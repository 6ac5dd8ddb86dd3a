using System.Globalization;
using Roomtone.Analysis;
using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.CompressorSettings>;

namespace Roomtone.Processes;

/// <summary>Which side of its threshold a compressor acts on.</summary>
public enum CompressorMode
{
    /// <summary>Turns down what is above the threshold.</summary>
    Downward,

    /// <summary>Turns up what is below the threshold, and leaves what is above.</summary>
    Upward,
}

/// <summary>Compressor: turns down what is above the threshold, or up what is below it.</summary>
/// <remarks>
/// <para>Parts: <see cref="LevelDetector"/>, <see cref="GainComputer"/>, <see cref="GainBallistics"/>. Attack and release are 63 % times
/// in dB; there is no overshoot. Of an RMS window, its length is taken off the release, so that the time from the end of a loud
/// passage is the one written.</para>
/// <para>Latency: the look-ahead, padded. Tail: the same. Source: Giannoulis, Massberg, Reiss, JAES 60(6), 2012.</para>
/// </remarks>
public sealed record CompressorSettings : IProcess<CompressorSettings>, IStreamingProcess, IAutomaticProcess
{
    private const double AutomaticOffsetDb = 2;
    private const double AutomaticUpwardOffsetDb = -10;

    /// <summary>Which side of the threshold it acts on.</summary>
    public CompressorMode Mode { get; init; }

    /// <summary>
    /// Level above which it acts (upward: below which), dB; null = auto: 2 dB over the level while something sounds (upward: 10 dB
    /// under it).
    /// </summary>
    public double? ThresholdDb { get; init; }

    /// <summary>n of n:1.</summary>
    public double Ratio { get; init; } = 2.5;

    /// <summary>Width of the bend around the threshold, dB.</summary>
    public double KneeDb { get; init; } = 6;

    /// <summary>63 % time of a gain that falls, ms.</summary>
    public double AttackMs { get; init; } = 10;

    /// <summary>63 % time of a gain that rises, ms; null = auto: 60 ms after peaks, 600 ms after long passages.</summary>
    public double? ReleaseMs { get; init; }

    /// <summary>Rest before the release, ms.</summary>
    public double HoldMs { get; init; }

    /// <summary>What a level is.</summary>
    public DetectorKind Detector { get; init; } = DetectorKind.Rms;

    /// <summary>Window of the RMS, ms.</summary>
    public double WindowMs { get; init; } = 10;

    /// <summary>How much earlier than the sound the gain moves, ms.</summary>
    public double LookAheadMs { get; init; }

    /// <summary>Gain after the compression, dB; null = auto: the mean reduction that the law makes of this programme.</summary>
    public double? MakeupDb { get; init; } = 0;

    /// <summary>How much the channels share one gain, %.</summary>
    public double LinkPercent { get; init; } = 100;

    /// <summary>The bus or track that is heard instead of the input.</summary>
    public string? Key { get; init; }

    /// <summary>Corner of the high-pass in front of the detector, Hz; 0 = none.</summary>
    public double KeyFilterHz { get; init; } = 80;

    /// <summary>Largest reduction (upward: boost), dB.</summary>
    public double RangeDb { get; init; } = 12;

    /// <inheritdoc/>
    public static ParameterTable<CompressorSettings> Parameters { get; } =
    [
        AutoQuantity("threshold", "Threshold", Unit.Decibels, -80, 0, s => s.ThresholdDb, (s, v) => s with { ThresholdDb = v })
            .Says("Level above which it acts; with mode upward, below which."),
        Quantity("ratio", "Ratio", Unit.Ratio, 1, 100, s => s.Ratio, (s, v) => s with { Ratio = v }, ParameterScale.Logarithmic)
            .Says("How many dB more in give one dB more out."),
        Quantity("knee", "Knee", Unit.Decibels, 0, 40, s => s.KneeDb, (s, v) => s with { KneeDb = v }).Structural()
            .Says("Width of the bend around the threshold."),
        Quantity("attack", "Attack", Unit.Milliseconds, 0.01, 500, s => s.AttackMs, (s, v) => s with { AttackMs = v }, ParameterScale.Logarithmic)
            .Structural().Says("Time to 63 % of a gain that falls, in dB."),
        AutoQuantity("release", "Release", Unit.Milliseconds, 1, 5000, s => s.ReleaseMs, (s, v) => s with { ReleaseMs = v }, ParameterScale.Logarithmic)
            .Structural().Says("Time to 63 % of a gain that rises, in dB."),
        Quantity("hold", "Hold", Unit.Milliseconds, 0, 5000, s => s.HoldMs, (s, v) => s with { HoldMs = v }).Structural()
            .Says("Rest before the release."),
        Word("detector", "Detector", s => s.Detector, (s, v) => s with { Detector = v }).Says("What a level is."),
        Quantity("window", "Window", Unit.Milliseconds, 1, 300, s => s.WindowMs, (s, v) => s with { WindowMs = v }, ParameterScale.Logarithmic)
            .Structural().Says("Window of the RMS detector."),
        Quantity("look-ahead", "Look-ahead", Unit.Milliseconds, 0, 100, s => s.LookAheadMs, (s, v) => s with { LookAheadMs = v }).Structural()
            .Says("How much earlier than the sound the gain moves."),
        AutoQuantity("makeup", "Makeup", Unit.Decibels, -24, 40, s => s.MakeupDb, (s, v) => s with { MakeupDb = v })
            .Says("Gain after the compression."),
        Quantity("link", "Link", Unit.Percent, 0, 100, s => s.LinkPercent, (s, v) => s with { LinkPercent = v }).Structural()
            .Says("How much the channels share one gain."),
        Key("key", "Key", s => s.Key, (s, v) => s with { Key = v }).Says("The bus or track that is heard instead of the input."),
        Quantity("key-filter", "Key filter", Unit.Hertz, 0, 2000, s => s.KeyFilterHz, (s, v) => s with { KeyFilterHz = v }).Structural()
            .Says("High-pass in front of the detector; 0 Hz = none."),
        Quantity("range", "Range", Unit.Decibels, 0, 100, s => s.RangeDb, (s, v) => s with { RangeDb = v }).Structural()
            .Says("Largest reduction; with mode upward, largest boost."),
        Word("mode", "Mode", s => s.Mode, (s, v) => s with { Mode = v })
            .Says("downward turns down what is above the threshold; upward turns up what is below it."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new CompressorSettings(), new ProcessDescriptor
    {
        Id = "compressor",
        Title = "Compressor",
        Summary = "Turns down what is above the threshold, or up what is below it.",
        Kind = ProcessKind.Streaming,
        Family = "Dynamics",
        HasMix = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool FollowsLeader => true;

    /// <inheritdoc/>
    public bool IsNeutral => (Ratio == 1 || RangeDb == 0) && MakeupDb == 0;

    /// <inheritdoc/>
    public bool HasAutomatic => ThresholdDb is null || MakeupDb is null;

    /// <inheritdoc/>
    public IProcess Resolve(ProgrammeMeasurement input, ICollection<AutomaticValue> found)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(found);
        double offset = Mode == CompressorMode.Upward ? AutomaticUpwardOffsetDb : AutomaticOffsetDb;
        double threshold = ThresholdDb ?? AutomaticThreshold.OverProgramme(input, offset, found);
        return this with { ThresholdDb = threshold, MakeupDb = MakeupDb ?? AutomaticMakeup(input, threshold, found) };
    }

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return HasAutomatic
            ? throw new ProcessSettingsException(
                "compressor: 'threshold' and 'makeup' are still auto; measure the input first, or write a level such as 'threshold -18 dB'", "threshold")
            : new CompressorProcessor(this, format);
    }

    // The power that the static law takes off (or adds), over the levels of 100 ms that are within 40 dB of the loudest.
    private double AutomaticMakeup(ProgrammeMeasurement input, double thresholdDb, ICollection<AutomaticValue> found)
    {
        var law = new GainComputer(KneeDb, RangeDb);
        double before = 0, after = 0;
        for (int step = 0; step < input.LevelCounts.Length; step++)
        {
            double level = ProgrammeMeasurement.LevelDbfs(step);
            before += input.LevelCounts[step] * Decibels.ToPower(level);
            after += input.LevelCounts[step] * Decibels.ToPower(level + (Mode == CompressorMode.Upward ? -law.GainDb(-level, -thresholdDb, Ratio) : law.GainDb(level, thresholdDb, Ratio)));
        }

        double makeup = before > 0 ? Math.Clamp(Math.Round(Decibels.FromPower(before / after), 1), -24, 40) : 0;
        found.Add(new AutomaticValue(
            "makeup",
            new ParameterValue.Quantity(makeup, Unit.Decibels),
            $"mean {(Mode == CompressorMode.Upward ? "boost" : "reduction")} at {thresholdDb.ToString("0.0", CultureInfo.InvariantCulture)} dB"));
        return makeup;
    }
}
