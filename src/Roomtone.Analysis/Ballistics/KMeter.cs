using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>A meter of Bob Katz's K-System: a slow RMS reading whose 0 dB lies 12, 14 or 20 dB under full scale.</summary>
/// <remarks>
/// Source: R. Katz, <i>An Integrated Approach to Metering, Monitoring, and Leveling Practices</i>, JAES 48 (2000): RMS that reads a sine as
/// its peak (AES17), integration 600 ms. Two equal poles at 9.72 rad/s on the square reach 99 % of the level after 600 ms.
/// </remarks>
public sealed class KMeter : NeedleMeter
{
    private const double Pole = 9.72;
    private readonly double _rate;
    private readonly double _offsetDb;
    private readonly (double First, double Second)[] _powers;

    /// <summary>Prepares a meter.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="layout">Channels.</param>
    /// <param name="headroomDb">12, 14 or 20.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another headroom.</exception>
    public KMeter(int sampleRate, ChannelLayout layout, int headroomDb)
        : base($"k-{headroomDb}", "dB", layout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        if (headroomDb is not (12 or 14 or 20))
        {
            throw new ArgumentOutOfRangeException(nameof(headroomDb), headroomDb, "The K-System has 12, 14 and 20 dB.");
        }

        _rate = 1 - StableMath.Exp(-Pole / sampleRate);
        _offsetDb = headroomDb + Decibels.FromPower(2);
        _powers = new (double, double)[layout.Count];
    }

    private protected override double Advance(int channel, ReadOnlySpan<float> samples)
    {
        (double first, double second) = _powers[channel];
        double largest = 0;
        foreach (float sample in samples)
        {
            double x = AudibleSample.Magnitude(sample);
            first += _rate * (x * x - first);
            second += _rate * (first - second);
            first = first < 1e-24 ? 0 : first;
            second = second < 1e-24 ? 0 : second;
            largest = Math.Max(largest, second);
        }

        _powers[channel] = (first, second);
        return largest;
    }

    private protected override double Deflection(int channel) => _powers[channel].Second;

    private protected override double Scale(double deflection) => Decibels.FromPower(deflection) + _offsetDb;

    private protected override void Clear() => Array.Clear(_powers);
}
