using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Roomtone.Signal;

/// <summary>Products of planar spectra.</summary>
public static class SpectrumKernels
{
    /// <summary>Y ← H·Y with a real H.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="gain">H.</param>
    /// <param name="re">Real parts of Y.</param>
    /// <param name="im">Imaginary parts of Y.</param>
    public static void Scale<T>(ReadOnlySpan<T> gain, Span<T> re, Span<T> im)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        re = re[..gain.Length];
        im = im[..gain.Length];
        ref T h = ref MemoryMarshal.GetReference(gain);
        ref T r = ref MemoryMarshal.GetReference(re);
        ref T i = ref MemoryMarshal.GetReference(im);
        int k = 0;
        for (; k <= gain.Length - Vector512<T>.Count; k += Vector512<T>.Count)
        {
            Vector512<T> g = Vector512.LoadUnsafe(ref h, (nuint)k);
            (g * Vector512.LoadUnsafe(ref r, (nuint)k)).StoreUnsafe(ref r, (nuint)k);
            (g * Vector512.LoadUnsafe(ref i, (nuint)k)).StoreUnsafe(ref i, (nuint)k);
        }

        for (; k < gain.Length; k++)
        {
            re[k] *= gain[k];
            im[k] *= gain[k];
        }
    }

    /// <summary>Y ← H·Y.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="hRe">Real parts of H.</param>
    /// <param name="hIm">Imaginary parts of H.</param>
    /// <param name="re">Real parts of Y.</param>
    /// <param name="im">Imaginary parts of Y.</param>
    public static void Multiply<T>(ReadOnlySpan<T> hRe, ReadOnlySpan<T> hIm, Span<T> re, Span<T> im)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        hIm = hIm[..hRe.Length];
        re = re[..hRe.Length];
        im = im[..hRe.Length];
        ref T c = ref MemoryMarshal.GetReference(hRe);
        ref T d = ref MemoryMarshal.GetReference(hIm);
        ref T r = ref MemoryMarshal.GetReference(re);
        ref T i = ref MemoryMarshal.GetReference(im);
        int k = 0;
        for (; k <= hRe.Length - Vector512<T>.Count; k += Vector512<T>.Count)
        {
            Vector512<T> a = Vector512.LoadUnsafe(ref r, (nuint)k), b = Vector512.LoadUnsafe(ref i, (nuint)k);
            Vector512<T> x = Vector512.LoadUnsafe(ref c, (nuint)k), y = Vector512.LoadUnsafe(ref d, (nuint)k);
            (a * x - b * y).StoreUnsafe(ref r, (nuint)k);
            (a * y + b * x).StoreUnsafe(ref i, (nuint)k);
        }

        for (; k < hRe.Length; k++)
        {
            (re[k], im[k]) = (re[k] * hRe[k] - im[k] * hIm[k], re[k] * hIm[k] + im[k] * hRe[k]);
        }
    }

    /// <summary>Z ← Z + H·Y: one partition of a convolution.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="hRe">Real parts of H.</param>
    /// <param name="hIm">Imaginary parts of H.</param>
    /// <param name="yRe">Real parts of Y.</param>
    /// <param name="yIm">Imaginary parts of Y.</param>
    /// <param name="re">Real parts of Z.</param>
    /// <param name="im">Imaginary parts of Z.</param>
    public static void MultiplyAdd<T>(
        ReadOnlySpan<T> hRe, ReadOnlySpan<T> hIm, ReadOnlySpan<T> yRe, ReadOnlySpan<T> yIm, Span<T> re, Span<T> im)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        hIm = hIm[..hRe.Length];
        yRe = yRe[..hRe.Length];
        yIm = yIm[..hRe.Length];
        re = re[..hRe.Length];
        im = im[..hRe.Length];
        ref T c = ref MemoryMarshal.GetReference(hRe);
        ref T d = ref MemoryMarshal.GetReference(hIm);
        ref T p = ref MemoryMarshal.GetReference(yRe);
        ref T q = ref MemoryMarshal.GetReference(yIm);
        ref T r = ref MemoryMarshal.GetReference(re);
        ref T i = ref MemoryMarshal.GetReference(im);
        int k = 0;
        for (; k <= hRe.Length - Vector512<T>.Count; k += Vector512<T>.Count)
        {
            Vector512<T> a = Vector512.LoadUnsafe(ref p, (nuint)k), b = Vector512.LoadUnsafe(ref q, (nuint)k);
            Vector512<T> x = Vector512.LoadUnsafe(ref c, (nuint)k), y = Vector512.LoadUnsafe(ref d, (nuint)k);
            (Vector512.LoadUnsafe(ref r, (nuint)k) + (a * x - b * y)).StoreUnsafe(ref r, (nuint)k);
            (Vector512.LoadUnsafe(ref i, (nuint)k) + (a * y + b * x)).StoreUnsafe(ref i, (nuint)k);
        }

        for (; k < hRe.Length; k++)
        {
            re[k] += yRe[k] * hRe[k] - yIm[k] * hIm[k];
            im[k] += yRe[k] * hIm[k] + yIm[k] * hRe[k];
        }
    }
}
