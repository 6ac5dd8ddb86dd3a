using System.Numerics;

namespace Roomtone.Signal;

/// <summary>The ratio of two sample rates in lowest terms: output sample n stands at source time n·<see cref="Down"/>/<see cref="Up"/>.</summary>
public readonly record struct RateRatio
{
    /// <summary>The ratio of two rates.</summary>
    /// <param name="sourceRate">Hz, 1 or more.</param>
    /// <param name="outputRate">Hz, 1 or more.</param>
    public RateRatio(int sourceRate, int outputRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputRate, 1);
        int divisor = (int)BigInteger.GreatestCommonDivisor(sourceRate, outputRate);
        Up = outputRate / divisor;
        Down = sourceRate / divisor;
    }

    /// <summary>L: the output rate without the common divisor.</summary>
    public int Up { get; }

    /// <summary>M: the source rate without the common divisor.</summary>
    public int Down { get; }

    /// <summary>Samples that a source becomes: n·L/M, halves rounded up.</summary>
    /// <param name="sourceLength">Samples per channel, 0 or more.</param>
    public long OutputLength(long sourceLength) => (long)((2 * (Int128)sourceLength * Up + Down) / (2 * (Int128)Down));
}

/// <summary>How exactly a rate conversion filters.</summary>
public enum ConversionQuality
{
    /// <summary>Flat to 0.92 of the lower half rate, −150 dB from there on to exactly half the rate and beyond; short ringing.</summary>
    High,

    /// <summary>Flat to 0.99 of the lower half rate, −175 dB beyond it.</summary>
    VeryHigh,
}

/// <summary>Where a conversion's filter rings.</summary>
public enum ConversionPhase
{
    /// <summary>Equally before and after: no phase distortion.</summary>
    Linear,

    /// <summary>After the event only: no pre-echo, group delay rises towards the band's edge.</summary>
    Minimum,
}
