using Roomtone.Analysis;
using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.ExpanderSettings>;

namespace Roomtone.Processes;

/// <summary>Expander: makes what is below the threshold quieter, in proportion.</summary>
/// <remarks>
/// Attack and release are 63 % times
/// in dB. Detector: RMS of 5 ms. Latency: the look-ahead, padded. Tail: the same.
/// </remarks>
public sealed record ExpanderSettings : IProcess<ExpanderSettings>, IStreamingProcess, IAutomaticProcess
{
    private const double AutomaticOffsetDb = 12;

    /// <summary>Level below which it acts, dB; null = auto: 12 dB over the noise floor.</summary>
    public double? ThresholdDb { get; init; }

    /// <summary>n of n:1 below the threshold: one dB less in gives n dB less out.</summary>
    public double Ratio { get; init; } = 2;

    /// <summary>Largest reduction, dB.</summary>
    public double RangeDb { get; init; } = 12;

    /// <summary>63 % time of a falling reduction, ms.</summary>
    public double AttackMs { get; init; } = 5;

    /// <summary>How long it waits before it acts, ms.</summary>
    public double HoldMs { get; init; } = 80;

    /// <summary>63 % time of a rising reduction, ms.</summary>
    public double ReleaseMs { get; init; } = 150;

    /// <summary>How far the level must fall below the threshold before it acts, dB.</summary>
    public double HysteresisDb { get; init; }

    /// <summary>How much earlier than the sound it lets go, ms.</summary>
    public double LookAheadMs { get; init; }

    /// <summary>The bus or track that is heard instead of the input.</summary>
    public string? Key { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<ExpanderSettings> Parameters { get; } =
    [
        AutoQuantity("threshold", "Threshold", Unit.Decibels, -100, 0, s => s.ThresholdDb, (s, v) => s with { ThresholdDb = v })
            .Says("Level below which it acts."),
        Quantity("ratio", "Ratio", Unit.Ratio, 1, 100, s => s.Ratio, (s, v) => s with { Ratio = v }, ParameterScale.Logarithmic)
            .Structural().Says("How many dB less come out for one dB less in, below the threshold."),
        Quantity("range", "Range", Unit.Decibels, 0, 100, s => s.RangeDb, (s, v) => s with { RangeDb = v })
            .Says("Largest reduction."),
        Quantity("attack", "Attack", Unit.Milliseconds, 0.01, 500, s => s.AttackMs, (s, v) => s with { AttackMs = v }, ParameterScale.Logarithmic)
            .Structural().Says("Time to 63 % of a falling reduction in dB."),
        Quantity("hold", "Hold", Unit.Milliseconds, 0, 5000, s => s.HoldMs, (s, v) => s with { HoldMs = v }).Structural()
            .Says("How long it waits before it acts."),
        Quantity("release", "Release", Unit.Milliseconds, 1, 5000, s => s.ReleaseMs, (s, v) => s with { ReleaseMs = v }, ParameterScale.Logarithmic)
            .Structural().Says("Time to 63 % of a rising reduction in dB."),
        Quantity("hysteresis", "Hysteresis", Unit.Decibels, 0, 24, s => s.HysteresisDb, (s, v) => s with { HysteresisDb = v }).Structural()
            .Says("How far below the threshold it begins to act."),
        Quantity("look-ahead", "Look-ahead", Unit.Milliseconds, 0, 100, s => s.LookAheadMs, (s, v) => s with { LookAheadMs = v }).Structural()
            .Says("How much earlier than the sound it lets go."),
        Key("key", "Key", s => s.Key, (s, v) => s with { Key = v }).Says("The bus or track that is heard instead of the input."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new ExpanderSettings(), new ProcessDescriptor
    {
        Id = "expander",
        Title = "Expander",
        Summary = "Makes what is below the threshold quieter, in proportion.",
        Kind = ProcessKind.Streaming,
        Family = "Dynamics",
        HasMix = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool FollowsLeader => true;

    /// <inheritdoc/>
    public bool IsNeutral => Ratio == 1 || RangeDb == 0;

    /// <inheritdoc/>
    public bool HasAutomatic => ThresholdDb is null;

    /// <inheritdoc/>
    public IProcess Resolve(ProgrammeMeasurement input, ICollection<AutomaticValue> found)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(found);
        return this with { ThresholdDb = ThresholdDb ?? AutomaticThreshold.OverFloor(input, AutomaticOffsetDb, found) };
    }

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return ThresholdDb is not { } threshold
            ? throw new ProcessSettingsException(
                "expander: 'threshold' is still auto; measure the input first, or write a level such as 'threshold -50 dB'", "threshold")
            : new ExpanderProcessor(
                new ExpanderLaw(threshold, Ratio, RangeDb, HysteresisDb), new ExpanderTimes(AttackMs, HoldMs, ReleaseMs, LookAheadMs), format);
    }
}
