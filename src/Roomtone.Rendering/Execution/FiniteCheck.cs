using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Finds samples that are no numbers or infinite, so that a render never writes one.</summary>
internal static class FiniteCheck
{
    private const int ExponentMask = 0x7f800000;

    /// <summary>True where every sample is finite.</summary>
    /// <param name="samples">Samples.</param>
    public static bool IsFinite(ReadOnlySpan<float> samples)
    {
        ref float x = ref MemoryMarshal.GetReference(samples);
        Vector512<int> mask = Vector512.Create(ExponentMask), bad = Vector512<int>.Zero;
        int i = 0;
        for (; i <= samples.Length - Kernels.Lanes; i += Kernels.Lanes)
        {
            bad |= Vector512.Equals(Vector512.LoadUnsafe(ref x, (nuint)i).AsInt32() & mask, mask);
        }

        bool isFinite = bad == Vector512<int>.Zero;
        for (; i < samples.Length; i++)
        {
            isFinite &= float.IsFinite(samples[i]);
        }

        return isFinite;
    }
}
