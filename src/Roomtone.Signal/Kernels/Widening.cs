using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Roomtone.Signal;

/// <summary>Conversion between float32 and float64 samples; rounding is to nearest, ties to even.</summary>
public static class Widening
{
    /// <summary>Widens samples; exact.</summary>
    /// <param name="source">float32.</param>
    /// <param name="destination">float64, at least as long.</param>
    public static void ToDouble(ReadOnlySpan<float> source, Span<double> destination)
    {
        destination = destination[..source.Length];
        ref float x = ref MemoryMarshal.GetReference(source);
        ref double y = ref MemoryMarshal.GetReference(destination);
        int i = 0;
        for (; i <= source.Length - Kernels.Lanes; i += Kernels.Lanes)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.LoadUnsafe(ref x, (nuint)i));
            low.StoreUnsafe(ref y, (nuint)i);
            high.StoreUnsafe(ref y, (nuint)(i + 8));
        }

        for (; i < source.Length; i++)
        {
            destination[i] = source[i];
        }
    }

    /// <summary>Rounds samples to float32.</summary>
    /// <param name="source">float64.</param>
    /// <param name="destination">float32, at least as long.</param>
    public static void ToSingle(ReadOnlySpan<double> source, Span<float> destination)
    {
        destination = destination[..source.Length];
        ref double x = ref MemoryMarshal.GetReference(source);
        ref float y = ref MemoryMarshal.GetReference(destination);
        int i = 0;
        for (; i <= source.Length - Kernels.Lanes; i += Kernels.Lanes)
        {
            Vector512.Narrow(Vector512.LoadUnsafe(ref x, (nuint)i), Vector512.LoadUnsafe(ref x, (nuint)(i + 8))).StoreUnsafe(ref y, (nuint)i);
        }

        for (; i < source.Length; i++)
        {
            destination[i] = (float)source[i];
        }
    }
}
