using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Roomtone.Signal;

/// <summary>Short filters by direct summation.</summary>
public static class FirKernel
{
    /// <summary>y[i] = Σ_k c[k]·x[i + k], summed in the order of k for every i: the same bits wherever a block is cut.</summary>
    /// <param name="coefficients">c.</param>
    /// <param name="source">x: as many samples as the destination plus taps − 1.</param>
    /// <param name="destination">y.</param>
    public static void Correlate(ReadOnlySpan<float> coefficients, ReadOnlySpan<float> source, Span<float> destination)
    {
        source = source[..(destination.Length + coefficients.Length - 1)];
        ref float x = ref MemoryMarshal.GetReference(source);
        ref float y = ref MemoryMarshal.GetReference(destination);
        ref float c = ref MemoryMarshal.GetReference(coefficients);
        int i = 0;
        for (; i <= destination.Length - 4 * Kernels.Lanes; i += 4 * Kernels.Lanes)
        {
            Vector512<float> s0 = Vector512<float>.Zero, s1 = s0, s2 = s0, s3 = s0;
            for (int k = 0; k < coefficients.Length; k++)
            {
                Vector512<float> h = Vector512.Create(System.Runtime.CompilerServices.Unsafe.Add(ref c, k));
                nuint at = (nuint)(i + k);
                s0 += h * Vector512.LoadUnsafe(ref x, at);
                s1 += h * Vector512.LoadUnsafe(ref x, at + 16);
                s2 += h * Vector512.LoadUnsafe(ref x, at + 32);
                s3 += h * Vector512.LoadUnsafe(ref x, at + 48);
            }

            s0.StoreUnsafe(ref y, (nuint)i);
            s1.StoreUnsafe(ref y, (nuint)i + 16);
            s2.StoreUnsafe(ref y, (nuint)i + 32);
            s3.StoreUnsafe(ref y, (nuint)i + 48);
        }

        for (; i < destination.Length; i++)
        {
            float sum = 0;
            for (int k = 0; k < coefficients.Length; k++)
            {
                sum += coefficients[k] * source[i + k];
            }

            destination[i] = sum;
        }
    }
}
