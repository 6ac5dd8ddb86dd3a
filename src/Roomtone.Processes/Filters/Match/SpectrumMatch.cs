using System.Globalization;
using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>The curve that turns one long-term spectrum into another, and what it rests on.</summary>
/// <param name="FrequenciesHz">Sixths of an octave, ascending.</param>
/// <param name="GainsDb">The gain at each.</param>
/// <param name="LowHz">Lowest frequency at which both spectra stand clear of their noise; below, the gain stays.</param>
/// <param name="HighHz">Highest such frequency; above, the gain stays.</param>
public sealed record MatchCurve(double[] FrequenciesHz, double[] GainsDb, double LowHz, double HighHz)
{
    /// <summary>The curve between two spectra.</summary>
    /// <param name="source">What is to be turned.</param>
    /// <param name="reference">What it is to sound like.</param>
    /// <param name="settings">Amount, smoothing, limit.</param>
    /// <exception cref="ProcessSettingsException">One side is silent, or they have no band in common.</exception>
    public static MatchCurve Between(LongTermSpectrum source, LongTermSpectrum reference, MatchEqSettings settings)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(settings);
        return new SpectrumMatch(source, reference, settings).Design();
    }

    /// <summary>For people: the largest boost and cut, and where it holds.</summary>
    public override string ToString()
    {
        int low = Array.IndexOf(GainsDb, GainsDb.Min()), high = Array.IndexOf(GainsDb, GainsDb.Max());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{GainsDb[high]:+0.0;-0.0;0.0} dB at {FrequenciesHz[high]:0} Hz, {GainsDb[low]:+0.0;-0.0;0.0} dB at {FrequenciesHz[low]:0} Hz, matched from {LowHz:0} to {HighHz:0} Hz");
    }

    /// <summary>The gain at a frequency, dB; straight over the logarithm of frequency.</summary>
    /// <param name="hz">0 or more.</param>
    public double At(double hz)
    {
        int last = FrequenciesHz.Length - 1;
        if (hz <= FrequenciesHz[0] || hz >= FrequenciesHz[last])
        {
            return hz <= FrequenciesHz[0] ? GainsDb[0] : GainsDb[last];
        }

        int i = Array.BinarySearch(FrequenciesHz, hz);
        i = i >= 0 ? i : ~i - 1;
        double share = StableMath.Log2(hz / FrequenciesHz[i]) / StableMath.Log2(FrequenciesHz[i + 1] / FrequenciesHz[i]);
        return GainsDb[i] + share * (GainsDb[i + 1] - GainsDb[i]);
    }
}

/// <summary>Designs the curve of <c>match-eq</c>.</summary>
/// <remarks>
/// <para>Levels over bands as wide as the smoothing at every sixth of an octave; where hearing and statistics are coarser (below 160 Hz) the
/// bands widen to an octave at 25 Hz. What the curve does to the source's spectrum is computed bin by bin and the rest corrected, twice.
/// Bands in which either side is not 6 dB above its noise, or lies 60 dB under its highest, keep the gain of their neighbours.</para>
/// <para>The curve is level-neutral: the gated loudness stays.</para>
/// </remarks>
/// <param name="source">What is to be turned.</param>
/// <param name="reference">What it is to sound like.</param>
/// <param name="settings">Amount, smoothing, limit.</param>
internal sealed class SpectrumMatch(LongTermSpectrum source, LongTermSpectrum reference, MatchEqSettings settings)
{
    private const double LowestHz = 20;
    private const double HighestHz = 20_000;
    private const double HighestShareOfRate = 0.45;
    private const double PointsPerOctave = 6;
    private const double WideOctaves = 1;
    private const double WideBelowHz = 25;
    private const double NarrowAboveHz = 160;
    private const double ClearOfNoiseDb = 6;
    private const double SpanDb = 60;
    private const int Rounds = 3;
    private const int ShiftSteps = 20;

    private readonly double[] _frequencies = Points(Math.Min(source.SampleRate, reference.SampleRate));

