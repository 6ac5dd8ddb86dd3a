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

    private static readonly ConcurrentDictionary<(double, double, double), SincKernel> s_kernels = new();

    private readonly double[] _table;

    private SincKernel(double bandwidth, double pass, double attenuationDb)
    {
        // Both edges scale with the bandwidth; the stop band begins at half of the lower rate.
        double transition = 0.5 * bandwidth * (1 - pass);
        int taps = FirDesign.KaiserTaps(attenuationDb, transition);
        Taps = (taps + Lanes - 1) / Lanes * Lanes;
        double cutoff = 0.25 * bandwidth * (1 + pass);
        double beta = Windows.KaiserBeta(attenuationDb);
        _table = Build(Taps, cutoff, beta);
    }

    /// <summary>Taps, a multiple of 8: a value at t needs source samples floor(t) − Taps/2 + 1 … floor(t) + Taps/2.</summary>
    public int Taps { get; }

    /// <summary>The kernel of a quality.</summary>
    /// <param name="bandwidth">1, or output rate ÷ source rate where that is lower: what lies above is filtered out.</param>
    /// <param name="quality">How exactly it filters.</param>
    public static SincKernel Of(double bandwidth, ConversionQuality quality)
    {
        if (!(bandwidth is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(bandwidth), bandwidth, "The bandwidth must be above 0 and at most 1.");
        }

        (double pass, double attenuation) = quality == ConversionQuality.High ? (0.91, 152.0) : (0.97, 178.0);
        return s_kernels.GetOrAdd((bandwidth, pass, attenuation), static key => new SincKernel(key.Item1, key.Item2, key.Item3));
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
