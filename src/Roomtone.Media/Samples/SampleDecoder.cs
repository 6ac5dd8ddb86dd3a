using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Roomtone.Media;

/// <summary>Coded samples, least significant byte first, to float32 with full scale ±1; exact up to 24 bits.</summary>
internal static class SampleDecoder
{
    private static readonly Vector512<byte> s_spread512 = Vector512.Create(SpreadIndices(64));
    private static readonly Vector128<byte> s_spread128 = Vector128.Create(SpreadIndices(16));

    /// <summary>Decodes samples.</summary>
    /// <param name="bytes">As many samples as <paramref name="values"/> has room for.</param>
    /// <param name="encoding">Their coding.</param>
    /// <param name="values">Receives the values.</param>
    internal static void Decode(ReadOnlySpan<byte> bytes, SampleEncoding encoding, Span<float> values)
    {
        switch (encoding)
        {
            case SampleEncoding.Signed16:
                Decode16(MemoryMarshal.Cast<byte, short>(bytes), values);
                break;
            case SampleEncoding.Signed24:
                Decode24(bytes, values);
                break;
            case SampleEncoding.Signed32:
                Decode32(MemoryMarshal.Cast<byte, int>(bytes), values);
                break;
            case SampleEncoding.Float32:
                MemoryMarshal.Cast<byte, float>(bytes)[..values.Length].CopyTo(values);
                break;
            case SampleEncoding.Float64:
                DecodeFloat64(MemoryMarshal.Cast<byte, double>(bytes), values);
                break;
            default:
                Decode8(bytes, encoding, values);
                break;
        }
    }

    private static void Decode16(ReadOnlySpan<short> bytes, Span<float> values)
    {
        bytes = bytes[..values.Length];
        int i = 0;
        for (; i + 32 <= values.Length; i += 32)
        {
            Vector512<short> x = Vector512.Create(bytes.Slice(i, 32));
            (Vector512.ConvertToSingle(Vector512.WidenLower(x)) * (1f / 32768)).CopyTo(values[i..]);
            (Vector512.ConvertToSingle(Vector512.WidenUpper(x)) * (1f / 32768)).CopyTo(values[(i + 16)..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] = bytes[i] * (1f / 32768);
        }
    }

    // Three bytes go to the upper three of a 32-bit lane: value·2⁸, converted and scaled by 2⁻³¹ without rounding.
    private static void Decode24(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        bytes = bytes[..(3 * values.Length)];
        int i = 0;
        if (Avx512Vbmi.IsSupported)
        {
            Vector512<int> mask = Vector512.Create(unchecked((int)0xFFFFFF00));
            for (; 3 * i + 64 <= bytes.Length; i += 16)
            {
                Vector512<int> x = Avx512Vbmi.PermuteVar64x8(Vector512.Create(bytes.Slice(3 * i, 64)), s_spread512).AsInt32() & mask;
                (Vector512.ConvertToSingle(x) * (1f / 2147483648)).CopyTo(values[i..]);
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Vector128<int> mask = Vector128.Create(unchecked((int)0xFFFFFF00));
            for (; 3 * i + 16 <= bytes.Length; i += 4)
            {
                Vector128<int> x = Vector128.Shuffle(Vector128.Create(bytes.Slice(3 * i, 16)), s_spread128).AsInt32() & mask;
                (Vector128.ConvertToSingle(x) * (1f / 2147483648)).CopyTo(values[i..]);
            }
        }

        for (; i < values.Length; i++)
        {
            int value = bytes[3 * i] << 8 | bytes[3 * i + 1] << 16 | bytes[3 * i + 2] << 24;
            values[i] = value * (1f / 2147483648);
        }
    }

    private static void Decode32(ReadOnlySpan<int> bytes, Span<float> values)
    {
        bytes = bytes[..values.Length];
        int i = 0;
        for (; i + 16 <= values.Length; i += 16)
        {
            (Vector512.ConvertToSingle(Vector512.Create(bytes.Slice(i, 16))) * (1f / 2147483648)).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] = bytes[i] * (1f / 2147483648);
        }
    }

    private static void DecodeFloat64(ReadOnlySpan<double> bytes, Span<float> values)
    {
        bytes = bytes[..values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)bytes[i];
        }
    }

    private static void Decode8(ReadOnlySpan<byte> bytes, SampleEncoding encoding, Span<float> values)
    {
        bytes = bytes[..values.Length];
        float[]? table = encoding switch { SampleEncoding.ALaw => Companding.ALaw, SampleEncoding.MuLaw => Companding.MuLaw, _ => null };
        int flip = encoding == SampleEncoding.Unsigned8 ? 0x80 : 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = table is not null ? table[bytes[i]] : (sbyte)(bytes[i] ^ flip) * (1f / 128);
        }
    }

    private static byte[] SpreadIndices(int width)
    {
        byte[] indices = new byte[width];
        for (int lane = 0; lane < width / 4; lane++)
        {
            for (int part = 1; part < 4; part++)
            {
                indices[4 * lane + part] = (byte)(3 * lane + part - 1);
            }
        }

        return indices;
    }
}