    /// <summary>The curve.</summary>
    /// <exception cref="ProcessSettingsException">One side is silent, or they have no band in common.</exception>
    public MatchCurve Design()
    {
        double[] from = source.Programme() ?? throw Silent("the clip");
        double[] to = reference.Programme() ?? throw Silent("the reference");
        double[] start = Levels(from, source.BinHz), target = Levels(to, reference.BinHz);
        bool[] isUsable = [.. Usable(start, source).Zip(Usable(target, reference), (a, b) => a && b)];
        if (!isUsable.Contains(true))
        {
            throw new ProcessSettingsException("match-eq: the clip and its reference have no band in common above their noise; take another reference", "reference");
        }

        double[] wanted = [.. start.Zip(target, (s, t) => settings.AmountPercent / 100 * (t - s))];
        double[] gains = wanted;
        MatchCurve curve = Neutral(gains, isUsable);
        for (int round = 1; round < Rounds; round++)
        {
            // What the limit cuts off is not to be asked for again: the rest counts from the curve that is.
            double[] reached = Levels(Filtered(from, curve), source.BinHz);
            double level = reached.Zip(start, (r, s) => r - s).Zip(wanted, (change, w) => w - change).Where((_, i) => isUsable[i]).Average();
            gains = [.. _frequencies.Select((f, i) => curve.At(f) + wanted[i] - (reached[i] - start[i]) - level)];
            curve = Neutral(gains, isUsable);
        }

        return curve;
    }

    private static ProcessSettingsException Silent(string what) => new($"match-eq: {what} is silent; take audio that sounds", "reference");

    private static double[] Points(int sampleRate)
    {
        double highest = Math.Min(HighestHz, HighestShareOfRate * sampleRate);
        int count = (int)Math.Floor(PointsPerOctave * StableMath.Log2(highest / LowestHz)) + 1;
        return [.. Enumerable.Range(0, count).Select(i => LowestHz * StableMath.Exp2(i / PointsPerOctave))];
    }

    private double WidthOctaves(double hz)
    {
        double share = Math.Clamp(StableMath.Log2(NarrowAboveHz / hz) / StableMath.Log2(NarrowAboveHz / WideBelowHz), 0, 1);
        return settings.SmoothingOctaves + share * Math.Max(0, WideOctaves - settings.SmoothingOctaves);
    }

    // Power per octave around each point, dB.
    private double[] Levels(double[] power, double binHz)
    {
        var sums = new CumulativePower(power.Length, binHz);
        sums.Set(power);
        return [.. _frequencies.Select(f =>
        {
            double octaves = WidthOctaves(f), half = StableMath.Exp2(octaves / 2);
            return Decibels.FromPower(sums.Between(f / half, f * half) / octaves);
        })];
    }

    private IEnumerable<bool> Usable(double[] levels, LongTermSpectrum spectrum)
    {
        double[]? noise = spectrum.Noise() is { } pauses ? Levels(pauses, spectrum.BinHz) : null;
        double highest = levels.Max();
        return levels.Select((level, i) => level > highest - SpanDb && (noise is null || level > noise[i] + ClearOfNoiseDb));
    }

    // The loudness stays and no gain is beyond the limit: the shift at which both hold lies between the extremes, for it makes everything
    // quieter as it grows.
    private MatchCurve Neutral(double[] gains, bool[] isUsable)
    {
        double[] usable = [.. gains.Where((_, i) => isUsable[i])];
        double low = usable.Min(), high = usable.Max();
        for (int step = 0; step < ShiftSteps; step++)
        {
            double middle = (low + high) / 2;
            bool isLouder = source.LoudnessChangeLu(Powers(Shifted(middle))) > 0;
            (low, high) = isLouder ? (middle, high) : (low, middle);
        }

        return Shifted((low + high) / 2);

        MatchCurve Shifted(double by) => Curve([.. gains.Select(g => Math.Clamp(g - by, -settings.LimitDb, settings.LimitDb))], isUsable);
    }

    private MatchCurve Curve(double[] gains, bool[] isUsable)
    {
        int[] usable = [.. Enumerable.Range(0, gains.Length).Where(i => isUsable[i])];
        return new MatchCurve([.. usable.Select(i => _frequencies[i])], [.. usable.Select(i => gains[i])], _frequencies[usable[0]], _frequencies[usable[^1]]);
    }

    private double[] Powers(MatchCurve curve)
    {
        double[] powers = new double[source.BinCount];
        for (int k = 0; k < powers.Length; k++)
        {
            powers[k] = Decibels.ToPower(curve.At(k * source.BinHz));
        }

        return powers;
    }

    private double[] Filtered(double[] power, MatchCurve curve) => [.. power.Zip(Powers(curve), (p, h) => p * h)];
}
