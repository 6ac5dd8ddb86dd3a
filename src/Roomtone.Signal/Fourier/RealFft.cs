using System.Collections.Concurrent;
using System.Numerics;

namespace Roomtone.Signal;

/// <summary>The discrete Fourier transform of real sequences of any length, in float32 or float64.</summary>
/// <remarks>
/// <para>Formula: X[k] = Σ x[j]·e^(−2πi·jk/N) for k = 0…N/2, planar, not normalised; the inverse has the factor 1/N.</para>
/// <para>Cost: lengths that are a multiple of 32 (float32) or 16 (float64) with no other factors than 2, 3, 5, 7 take the fast path, two
/// reals packed as one complex; all others Bluestein's (1970), about eight times slower.</para>
/// <para>Immutable and free to share between threads; the caller brings the scratch. The same bits on every instruction set.</para>
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public abstract class RealFft<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly ConcurrentDictionary<int, RealFft<T>> s_plans = new();

    private protected RealFft(int length) => Length = length;

    /// <summary>Samples, N.</summary>
    public int Length { get; }

    /// <summary>Bins, N/2 + 1 (rounded down).</summary>
    public int BinCount => Length / 2 + 1;

    /// <summary>Values of scratch that a call needs.</summary>
    public abstract int ScratchLength { get; }

    /// <summary>Whether a length takes the fast path.</summary>
    /// <param name="length">Samples.</param>
    public static bool IsFast(int length) => length % 2 == 0 && ComplexFft<T>.IsSupported(length / 2);

    /// <summary>The smallest fast length that is not below another.</summary>
    /// <param name="length">Samples.</param>
    public static int FastLength(int length)
    {
        int step = 4 * System.Runtime.Intrinsics.Vector256<T>.Count;
        int candidate = Math.Max(1, (length + step - 1) / step) * step;
        while (!IsFast(candidate))
        {
            candidate += step;
        }

        return candidate;
    }

    /// <summary>The plan of a length; made once per process.</summary>
    /// <param name="length">Samples, 1…2²⁶.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another length.</exception>
    public static RealFft<T> Of(int length) => s_plans.GetOrAdd(length, static n =>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1, nameof(length));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, 1 << 26, nameof(length));
        return IsFast(n) ? new PackedRealFft<T>(n) : new BluesteinRealFft<T>(n);
    });

    /// <summary>Scratch of the right size.</summary>
    public T[] CreateScratch() => new T[ScratchLength];

    /// <summary>Transforms N samples to N/2 + 1 bins.</summary>
    /// <param name="samples">N samples; kept.</param>
    /// <param name="re">Receives the real parts.</param>
    /// <param name="im">Receives the imaginary parts.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> values of any content.</param>
    /// <exception cref="ArgumentException">A span has another length than the plan says.</exception>
    public void Forward(ReadOnlySpan<T> samples, Span<T> re, Span<T> im, Span<T> scratch)
    {
        Check(samples.Length, re.Length, im.Length, scratch.Length);
        ForwardCore(samples, re, im, scratch);
    }

    /// <summary>Transforms N/2 + 1 bins back to N samples.</summary>
    /// <param name="re">Real parts; kept.</param>
    /// <param name="im">Imaginary parts; kept. Those of the first and, for even N, of the last bin are taken as 0.</param>
    /// <param name="samples">Receives N samples.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> values of any content.</param>
    /// <exception cref="ArgumentException">A span has another length than the plan says.</exception>
    public void Inverse(ReadOnlySpan<T> re, ReadOnlySpan<T> im, Span<T> samples, Span<T> scratch)
    {
        Check(samples.Length, re.Length, im.Length, scratch.Length);
        InverseCore(re, im, samples, scratch);
    }

    private protected abstract void ForwardCore(ReadOnlySpan<T> samples, Span<T> re, Span<T> im, Span<T> scratch);

    private protected abstract void InverseCore(ReadOnlySpan<T> re, ReadOnlySpan<T> im, Span<T> samples, Span<T> scratch);

    private void Check(int samples, int re, int im, int scratch)
    {
        if (samples != Length || re != BinCount || im != BinCount || scratch < ScratchLength)
        {
            throw new ArgumentException(
                $"The transform of {Length} samples has {BinCount} bins and needs {ScratchLength} values of scratch; "
                + $"it was given {samples} samples, {re} and {im} bins, {scratch} values.");
        }
    }
}
