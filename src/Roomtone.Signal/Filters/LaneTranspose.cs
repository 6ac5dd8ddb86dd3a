using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Roomtone.Signal;

/// <summary>Turns eight planes of eight samples into eight vectors of one sample each, and back. Moves bits only.</summary>
internal static unsafe class LaneTranspose
{
    /// <summary>Eight rows.</summary>
    [InlineArray(8)]
    internal struct Block
    {
        private Vector256<float> _row;
    }

    /// <summary>Reads eight samples of every plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Block Load(float** planes, int at)
    {
        Block block = default;
        for (int k = 0; k < 8; k++)
        {
            block[k] = Vector256.Load(planes[k] + at);
        }

        return block;
    }

    /// <summary>Writes eight samples of every plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in Block block, float** planes, int at)
    {
        for (int k = 0; k < 8; k++)
        {
            block[k].Store(planes[k] + at);
        }
    }

    /// <summary>Rows become columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn(ref Block block)
    {
        Vector256<float> a0 = Avx.UnpackLow(block[0], block[1]), a1 = Avx.UnpackHigh(block[0], block[1]);
        Vector256<float> a2 = Avx.UnpackLow(block[2], block[3]), a3 = Avx.UnpackHigh(block[2], block[3]);
        Vector256<float> a4 = Avx.UnpackLow(block[4], block[5]), a5 = Avx.UnpackHigh(block[4], block[5]);
        Vector256<float> a6 = Avx.UnpackLow(block[6], block[7]), a7 = Avx.UnpackHigh(block[6], block[7]);
        Vector256<float> b0 = Avx.Shuffle(a0, a2, 0x44), b1 = Avx.Shuffle(a0, a2, 0xee);
        Vector256<float> b2 = Avx.Shuffle(a1, a3, 0x44), b3 = Avx.Shuffle(a1, a3, 0xee);
        Vector256<float> b4 = Avx.Shuffle(a4, a6, 0x44), b5 = Avx.Shuffle(a4, a6, 0xee);
        Vector256<float> b6 = Avx.Shuffle(a5, a7, 0x44), b7 = Avx.Shuffle(a5, a7, 0xee);
        block[0] = Avx.Permute2x128(b0, b4, 0x20);
        block[1] = Avx.Permute2x128(b1, b5, 0x20);
        block[2] = Avx.Permute2x128(b2, b6, 0x20);
        block[3] = Avx.Permute2x128(b3, b7, 0x20);
        block[4] = Avx.Permute2x128(b0, b4, 0x31);
        block[5] = Avx.Permute2x128(b1, b5, 0x31);
        block[6] = Avx.Permute2x128(b2, b6, 0x31);
        block[7] = Avx.Permute2x128(b3, b7, 0x31);
    }
}
