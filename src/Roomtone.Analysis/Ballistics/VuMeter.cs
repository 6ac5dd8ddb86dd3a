using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>The VU meter: the mean of the rectified signal through a needle that takes 300 ms.</summary>
/// <remarks>
/// <para>Source: IEC 60268-17:1990: 99 % of a step after 300 ms, overshoot 1 to 1.5 %. A needle of second order with 1.25 % has a damping
/// of 0.8127 and, to reach 99 % after 300 ms, a resonance of 13.512 rad/s.</para>
/// <para>A sine at the reference level reads 0 VU.</para>
/// </remarks>
public sealed class VuMeter : NeedleMeter
{
    private const double Damping = 0.8127169864;
    private const double Resonance = 13.5119125625;
    private readonly double _step;
    private readonly double _offsetDb;
    private readonly (double Place, double Speed)[] _needles;

    /// <summary>Prepares a meter.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="layout">Channels.</param>
    /// <param name="referenceDbfs">Level of the sine that reads 0 VU, dBFS of its peak; −20 is SMPTE RP 155's.</param>
    public VuMeter(int sampleRate, ChannelLayout layout, double referenceDbfs = -20)
        : base("vu", "VU", layout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        _step = 1.0 / sampleRate;
        _offsetDb = Decibels.FromGain(Math.PI / 2) - referenceDbfs;
        _needles = new (double, double)[layout.Count];
    }

    private protected override double Advance(int channel, ReadOnlySpan<float> samples)
    {
        (double place, double speed) = _needles[channel];
        double largest = 0;
        foreach (float sample in samples)
        {
            double pull = AudibleSample.Magnitude(sample) - place - 2 * Damping * speed;
            speed += _step * Resonance * pull;
            place += _step * Resonance * speed;
            place = Math.Abs(place) < 1e-12 ? 0 : place;
            speed = Math.Abs(speed) < 1e-12 ? 0 : speed;
            largest = Math.Max(largest, place);
        }

        _needles[channel] = (place, speed);
        return largest;
    }

    private protected override double Deflection(int channel) => Math.Max(0, _needles[channel].Place);

    private protected override double Scale(double deflection) => Decibels.FromGain(deflection) + _offsetDb;

    private protected override void Clear() => Array.Clear(_needles);
}
