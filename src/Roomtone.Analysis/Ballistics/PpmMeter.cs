using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>The scales of a peak programme meter.</summary>
public enum PpmType
{
    /// <summary>Type I (DIN 45406, Nordic): integration 5 ms, return 20 dB in 1.7 s; 0 dB at −9 dBFS.</summary>
    I,

    /// <summary>Type IIa (BBC): integration 10 ms, return 24 dB in 2.8 s; marks 1…7, 4 dB apart, mark 4 at −18 dBFS.</summary>
    IIa,

    /// <summary>Type IIb (EBU): as IIa with a scale in dB; 0 dB (TEST) at −18 dBFS.</summary>
    IIb,
}

/// <summary>The peak programme meter: it follows peaks within milliseconds, under-reads short ones on purpose and returns slowly.</summary>
/// <remarks>
/// Source: IEC 60268-10:1991, tables of tone-burst readings and return times. Two integrators in parallel, each with its own attack and
/// one return; their rates were fitted to the tables: type I reads bursts of 10, 5, 3 and 0.4 ms as −0.95, −2.3, −3.9 and −15.1 dB
/// (nominal −1, −2, −4, −15), type II those of 100, 10, 5, 1.5 and 0.5 ms as 0, −2.0, −3.9, −9.3 and −16.4 dB (0, −2, −4, −9, −17).
/// </remarks>
public sealed class PpmMeter : NeedleMeter
{
    private const double CalibrationHz = 1000;
    private readonly PpmType _type;
    private readonly double _fast;
    private readonly double _slow;
    private readonly double _return;
    private readonly double _steady;
    private readonly (double Slow, double Fast)[] _needles;

    /// <summary>Prepares a meter.</summary>
    /// <param name="sampleRate">Hz, above 2000.</param>
    /// <param name="layout">Channels.</param>
    /// <param name="type">Ballistics and scale.</param>
    public PpmMeter(int sampleRate, ChannelLayout layout, PpmType type)
        : base("ppm-" + type.ToString().ToLowerInvariant(), type == PpmType.IIa ? "PPM" : "dB", layout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 2001);
        _type = type;
        (double slow, double fast, double dbPerSecond) = type == PpmType.I ? (416.07, 1190.36, 20 / 1.7) : (201.13, 894.70, 24 / 2.8);
        _slow = 1 - StableMath.Exp(-slow / sampleRate);
        _fast = 1 - StableMath.Exp(-fast / sampleRate);
        _return = Decibels.ToGain(-dbPerSecond / sampleRate);
        _needles = new (double, double)[layout.Count];
        _steady = Steady(sampleRate);
    }

    private protected override double Advance(int channel, ReadOnlySpan<float> samples)
    {
        (double Slow, double Fast) needle = _needles[channel];
        double largest = 0;
        foreach (float sample in samples)
        {
            largest = Math.Max(largest, Step(ref needle, AudibleSample.Magnitude(sample)));
        }

        _needles[channel] = needle;
        return largest;
    }

    private protected override double Deflection(int channel) => 0.5 * (_needles[channel].Slow + _needles[channel].Fast);

    private protected override double Scale(double deflection)
    {
        double dbfs = Decibels.FromGain(deflection / _steady);
        return _type switch
        {
            PpmType.I => dbfs + 9,
            PpmType.IIa => 4 + (dbfs + 18) / 4,
            _ => dbfs + 18,
        };
    }

    private protected override void Clear() => Array.Clear(_needles);

    private double Step(ref (double Slow, double Fast) needle, double magnitude)
    {
        needle.Slow *= _return;
        needle.Fast *= _return;
        needle.Slow = magnitude > needle.Slow ? needle.Slow + _slow * (magnitude - needle.Slow) : needle.Slow < 1e-12 ? 0 : needle.Slow;
        needle.Fast = magnitude > needle.Fast ? needle.Fast + _fast * (magnitude - needle.Fast) : needle.Fast < 1e-12 ? 0 : needle.Fast;
        return 0.5 * (needle.Slow + needle.Fast);
    }

    // The needle rests a little under the crest of a steady sine; the scale is calibrated there, as on the bench.
    private double Steady(int sampleRate)
    {
        (double Slow, double Fast) needle = default;
        double largest = 0;
        for (int i = 0; i < sampleRate; i++)
        {
            double reading = Step(ref needle, Math.Abs(StableMath.SinPi(2 * CalibrationHz * i / sampleRate % 2)));
            largest = i > sampleRate / 2 ? Math.Max(largest, reading) : 0;
        }

        return largest;
    }
}
