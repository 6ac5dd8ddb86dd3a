using Roomtone.Session;

namespace Roomtone.Delivery;

/// <summary>What a deliverable asks of loudness and peaks, after its own lines and its profile's were put together.</summary>
public sealed record LoudnessRequest
{
    /// <summary>Whether loudness may be touched.</summary>
    public AdjustRule Adjust { get; init; } = AdjustRule.Always;

    /// <summary>What the target is measured on.</summary>
    public LoudnessAnchor Anchor { get; init; }

    /// <summary>LUFS (dBFS for an RMS anchor); null = no loudness is asked for.</summary>
    public double? TargetLufs { get; init; }

    /// <summary>± LU.</summary>
    public double ToleranceLu { get; init; }

    /// <summary>What to aim at where there is too little speech for a dialogue anchor.</summary>
    public AnchorFallback? Fallback { get; init; }

    /// <summary>Largest true peak of the finished file, dBTP; null = none is asked for.</summary>
    public double? CeilingDbtp { get; init; }

    /// <summary>How far the limiter may go; null = there is none.</summary>
    public LimitingBudget? Budget { get; init; }

    /// <summary>The file is lossy: decoding overshoots.</summary>
    public bool IsLossy { get; init; }

    /// <summary>Its bit rate, kbit/s; null where it has none.</summary>
    public int? BitRateKbps { get; init; }

    /// <summary>Largest noise floor, dBFS; null without a limit.</summary>
    public double? NoiseFloorLimitDbfs { get; init; }

    /// <summary>A clause is about short-term loudness, which needs three seconds.</summary>
    public bool NeedsShortTerm { get; init; }

    /// <summary>There is too little speech for a dialogue anchor, and the fallback holds.</summary>
    /// <param name="measures">Of the programme.</param>
    public bool FallsBack(ProgrammeMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(measures);
        return Anchor == LoudnessAnchor.Dialogue && Fallback is { } fallback && measures.SpeechPercent < fallback.SpeechBelowPercent;
    }

    /// <summary>Room below the ceiling for the overshoot of decoding: 0.5 dB for lossy files, 1 dB below 128 kbit/s.</summary>
    public double ReserveDb => !IsLossy ? 0 : BitRateKbps is < 128 ? 1 : 0.5;
}

/// <summary>What a limiter made of a programme.</summary>
/// <param name="IntegratedLufs">Its loudness behind the limiter (RMS for an RMS anchor).</param>
/// <param name="TruePeakDbtp">Its true peak behind the limiter.</param>
/// <param name="LargestReductionDb">Largest gain reduction, dB, positive.</param>
/// <param name="Percentile99ReductionDb">99th percentile of the gain reduction over the programme.</param>
public readonly record struct LimiterOutcome(
    double IntegratedLufs, double TruePeakDbtp, double LargestReductionDb, double Percentile99ReductionDb)
{
    /// <summary>The reduction is inside a budget.</summary>
    /// <param name="budget">The budget.</param>
    public bool IsWithin(LimitingBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        const double Rounding = 0.005;
        return LargestReductionDb <= budget.LargestDb + Rounding && Percentile99ReductionDb <= budget.Percentile99Db + Rounding;
    }
}

/// <summary>Tries a gain and a limiter on the programme without writing anything.</summary>
public interface ILimiterTrial
{
    /// <summary>Measures the programme behind gain and limiter.</summary>
    /// <param name="gainDb">Gain before the limiter, dB.</param>
    /// <param name="ceilingDbtp">The limiter's ceiling.</param>
    LimiterOutcome Run(double gainDb, double ceilingDbtp);
}
