using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Roomtone.Signal;

/// <summary>The discrete Fourier transform of complex sequences, planar (real parts and imaginary parts apart), in float32 or float64.</summary>
/// <remarks>
/// <para>Formula: X[k] = Σ x[j]·e^(−2πi·jk/n), not normalised; the inverse has +i and the factor 1/n.</para>
/// <para>Method: W interleaved subsequences (W = 16 for float32, 8 for float64) run as the lanes of one Stockham autosort transform of
/// n/W points with radices 8, 4, 2, 3, 5, 7; one W × W transposition and a butterfly of W points join them. The arithmetic does not depend
/// on the width of the machine's vectors, so neither do the bits. Source: Stockham 1966; Cooley and Tukey 1965.</para>
/// <para>Immutable and free to share between threads; the caller brings the scratch.</para>
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class ComplexFft<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly ConcurrentDictionary<int, ComplexFft<T>> s_plans = new();

    private readonly int _rows;
    private readonly int[] _radices;
    private readonly T[][] _stages;
    private readonly T[] _joinRe;
    private readonly T[] _joinIm;

    private ComplexFft(int length, int[] radices)
    {
        Length = length;
        _rows = length / Lanes;
        _radices = radices;
        _stages = new T[radices.Length][];
        for (int i = 0, m = _rows; i < radices.Length; i++)
        {
            m /= radices[i];
            _stages[i] = [.. FftTables.Stage(radices[i], m).Select(T.CreateChecked)];
        }

        _joinRe = new T[length];
        _joinIm = new T[length];
        for (int k = 0; k < _rows; k++)
        {
            for (int l = 0; l < Lanes; l++)
            {
                _joinRe[k * Lanes + l] = T.CreateChecked(FftTables.Cos((long)k * l, length));
                _joinIm[k * Lanes + l] = T.CreateChecked(FftTables.Sin((long)k * l, length));
            }
        }
    }

    /// <summary>Points.</summary>
    public int Length { get; }

    /// <summary>Values of scratch that a call needs.</summary>
    public int ScratchLength => 4 * (Length + 2 * Lanes) + Lanes;

    private static int Lanes => Vector512<T>.Count;

    /// <summary>Whether a length has a fast form: a multiple of W = 16 (float32) or 8 (float64) whose other factors are 2, 3, 5 and 7.</summary>
    /// <param name="length">Points.</param>
    public static bool IsSupported(int length) => length >= Lanes && length % Lanes == 0 && FftTables.Factor(length / Lanes) is not null;

    /// <summary>The plan of a length; made once per process.</summary>
    /// <param name="length">Points.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length has no fast form.</exception>
    public static ComplexFft<T> Of(int length) => s_plans.GetOrAdd(length, static n =>
    {
        if (!IsSupported(n))
        {
            throw new ArgumentOutOfRangeException(
                nameof(length), n, $"A length must be {Lanes} times a product of 2, 3, 5 and 7; use RealFft for others.");
        }

        return new ComplexFft<T>(n, FftTables.Factor(n / Lanes)!);
    });

    /// <summary>Transforms.</summary>
    /// <param name="re">Real parts; replaced by those of the spectrum.</param>
    /// <param name="im">Imaginary parts; replaced by those of the spectrum.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> values of any content.</param>
    public void Forward(Span<T> re, Span<T> im, Span<T> scratch)
    {
        Check(re.Length, im.Length, scratch.Length);
        fixed (T* r = re, i = im, s = scratch)
        {
            Transform(r, i, r, i, Align(s));
        }
    }

    /// <summary>Transforms back, with the factor 1/n.</summary>
    /// <param name="re">Real parts of the spectrum; replaced by those of the sequence.</param>
    /// <param name="im">Imaginary parts of the spectrum; replaced by those of the sequence.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> values of any content.</param>
    public void Inverse(Span<T> re, Span<T> im, Span<T> scratch)
    {
        Check(re.Length, im.Length, scratch.Length);
        fixed (T* r = re, i = im, s = scratch)
        {
            // Exchanging real and imaginary parts on both sides turns the forward transform into the inverse.
            Transform(i, r, i, r, Align(s));
        }

        T scale = T.One / T.CreateChecked(Length);
        for (int k = 0; k < Length; k++)
        {
            re[k] *= scale;
            im[k] *= scale;
        }
    }

    /// <summary>The first address at or after another that a vector load likes best.</summary>
    internal static T* Align(T* p) => (T*)(((nuint)p + 63) & ~(nuint)63);

    /// <summary>Transforms from one pair of planes to another; the source is kept where it differs from the destination.</summary>
    internal void Transform(T* re, T* im, T* outRe, T* outIm, T* scratch)
    {
        // Planes one vector apart, so that equal indices do not fall on the same cache set.
        int plane = Length + 2 * Lanes;
        T* aRe = scratch, aIm = aRe + plane, bRe = aIm + plane, bIm = bRe + plane;
        T* fromRe = re, fromIm = im;
        for (int i = 0, m = _rows, s = 1; i < _radices.Length; i++)
        {
            m /= _radices[i];
            fixed (T* w = _stages[i])
            {
                FftStages<T>.Run(_radices[i], fromRe, fromIm, aRe, aIm, m, s, w);
            }

            s *= _radices[i];
            fromRe = aRe;
            fromIm = aIm;
            aRe = bRe;
            aIm = bIm;
            bRe = fromRe;
            bIm = fromIm;
        }

        fixed (T* wRe = _joinRe, wIm = _joinIm)
        {
            if (outRe == fromRe || outIm == fromIm || outRe == fromIm)
            {
                FftJoin<T>.Run(fromRe, fromIm, aRe, aIm, wRe, wIm, _rows);
                new ReadOnlySpan<T>(aRe, Length).CopyTo(new Span<T>(outRe, Length));
                new ReadOnlySpan<T>(aIm, Length).CopyTo(new Span<T>(outIm, Length));
            }
            else
            {
                FftJoin<T>.Run(fromRe, fromIm, outRe, outIm, wRe, wIm, _rows);
            }
        }
    }

    private void Check(int re, int im, int scratch)
    {
        if (re != Length || im != Length)
        {
            throw new ArgumentException($"The transform has {Length} points, the planes hold {re} and {im}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(scratch, ScratchLength);
    }
}
