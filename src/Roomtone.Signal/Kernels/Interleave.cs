using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Roomtone.Signal;

/// <summary>Conversion between planar blocks and interleaved values, at the edges where files and devices want them.</summary>
public static class Interleave
{
    /// <summary>Writes planes as interleaved values.</summary>
    /// <param name="source">Planes.</param>
    /// <param name="destination">Receives channels × length values.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static void FromPlanes(ReadOnlyAudioBlock source, Span<float> destination)
    {
        CheckRoom(source.Channels, source.Length, destination.Length);
        if (source.Channels == 2)
        {
            FromStereo(source[0], source[1], destination);
            return;
        }

        for (int c = 0; c < source.Channels; c++)
        {
            ReadOnlySpan<float> plane = source[c];
            for (int i = 0, at = c; i < plane.Length; i++, at += source.Channels)
            {
                destination[at] = plane[i];
            }
        }
    }

    /// <summary>Reads interleaved values into planes.</summary>
    /// <param name="source">Channels × length values.</param>
    /// <param name="destination">Planes.</param>
    /// <exception cref="ArgumentException">The source is too short.</exception>
    public static void ToPlanes(ReadOnlySpan<float> source, AudioBlock destination)
    {
        CheckRoom(destination.Channels, destination.Length, source.Length);
        if (destination.Channels == 2)
        {
            ToStereo(source, destination[0], destination[1]);
            return;
        }

        for (int c = 0; c < destination.Channels; c++)
        {
            Span<float> plane = destination[c];
            for (int i = 0, at = c; i < plane.Length; i++, at += destination.Channels)
            {
                plane[i] = source[at];
            }
        }
    }

    private static void CheckRoom(int channels, int length, int values)
    {
        if (values < (long)channels * length)
        {
            throw new ArgumentException($"{channels} × {length} samples need {(long)channels * length} interleaved values, there are {values}.");
        }
    }

    private static void FromStereo(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination)
    {
        int i = 0;
        if (Avx512F.IsSupported)
        {
            ref float l = ref MemoryMarshal.GetReference(left);
            ref float r = ref MemoryMarshal.GetReference(right);
            ref float y = ref MemoryMarshal.GetReference(destination);
            var low = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            Vector512<int> high = low + Vector512.Create(8);
            for (; i <= left.Length - Kernels.Lanes; i += Kernels.Lanes)
            {
                Vector512<float> a = Vector512.LoadUnsafe(ref l, (nuint)i);
                Vector512<float> b = Vector512.LoadUnsafe(ref r, (nuint)i);
                Avx512F.PermuteVar16x32x2(a, low, b).StoreUnsafe(ref y, (nuint)(2 * i));
                Avx512F.PermuteVar16x32x2(a, high, b).StoreUnsafe(ref y, (nuint)(2 * i + Kernels.Lanes));
            }
        }

        for (; i < left.Length; i++)
        {
            destination[2 * i] = left[i];
            destination[2 * i + 1] = right[i];
        }
    }

    private static void ToStereo(ReadOnlySpan<float> source, Span<float> left, Span<float> right)
    {
        int i = 0;
        if (Avx512F.IsSupported)
        {
            ref float x = ref MemoryMarshal.GetReference(source);
            ref float l = ref MemoryMarshal.GetReference(left);
            ref float r = ref MemoryMarshal.GetReference(right);
            var even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
            Vector512<int> odd = even + Vector512.Create(1);
            for (; i <= left.Length - Kernels.Lanes; i += Kernels.Lanes)
            {
                Vector512<float> a = Vector512.LoadUnsafe(ref x, (nuint)(2 * i));
                Vector512<float> b = Vector512.LoadUnsafe(ref x, (nuint)(2 * i + Kernels.Lanes));
                Avx512F.PermuteVar16x32x2(a, even, b).StoreUnsafe(ref l, (nuint)i);
                Avx512F.PermuteVar16x32x2(a, odd, b).StoreUnsafe(ref r, (nuint)i);
            }
        }

        for (; i < left.Length; i++)
        {
            left[i] = source[2 * i];
            right[i] = source[2 * i + 1];
        }
    }
}
