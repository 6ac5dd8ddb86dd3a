using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Roomtone.Signal;

/// <summary>A windowed sinc at any fraction of a sample: tables of 256 phases, every tap a cubic between them.</summary>
/// <remarks>
/// <para>Formula: y(t) = Σ_k x[k]·h(t − k), h a Kaiser-windowed sinc. Between phases each tap follows the cubic through four neighbours,
/// in error below −180 dB. Source: J. O. Smith and P. Gossett, <i>A Flexible Sampling-Rate Conversion Method</i>, ICASSP 1984.</para>
/// <para>The sum runs in 8 fixed lanes, folded 4, 2, 1. Immutable and free to share between threads.</para>
/// </remarks>
public sealed class SincKernel
{
    private const int Phases = 256;
    private const int Lanes = 8;

    private static readonly ConcurrentDictionary<(double, double, ConversionQuality), SincKernel> s_kernels = new();

    private readonly double[] _table;

    private SincKernel(double pass, double stop, double attenuationDb)
    {
        // The kernel is continuous, its length in samples the order of a filter: one less than the filter's taps.
        int order = FirDesign.KaiserTaps(attenuationDb, stop - pass) - 1;
        Taps = (order + Lanes - 1) / Lanes * Lanes;
        _table = Build(Taps, (pass + stop) / 2, Windows.KaiserBeta(attenuationDb));
    }

    /// <summary>Taps, a multiple of 8: a value at t needs source samples floor(t) − Taps/2 + 1 … floor(t) + Taps/2.</summary>
    public int Taps { get; }

    /// <summary>The kernel of a band and a quality.</summary>
    /// <param name="pass">Where the pass band ends, cycles per sample, 0…<paramref name="stop"/>.</param>
    /// <param name="stop">Where the stop band begins, cycles per sample; 1 − <paramref name="pass"/> keeps every image out.</param>
    /// <param name="quality">How exactly it filters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The edges stand in another order.</exception>
    public static SincKernel Of(double pass, double stop, ConversionQuality quality)
    {
        if (!(pass >= 0 && stop > pass && stop <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(pass), pass, "The pass band must end at 0 or more, and before the stop band begins, at most at 1.");
        }

        return s_kernels.GetOrAdd((pass, stop, quality), static key =>
            new SincKernel(key.Item1, key.Item2, key.Item3 == ConversionQuality.High ? 152.0 : 178.0));
    }

    /// <summary>The value between samples.</summary>
    /// <param name="window"><see cref="Taps"/> source samples, the first at floor(t) − Taps/2 + 1.</param>
    /// <param name="fraction">t − floor(t), 0 or more and below 1.</param>
    public double At(ReadOnlySpan<double> window, double fraction)
    {
        double place = fraction * Phases;
        int phase = (int)place;
        double f = place - phase;
        ref double c = ref MemoryMarshal.GetReference(_table.AsSpan(phase * Taps * 4, Taps * 4));
        ref double x = ref MemoryMarshal.GetReference(window[..Taps]);
        Vector512<double> sum = Vector512<double>.Zero, u = Vector512.Create(f);
        nuint taps = (nuint)Taps;
        for (nuint k = 0; k < taps; k += Lanes)
        {
            Vector512<double> h = ((Vector512.LoadUnsafe(ref c, 3 * taps + k) * u + Vector512.LoadUnsafe(ref c, 2 * taps + k)) * u
                + Vector512.LoadUnsafe(ref c, taps + k)) * u + Vector512.LoadUnsafe(ref c, k);
            sum += h * Vector512.LoadUnsafe(ref x, k);
        }

        return Fold(sum);
    }

    /// <summary>The weights of a fraction, for <see cref="Weigh"/>: to be kept where the same fractions come again and again.</summary>
    /// <param name="fraction">0 or more and below 1.</param>
    /// <param name="weights">Receives <see cref="Taps"/> values.</param>
    internal void WeightsAt(double fraction, Span<double> weights)
    {
        double place = fraction * Phases;
        int phase = (int)place;
        double f = place - phase;
        ReadOnlySpan<double> c = _table.AsSpan(phase * Taps * 4, Taps * 4);
        for (int k = 0; k < Taps; k++)
        {
            weights[k] = ((c[3 * Taps + k] * f + c[2 * Taps + k]) * f + c[Taps + k]) * f + c[k];
        }
    }

    /// <summary>Σ weight·sample over a multiple of 8 taps, in 8 fixed lanes.</summary>
    internal static double Weigh(ref double weights, ref double samples, nuint taps)
    {
        Vector512<double> sum = Vector512<double>.Zero;
        for (nuint k = 0; k < taps; k += Lanes)
        {
            sum += Vector512.LoadUnsafe(ref weights, k) * Vector512.LoadUnsafe(ref samples, k);
        }

        return Fold(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Fold(Vector512<double> sum)
    {
        Vector256<double> four = sum.GetLower() + sum.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    private static double[] Build(int taps, double cutoff, double beta)
    {
        // Samples of h at every phase, one phase beyond both ends for the cubic.
        int count = (taps + 2) * Phases + 1;
        double[] h = new double[count];
        double half = taps / 2.0;
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            double t = (double)i / Phases - half - 1;
            h[i] = Math.Abs(t) > half ? 0 : 2 * cutoff * StableMath.Sinc(2 * cutoff * t) * Windows.KaiserAt(t / half, beta);
            sum += h[i];
        }

        double scale = Phases / sum;
        double[] table = new double[Phases * taps * 4];
        for (int phase = 0; phase < Phases; phase++)
        {
            for (int k = 0; k < taps; k++)
            {
                // Tap k weighs the sample at floor(t) − taps/2 + 1 + k: its distance is fraction + taps/2 − 1 − k.
                int at = (taps - k) * Phases + phase;
                double a = h[at - 1] * scale, b = h[at] * scale, c = h[at + 1] * scale, d = h[at + 2] * scale;
                int to = phase * taps * 4 + k;
                table[to] = b;
                table[to + taps] = c - a / 3 - b / 2 - d / 6;
                table[to + 2 * taps] = (a + c) / 2 - b;
                table[to + 3 * taps] = (d - a) / 6 + (b - c) / 2;
            }
        }

        return table;
    }
}
