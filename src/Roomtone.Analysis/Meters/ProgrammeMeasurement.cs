using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>Everything that one pass over a programme measures. Immutable.</summary>
/// <remarks>−∞ is silence, NaN is "not enough audio"; a report prints them as −inf and null.</remarks>
public sealed record ProgrammeMeasurement
{
    /// <summary>Channels measured.</summary>
    public required ChannelLayout Layout { get; init; }

    /// <summary>Hz.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Samples per channel.</summary>
    public required long LengthSamples { get; init; }

    /// <summary>Length, seconds.</summary>
    public double LengthSeconds => (double)LengthSamples / SampleRate;

    /// <summary>Programme loudness, LUFS (BS.1770-5); NaN under 0.4 s.</summary>
    public required double IntegratedLufs { get; init; }

    /// <summary>Loudness range, LU (EBU Tech 3342); NaN under 3 s.</summary>
    public required double LoudnessRangeLu { get; init; }

    /// <summary>Largest loudness of any 400 ms on a grid of 10 ms, LUFS; NaN under 0.4 s.</summary>
    public required double MaximumMomentaryLufs { get; init; }

    /// <summary>Largest loudness of any 3 s on a grid of 10 ms, LUFS; NaN under 3 s.</summary>
    public required double MaximumShortTermLufs { get; init; }

    /// <summary>Largest true peak of any channel, dBTP.</summary>
    public required double TruePeakDbtp { get; init; }

    /// <summary>Largest sample of any channel, dBFS.</summary>
    public required double SamplePeakDbfs { get; init; }

    /// <summary>Root mean square over all channels and the whole length, dBFS (a full-scale sine reads −3.01).</summary>
    public required double RmsDbfs { get; init; }

    /// <summary>Root mean square over the 400 ms blocks that pass the gates of BS.1770: the level while something sounds, dBFS.</summary>
    public required double ProgrammeRmsDbfs { get; init; }

    /// <summary>Root mean square of the quietest 500 ms, dBFS; NaN under 0.5 s.</summary>
    public required double NoiseFloorDbfs { get; init; }

    /// <summary>Root mean square of the quietest 500 ms that is above −100 dBFS, so that digital silence does not hide the floor, dBFS.</summary>
    public required double AudibleFloorDbfs { get; init; }

    /// <summary>Correlation of the first two channels of a stereo programme, −1…1; NaN in silence and for other layouts.</summary>
    public required double Correlation { get; init; }

    /// <summary>Samples that were NaN, infinite or above +120 dBFS, and were counted as 0.</summary>
    public required long InvalidSamples { get; init; }

    /// <summary>Each channel on its own, in the order of the layout.</summary>
    public required ImmutableArray<ChannelMeasurement> Channels { get; init; }

    /// <summary>Loudness over time.</summary>
    public required LoudnessHistory History { get; init; }

    /// <summary>How many hops of 100 ms have a level, from −120 dBFS up in steps of 1 dB; quieter ones are in the first.</summary>
    public required ImmutableArray<int> LevelCounts { get; init; }

    /// <summary>The middle of a step of <see cref="LevelCounts"/>.</summary>
    /// <param name="step">Index.</param>
    /// <returns>dBFS.</returns>
    public static double LevelDbfs(int step) => step - 119.5;

    /// <summary>Peak to loudness ratio: true peak over programme loudness, LU.</summary>
    public double PeakToLoudnessLu => TruePeakDbtp - IntegratedLufs;
}

/// <summary>What one channel measures.</summary>
/// <param name="Name">The speaker's name.</param>
/// <param name="TruePeakDbtp">dBTP.</param>
/// <param name="SamplePeakDbfs">dBFS.</param>
/// <param name="RmsDbfs">Root mean square over the whole length, dBFS; NaN without samples.</param>
/// <param name="DcOffset">Mean, as a fraction of full scale; NaN without samples.</param>
public sealed record ChannelMeasurement(string Name, double TruePeakDbtp, double SamplePeakDbfs, double RmsDbfs, double DcOffset);
