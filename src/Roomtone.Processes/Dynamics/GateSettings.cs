using Roomtone.Analysis;
using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.GateSettings>;

namespace Roomtone.Processes;

/// <summary>Gate: turns down what is below the threshold, by the range and no more.</summary>
/// <remarks>
/// It opens at the threshold and closes once the level has been the hysteresis below it for the hold. Attack and release are 63 % times
/// in dB. Detector: RMS of 5 ms. Latency: the look-ahead, padded. Tail: the same.
/// </remarks>
public sealed record GateSettings : IProcess<GateSettings>, IStreamingProcess, IAutomaticProcess
{
    private const double AutomaticOffsetDb = 10;

    /// <summary>Level at which it opens, dB; null = auto: 10 dB over the noise floor.</summary>
    public double? ThresholdDb { get; init; }

    /// <summary>1:n below the threshold; 100 is a switch.</summary>
    public double Ratio { get; init; } = 100;

    /// <summary>Largest reduction, dB.</summary>
    public double RangeDb { get; init; } = 20;

    /// <summary>63 % time of opening, ms.</summary>
    public double AttackMs { get; init; } = 1;

    /// <summary>How long it stays open, ms.</summary>
    public double HoldMs { get; init; } = 120;

    /// <summary>63 % time of closing, ms.</summary>
    public double ReleaseMs { get; init; } = 180;

    /// <summary>How far the level must fall below the threshold before it closes, dB.</summary>
    public double HysteresisDb { get; init; } = 6;

    /// <summary>How much earlier than the sound it opens, ms.</summary>
    public double LookAheadMs { get; init; } = 5;

    /// <summary>The bus or track that is heard instead of the input.</summary>
    public string? Key { get; init; }

    /// <inheritdoc/>
    public static ParameterTable<GateSettings> Parameters { get; } =
    [
        AutoQuantity("threshold", "Threshold", Unit.Decibels, -100, 0, s => s.ThresholdDb, (s, v) => s with { ThresholdDb = v })
            .Says("Level at which it opens."),
        Quantity("ratio", "Ratio", Unit.Ratio, 1, 100, s => s.Ratio, (s, v) => s with { Ratio = v }, ParameterScale.Logarithmic)
            .Structural().Says("Steepness below the threshold; 100 is a switch."),
        Quantity("range", "Range", Unit.Decibels, 0, 100, s => s.RangeDb, (s, v) => s with { RangeDb = v })
            .Says("Largest reduction."),
        Quantity("attack", "Attack", Unit.Milliseconds, 0.01, 500, s => s.AttackMs, (s, v) => s with { AttackMs = v }, ParameterScale.Logarithmic)
            .Structural().Says("Time to 63 % of opening in dB."),
        Quantity("hold", "Hold", Unit.Milliseconds, 0, 5000, s => s.HoldMs, (s, v) => s with { HoldMs = v }).Structural()
            .Says("How long it stays open."),
        Quantity("release", "Release", Unit.Milliseconds, 1, 5000, s => s.ReleaseMs, (s, v) => s with { ReleaseMs = v }, ParameterScale.Logarithmic)
            .Structural().Says("Time to 63 % of closing in dB."),
        Quantity("hysteresis", "Hysteresis", Unit.Decibels, 0, 24, s => s.HysteresisDb, (s, v) => s with { HysteresisDb = v }).Structural()
            .Says("How far below the threshold it closes."),
        Quantity("look-ahead", "Look-ahead", Unit.Milliseconds, 0, 100, s => s.LookAheadMs, (s, v) => s with { LookAheadMs = v }).Structural()
            .Says("How much earlier than the sound it opens."),
        Key("key", "Key", s => s.Key, (s, v) => s with { Key = v }).Says("The bus or track that is heard instead of the input."),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new GateSettings(), new ProcessDescriptor
    {
        Id = "gate",
        Title = "Gate",
        Summary = "Turns down what is below the threshold.",
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
                "gate: 'threshold' is still auto; measure the input first, or write a level such as 'threshold -50 dB'", "threshold")
            : new ExpanderProcessor(
                new ExpanderLaw(threshold, Ratio, RangeDb, HysteresisDb), new ExpanderTimes(AttackMs, HoldMs, ReleaseMs, LookAheadMs), format);
    }
}
