using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>The peaks between samples: band-limited interpolation on a fine grid, refined by a parabola through the top three values.</summary>
/// <remarks>
/// <para>Source: BS.1770-5, Annex 2, whose 4-times, 48-tap filter is a minimum; here 8 times with 64 taps a phase (Kaiser, β = 8)
/// below 80 kHz and 4 times above. Flat to 0.45 of the sample rate; nearer to Nyquist a true peak depends on the filter that asks.</para>
/// <para>Formula: phases p and N − p mirror each other, so with e = x[j] + x[1 − j] and o = x[j] − x[1 − j], j = 1…reach,
/// y(±) = Σ a·e ± Σ b·o gives two phases from one pair of sums.</para>
/// <para>Shape: one channel; every peak's bits depend on the samples under its filter only. Immutable, free to share between threads.</para>
/// </remarks>
public sealed class TruePeakInterpolator
{
    /// <summary>Samples that a peak of a meter's filter (<see cref="At"/>) needs on either side.</summary>
    public const int Reach = 32;

    private const int Lanes = 16;

    // What is ruled out at once costs a fourth of what is ruled out 16 by 16.
    private const int Piece = 8 * Lanes;
    private readonly int _factor;
    private readonly float[] _even;
    private readonly float[] _odd;
    private readonly float _nearBound;
    private readonly float _bendBound;

