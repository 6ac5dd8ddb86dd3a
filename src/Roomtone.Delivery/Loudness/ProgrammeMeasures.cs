namespace Roomtone.Delivery;

/// <summary>What is measured of a programme before a plan is made, and of a file after it was decoded.</summary>
/// <remarks>Silence reads −∞; what the programme is too short for reads NaN. Immutable.</remarks>
public sealed record ProgrammeMeasures
{
    /// <summary>Seconds.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Integrated loudness (BS.1770-5), LUFS, mono counted as the deliverable says.</summary>
    public required double IntegratedLufs { get; init; }

    /// <summary>Loudness range (EBU Tech 3342), LU.</summary>
    public double LoudnessRangeLu { get; init; } = double.NaN;

    /// <summary>Largest momentary loudness, LUFS.</summary>
    public double MaximumMomentaryLufs { get; init; } = double.NaN;

    /// <summary>Largest short-term loudness, LUFS.</summary>
    public double MaximumShortTermLufs { get; init; } = double.NaN;

    /// <summary>True peak over all channels, dBTP.</summary>
    public required double TruePeakDbtp { get; init; }

    /// <summary>Sample peak over all channels, dBFS.</summary>
    public double SamplePeakDbfs { get; init; } = double.NegativeInfinity;

    /// <summary>RMS over all channels and the whole programme, dBFS.</summary>
    public double RmsDbfs { get; init; } = double.NegativeInfinity;

    /// <summary>RMS of the quietest half second, dBFS.</summary>
    public double NoiseFloorDbfs { get; init; } = double.NegativeInfinity;

    /// <summary>Runs of at least four samples at one level of full scale.</summary>
    public int ClippedRuns { get; init; }

    /// <summary>Three of them came within a second of one channel, or one was of 64 samples: the source is distorted, not only touched.</summary>
    public bool HasClippedBursts { get; init; }

    /// <summary>Loudness of the speech, LUFS; null where it was not measured.</summary>
    public double? DialogueLufs { get; init; }

    /// <summary>Share of the programme that is speech, percent; null where it was not measured.</summary>
    public double? SpeechPercent { get; init; }

    /// <summary>Where it speaks was known from the session's own dialogue tracks; else a detector found it in the mix.</summary>
    public bool IsSpeechKnown { get; init; }

    /// <summary>Leq(M), dB; null where it was not measured.</summary>
    public double? LeqMDb { get; init; }

    /// <summary>Peak to loudness ratio, LU.</summary>
    public double PeakToLoudnessLu => TruePeakDbtp - IntegratedLufs;
}
