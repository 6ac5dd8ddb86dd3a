using System.Numerics;

namespace Roomtone.Signal;

/// <summary>A transform of any length as a convolution with a chirp.</summary>
/// <remarks>
/// Formula: jk = (j² + k² − (k − j)²)/2, so X[k] = c[k]·Σ (x[j]·c[j])·c*[k − j] with c[j] = e^(−πi·j²/N).
/// Source: L. I. Bluestein, <i>A Linear Filtering Approach to the Computation of Discrete Fourier Transform</i>, 1970.
/// </remarks>
internal sealed class BluesteinRealFft<T> : RealFft<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ComplexFft<T> _inner;
    private readonly T[] _chirpRe;
    private readonly T[] _chirpIm;
    private readonly T[] _kernelRe;
    private readonly T[] _kernelIm;

    public BluesteinRealFft(int length)
        : base(length)
    {
        int size = 16;
        while (size < 2 * length - 1)
        {
            size *= 2;
        }

        _inner = ComplexFft<T>.Of(size);
        _chirpRe = new T[length];
        _chirpIm = new T[length];
        double[] kernelRe = new double[size], kernelIm = new double[size];
        for (int j = 0; j < length; j++)
        {
            // j² mod 2N in integers keeps the chirp's phase exact.
            long square = (long)j * j % (2L * length);
            double re = FftTables.Cos(square, 2L * length), im = FftTables.Sin(square, 2L * length);
            (_chirpRe[j], _chirpIm[j]) = (T.CreateChecked(re), T.CreateChecked(im));
            (kernelRe[j], kernelIm[j]) = (re, -im);
            if (j > 0)
            {
                (kernelRe[size - j], kernelIm[size - j]) = (re, -im);
            }
        }

        ComplexFft<double> exact = ComplexFft<double>.Of(size);
        exact.Forward(kernelRe, kernelIm, new double[exact.ScratchLength]);
        _kernelRe = [.. kernelRe.Select(T.CreateChecked)];
        _kernelIm = [.. kernelIm.Select(T.CreateChecked)];
    }

    public override int ScratchLength => 2 * _inner.Length + _inner.ScratchLength;

    private protected override void ForwardCore(ReadOnlySpan<T> samples, Span<T> re, Span<T> im, Span<T> scratch)
    {
        Span<T> ar = scratch[.._inner.Length], ai = scratch.Slice(_inner.Length, _inner.Length), work = scratch[(2 * _inner.Length)..];
        ar.Clear();
        ai.Clear();
        for (int j = 0; j < Length; j++)
        {
            ar[j] = samples[j] * _chirpRe[j];
            ai[j] = samples[j] * _chirpIm[j];
        }

        Convolve(ar, ai, work);
        for (int k = 0; k < BinCount; k++)
        {
            re[k] = ar[k] * _chirpRe[k] - ai[k] * _chirpIm[k];
            im[k] = ar[k] * _chirpIm[k] + ai[k] * _chirpRe[k];
        }
    }

    // The inverse of a spectrum X is the conjugate of the transform of X*, which is what the mirrored bins give.
    private protected override void InverseCore(ReadOnlySpan<T> re, ReadOnlySpan<T> im, Span<T> samples, Span<T> scratch)
    {
        Span<T> ar = scratch[.._inner.Length], ai = scratch.Slice(_inner.Length, _inner.Length), work = scratch[(2 * _inner.Length)..];
        ar.Clear();
        ai.Clear();
        for (int k = 0; k < Length; k++)
        {
            int bin = k < BinCount ? k : Length - k;
            T xr = re[bin];
            T xi = bin == 0 || 2 * bin == Length ? T.Zero : k < BinCount ? -im[bin] : im[bin];
            ar[k] = xr * _chirpRe[k] - xi * _chirpIm[k];
            ai[k] = xr * _chirpIm[k] + xi * _chirpRe[k];
        }

        Convolve(ar, ai, work);
        T scale = T.One / T.CreateChecked(Length);
        for (int j = 0; j < Length; j++)
        {
            samples[j] = scale * (ar[j] * _chirpRe[j] - ai[j] * _chirpIm[j]);
        }
    }

    private void Convolve(Span<T> re, Span<T> im, Span<T> scratch)
    {
        _inner.Forward(re, im, scratch);
        for (int k = 0; k < re.Length; k++)
        {
            (re[k], im[k]) = (re[k] * _kernelRe[k] - im[k] * _kernelIm[k], re[k] * _kernelIm[k] + im[k] * _kernelRe[k]);
        }

        _inner.Inverse(re, im, scratch);
    }
}