    /// <summary>Designs the filter.</summary>
    /// <param name="factor">Grid points per sample: 4, 8 or 16.</param>
    /// <param name="reach">Half the taps of a phase: a multiple of 8.</param>
    /// <param name="kaiserBeta">Shape of the Kaiser window: a larger one attenuates more and cuts less steeply.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another factor or reach.</exception>
    public TruePeakInterpolator(int factor, int reach = Reach, double kaiserBeta = 8)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(reach);
        ArgumentOutOfRangeException.ThrowIfNotEqual(reach % 8, 0, nameof(reach));
        if (factor is not (4 or 8 or 16))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "True peaks are sought on a grid of 4, 8 or 16 points per sample.");
        }

        _factor = factor;
        FilterReach = reach;
        int pairs = factor / 2;
        _even = new float[pairs * FilterReach];
        _odd = new float[pairs * FilterReach];
        double[][] phases = [.. Enumerable.Range(0, factor + 1).Select(p => Phase(p, factor, reach, kaiserBeta))];
        for (int p = 1; p <= pairs; p++)
        {
            for (int j = 1; j <= FilterReach; j++)
            {
                double near = phases[p][FilterReach - 1 + j];
                double mirrored = phases[p][FilterReach - j];
                _even[(p - 1) * FilterReach + j - 1] = (float)((near + mirrored) / 2);
                _odd[(p - 1) * FilterReach + j - 1] = (float)((near - mirrored) / 2);
            }
        }

        Bound = BoundOf(phases);
        (_nearBound, _bendBound) = LocalBound(phases, factor);
    }

    /// <summary>Samples that a peak needs on either side of this filter.</summary>
    public int FilterReach { get; }

    /// <summary>No peak exceeds this times the largest of the samples under it; blocks that it rules out need no interpolation.</summary>
    public float Bound { get; }

    /// <summary>The interpolator that a meter uses at a sample rate.</summary>
    /// <param name="sampleRate">Hz.</param>
    public static TruePeakInterpolator At(int sampleRate) => new(sampleRate < 80000 ? 8 : 4);

    /// <summary>The peak of every sample's interval [n, n + 1).</summary>
    /// <param name="samples">x, with <see cref="FilterReach"/> samples before and after: sample n at index n + FilterReach.</param>
    /// <param name="floor">Peaks not above it may read 0, and cost little.</param>
    /// <param name="peaks">Receives |x| maxima, linear.</param>
    public void Peaks(ReadOnlySpan<float> samples, float floor, Span<float> peaks)
    {
        samples = samples[..(peaks.Length + 2 * FilterReach)];
        float carry = float.NaN;
        int i = 0;
        while (i + Lanes <= peaks.Length)
        {
            if (i + Piece <= peaks.Length && IsBelow(samples.Slice(i, Piece + 2 * FilterReach), floor))
            {
                peaks.Slice(i, Piece).Clear();
                carry = float.NaN;
                i += Piece;
                continue;
            }

            for (int end = Math.Min(i + Piece, peaks.Length) - Lanes; i <= end; i += Lanes)
            {
                PeaksOf16(samples.Slice(i, Lanes + 2 * FilterReach), floor, ref carry).CopyTo(peaks[i..]);
            }
        }

        if (i < peaks.Length)
        {
            Span<float> rest = stackalloc float[Lanes + 2 * FilterReach];
            rest.Clear();
            samples[i..].CopyTo(rest);
            Span<float> last = stackalloc float[Lanes];
            PeaksOf16(rest, floor, ref carry).CopyTo(last);
            last[..(peaks.Length - i)].CopyTo(peaks[i..]);
        }
    }

    /// <summary>The largest peak of a stretch.</summary>
    /// <param name="samples">x, with <see cref="FilterReach"/> samples before and after.</param>
    /// <param name="best">The largest so far, linear; only larger ones are sought.</param>
    /// <returns>The larger of <paramref name="best"/> and the stretch's peak.</returns>
    public float Peak(ReadOnlySpan<float> samples, float best)
    {
        Span<float> rest = stackalloc float[Lanes + 2 * FilterReach];
        int length = samples.Length - 2 * FilterReach;
        float carry = float.NaN;
        int i = 0;
        while (i + Lanes <= length)
        {
            if (i + Piece <= length && IsBelow(samples.Slice(i, Piece + 2 * FilterReach), best))
            {
                carry = float.NaN;
                i += Piece;
                continue;
            }

            for (int end = Math.Min(i + Piece, length) - Lanes; i <= end; i += Lanes)
            {
                best = Math.Max(best, Kernels.Largest(PeaksOf16(samples.Slice(i, rest.Length), best, ref carry)));
            }
        }

        if (i < length)
        {
            rest.Clear();
            samples[i..].CopyTo(rest);
            Vector512<float> isMeant = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(length - i)).AsSingle();
            best = Math.Max(best, Kernels.Largest(PeaksOf16(rest, best, ref carry) & isMeant));
        }

        return best;
    }

    private static double[] Phase(int p, int factor, int reach, double kaiserBeta)
    {
        var taps = new double[2 * reach];
        double sum = 0;
        for (int t = 0; t < taps.Length; t++)
        {
            double x = t - (reach - 1) - (double)p / factor;
            double r = x / reach;
            taps[t] = StableMath.Sinc(x) * StableMath.BesselI0(kaiserBeta * Math.Sqrt(Math.Max(0, 1 - r * r))) / StableMath.BesselI0(kaiserBeta);
            sum += taps[t];
        }

        for (int t = 0; t < taps.Length; t++)
        {
            taps[t] /= sum;
        }

        return taps;
    }

    // The parabola adds at most an eighth of the larger step to its neighbours; 1e-4 covers rounding.
    private static float BoundOf(double[][] phases)
    {
        double bound = 1;
        for (int p = 0; p < phases.Length - 1; p++)
        {
            double step = phases[p].Zip(phases[p + 1], (a, b) => Math.Abs(a - b)).Sum();
            double norm = Math.Max(phases[p].Sum(Math.Abs), phases[p + 1].Sum(Math.Abs));
            bound = Math.Max(bound, norm + step / 8);
        }

        return (float)(bound * 1.0001);
    }

    // A value between two samples is their straight line, a little of their slope (the window moves the filter's middle), and a sum over
    // second differences: each phase less its straight line, summed twice. Smooth programme is ruled out by this long before Bound does it.
    private static (float Near, float Bend) LocalBound(double[][] phases, int factor)
    {
        double slope = 0, bend = 0, step = 0;
        double[] before = [];
        for (int p = 0; p <= factor; p++)
        {
            double[] rest = [.. phases[p]];
            int middle = rest.Length / 2 - 1;
            rest[middle] -= 1 - (double)p / factor;
            rest[middle + 1] -= (double)p / factor;
            double moment = rest.Select((c, k) => c * (k - middle)).Sum();
            rest[middle] += moment;
            rest[middle + 1] -= moment;
            double[] twice = new double[rest.Length];
            double once = 0, sum = 0;
            for (int k = 0; k < rest.Length; k++)
            {
                once += rest[k];
                sum += once;
                twice[k] = sum;
            }

            slope = Math.Max(slope, Math.Abs(moment));
            bend = Math.Max(bend, twice.Sum(Math.Abs));
            step = before.Length > 0 ? Math.Max(step, twice.Zip(before, (a, b) => Math.Abs(a - b)).Sum()) : step;
            before = twice;
        }

        // As in BoundOf, an eighth of a step for the parabola; a step along the straight line is a factor-th of the samples' difference.
        return ((float)(1.0001 * (1 + 2 * slope + (2.0 / factor + 4 * slope) / 8)), (float)(1.0001 * (bend + step / 8)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> PeaksOf16(ReadOnlySpan<float> samples, float floor, ref float carry)
    {
        ref float x = ref MemoryMarshal.GetReference(samples);
        Vector512<float> largest = Vector512.Abs(Vector512.LoadUnsafe(ref x));
        for (int k = Lanes; k < Lanes + 2 * FilterReach; k += Lanes)
        {
            largest = Vector512.Max(largest, Vector512.Abs(Vector512.LoadUnsafe(ref x, (nuint)k)));
        }

        float loudest = Kernels.Largest(largest);
        if (loudest * Bound <= floor || LocalLimit(ref x, Lanes, loudest) <= floor)
        {
            carry = float.NaN;
            return Vector512<float>.Zero;
        }

        return Interpolate(ref x, floor, ref carry);
    }

    // Whether no peak of a stretch can exceed a level, told without interpolating; false where one may.
    private bool IsBelow(ReadOnlySpan<float> samples, float level)
    {
        float loudest = Kernels.Peak(samples);
        return loudest * Bound <= level || LocalLimit(ref MemoryMarshal.GetReference(samples), samples.Length - 2 * FilterReach, loudest) <= level;
    }

    // No peak of the intervals exceeds this; 1e-5 of the loudest sample covers the rounding of the sums.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float LocalLimit(ref float x, int length, float loudest)
    {
        int reach = FilterReach;
        Vector512<float> near = Vector512<float>.Zero;
        for (int k = 0, end = length - Lanes; ; k = Math.Min(k + Lanes, end))
        {
            near = Vector512.Max(near, Vector512.Max(
                Vector512.Abs(Vector512.LoadUnsafe(ref x, (nuint)(k + reach - 1))), Vector512.Abs(Vector512.LoadUnsafe(ref x, (nuint)(k + reach + 1)))));
            if (k == end)
            {
                break;
            }
        }

        Vector512<float> bend = Vector512<float>.Zero;
        int last = length + 2 * reach - 2 - Lanes;
        for (int k = 0; ; k = Math.Min(k + Lanes, last))
        {
            Vector512<float> middle = Vector512.LoadUnsafe(ref x, (nuint)(k + 1));
            bend = Vector512.Max(bend, Vector512.Abs((Vector512.LoadUnsafe(ref x, (nuint)k) - middle) - (middle - Vector512.LoadUnsafe(ref x, (nuint)(k + 2)))));
            if (k == last)
            {
                break;
            }
        }

        return Kernels.Largest(near) * _nearBound + Kernels.Largest(bend) * _bendBound + loudest * 1e-5f;
    }

    private Vector512<float> Interpolate(ref float x, float floor, ref float carry)
    {
        Span<float> grid = stackalloc float[(_factor + 2) * Lanes];
        ref float g = ref MemoryMarshal.GetReference(grid);
        Vector512.LoadUnsafe(ref x, (nuint)FilterReach).StoreUnsafe(ref g, Lanes);
        Vector512.LoadUnsafe(ref x, (nuint)(FilterReach + 1)).StoreUnsafe(ref g, (nuint)((_factor + 1) * Lanes));
        Vector512<float> top = Vector512.Abs(Vector512.LoadUnsafe(ref x, (nuint)FilterReach));
        int middle = _factor / 2;
        for (int p = 1; p < middle; p++)
        {
            // Two pairs of phases share the sums and differences of the samples.
            Vector512<float> even, odd;
            if (p + 1 < middle)
            {
                (even, odd, Vector512<float> nextEven, Vector512<float> nextOdd) = TwoSums(ref x, p);
                top = Keep(ref g, p, even, odd, top);
                (even, odd) = (nextEven, nextOdd);
                p++;
            }
            else
            {
                (even, odd) = Sums(ref x, p);
            }

            top = Keep(ref g, p, even, odd, top);
        }

        // Half way between two samples the filter is symmetric: nothing is odd in it.
        Vector512<float> half = EvenSum(ref x, middle);
        half.StoreUnsafe(ref g, (nuint)((middle + 1) * Lanes));
        top = Vector512.Max(top, Vector512.Abs(half));

        // The point before sample 0 is the last phase of the sample before.
        Vector512<float> lastPhase = Vector512.LoadUnsafe(ref g, (nuint)(_factor * Lanes));
        bool isNear = Kernels.Largest(top) > 0.75f * floor;
        if (isNear)
        {
            lastPhase.CopyTo(grid);
            grid[..(Lanes - 1)].CopyTo(grid[1..]);
            grid[0] = float.IsNaN(carry) ? LastPhaseBefore(ref x) : carry;
            top = Refine(ref g, top);
        }

        carry = lastPhase[Lanes - 1];
        return top;
    }

    // A phase and its mirror image on the grid.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> Keep(ref float g, int pair, Vector512<float> even, Vector512<float> odd, Vector512<float> top)
    {
        Vector512<float> y = even + odd;
        Vector512<float> mirrored = even - odd;
        y.StoreUnsafe(ref g, (nuint)((pair + 1) * Lanes));
        mirrored.StoreUnsafe(ref g, (nuint)((_factor - pair + 1) * Lanes));
        return Vector512.Max(top, Vector512.Max(Vector512.Abs(y), Vector512.Abs(mirrored)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> EvenSum(ref float x, int pair)
    {
        ref float a = ref _even[(pair - 1) * FilterReach];
        Vector512<float> even = Vector512<float>.Zero;
        int reach = FilterReach;
        for (int j = 1; j <= reach; j++)
        {
            even += Vector512.Create(Unsafe.Add(ref a, j - 1))
                * (Vector512.LoadUnsafe(ref x, (nuint)(reach + j)) + Vector512.LoadUnsafe(ref x, (nuint)(reach + 1 - j)));
        }

        return even;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector512<float> Even, Vector512<float> Odd, Vector512<float> NextEven, Vector512<float> NextOdd) TwoSums(ref float x, int pair)
    {
        int reach = FilterReach;
        ref float a = ref _even[(pair - 1) * reach];
        ref float b = ref _odd[(pair - 1) * reach];
        ref float c = ref _even[pair * reach];
        ref float d = ref _odd[pair * reach];
        Vector512<float> even = Vector512<float>.Zero, odd = even, nextEven = even, nextOdd = even;
        for (int j = 1; j <= reach; j++)
        {
            Vector512<float> later = Vector512.LoadUnsafe(ref x, (nuint)(reach + j));
            Vector512<float> earlier = Vector512.LoadUnsafe(ref x, (nuint)(reach + 1 - j));
            Vector512<float> sum = later + earlier, difference = later - earlier;
            even += Vector512.Create(Unsafe.Add(ref a, j - 1)) * sum;
            odd += Vector512.Create(Unsafe.Add(ref b, j - 1)) * difference;
            nextEven += Vector512.Create(Unsafe.Add(ref c, j - 1)) * sum;
            nextOdd += Vector512.Create(Unsafe.Add(ref d, j - 1)) * difference;
        }

        return (even, odd, nextEven, nextOdd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector512<float> Even, Vector512<float> Odd) Sums(ref float x, int pair)
    {
        ref float a = ref _even[(pair - 1) * FilterReach];
        ref float b = ref _odd[(pair - 1) * FilterReach];
        Vector512<float> even = Vector512<float>.Zero, odd = even;
        int reach = FilterReach;
        for (int j = 1; j <= reach; j++)
        {
            Vector512<float> later = Vector512.LoadUnsafe(ref x, (nuint)(reach + j));
            Vector512<float> earlier = Vector512.LoadUnsafe(ref x, (nuint)(reach + 1 - j));
            even += Vector512.Create(Unsafe.Add(ref a, j - 1)) * (later + earlier);
            odd += Vector512.Create(Unsafe.Add(ref b, j - 1)) * (later - earlier);
        }

        return (even, odd);
    }

    // The same operations in the same order as one lane of Sums.
    private float LastPhaseBefore(ref float x)
    {
        float even = 0, odd = 0;
        for (int j = 1; j <= FilterReach; j++)
        {
            float later = Unsafe.Add(ref x, FilterReach - 1 + j);
            float earlier = Unsafe.Add(ref x, FilterReach - j);
            even += _even[j - 1] * (later + earlier);
            odd += _odd[j - 1] * (later - earlier);
        }

        return even - odd;
    }

    // Parabola through three neighbours whose middle one is an extremum: y0 + (y₊ − y₋)² / (8·(2·y0 − y₋ − y₊)).
    private Vector512<float> Refine(ref float g, Vector512<float> top)
    {
        Vector512<float> before = Vector512.LoadUnsafe(ref g);
        Vector512<float> y = Vector512.LoadUnsafe(ref g, Lanes);
        for (int p = 2; p <= _factor + 1; p++)
        {
            Vector512<float> after = Vector512.LoadUnsafe(ref g, (nuint)(p * Lanes));
            Vector512<float> bend = (y - before) + (y - after);
            Vector512<float> slope = after - before;
            Vector512<float> vertex = y + slope * slope / (Vector512.Create(8f) * bend);
            Vector512<float> isTop = Vector512.LessThanOrEqual(Vector512.Abs(slope), Vector512.Abs(bend))
                & Vector512.GreaterThan(bend * y, Vector512<float>.Zero);
            top = Vector512.Max(top, Vector512.ConditionalSelect(isTop, Vector512.Abs(vertex), Vector512<float>.Zero));
            before = y;
            y = after;
        }

        return top;
    }
}
