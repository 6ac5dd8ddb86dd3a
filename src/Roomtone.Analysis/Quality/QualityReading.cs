using System.Collections.Immutable;

namespace Roomtone.Analysis;

/// <summary>What a technical quality control looks for in a finished file, as figures. Immutable.</summary>
public sealed record QualityReading
{
    /// <summary>Largest sample of each channel, dBFS; −∞ where it is digital silence.</summary>
    public required ImmutableArray<double> ChannelPeaksDbfs { get; init; }

    /// <summary>Pairs of channels that carry the same samples, or the same with the other polarity.</summary>
    public required ImmutableArray<ChannelTwin> Twins { get; init; }

    /// <summary>Level of the mono fold of a stereo programme against two unlike channels, dB: +3 for mono, −∞ where it cancels; NaN for other layouts.</summary>
    public required double MonoFoldDb { get; init; }

    /// <summary>Where digital silence of at least 50 ms begins inside the programme, seconds; at most 100.</summary>
    public required ImmutableArray<double> Dropouts { get; init; }

    /// <summary>Level of the last 10 ms, dBFS rms.</summary>
    public required double TailDbfs { get; init; }

    /// <summary>Bits of a sample that are ever used, 1…24; 0 where the samples are no whole numbers of 24 bits, or silent.</summary>
    public required int UsedBits { get; init; }

    /// <summary>Where the spectrum falls off a cliff of 40 dB or more and stays down, Hz; NaN where it does not.</summary>
    public required double CliffHz { get; init; }

    /// <summary>Power of the LFE channel above 200 Hz against all of it, dB; NaN without LFE, or where it is silent.</summary>
    public required double LfeTrebleDb { get; init; }

    /// <summary>The channel that carries what belongs in the LFE, where the LFE carries full range; null where all is in its place.</summary>
    public int? LfeElsewhere { get; init; }
}

/// <summary>Two channels with the same sound.</summary>
/// <param name="First">Index.</param>
/// <param name="Second">Index.</param>
/// <param name="IsInverted">One is the other turned over.</param>
public readonly record struct ChannelTwin(int First, int Second, bool IsInverted);
