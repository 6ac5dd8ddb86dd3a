using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Roomtone.Media;

/// <summary>Float32 to coded samples, least significant byte first: nearest, halves to even, clipped to full scale.</summary>
internal static class SampleEncoder
{
    private static readonly Vector512<byte> s_gather512 = Vector512.Create(GatherIndices(64));
    private static readonly Vector128<byte> s_gather128 = Vector128.Create(GatherIndices(16));

    /// <summary>Encodes finite values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="encoding">The coding.</param>
    /// <param name="bytes">Receives the samples.</param>
    internal static void Encode(ReadOnlySpan<float> values, SampleEncoding encoding, Span<byte> bytes)
    {
        switch (encoding)
        {
            case SampleEncoding.Signed16:
                Encode16(values, MemoryMarshal.Cast<byte, short>(bytes));
                break;
            case SampleEncoding.Signed24:
                Encode24(values, bytes);
                break;
            case SampleEncoding.Signed32:
                Encode32(values, MemoryMarshal.Cast<byte, int>(bytes));
                break;
            case SampleEncoding.Float32:
                values.CopyTo(MemoryMarshal.Cast<byte, float>(bytes));
                break;
            case SampleEncoding.Float64:
                EncodeFloat64(values, MemoryMarshal.Cast<byte, double>(bytes));
                break;
            default:
                Encode8(values, encoding, bytes);
                break;
        }
    }

    private static Vector512<int> Round(Vector512<float> x, float scale, float highest)
    {
        // The values are finite, so the forms without the rules for NaN give the same and cost a third.
        Vector512<float> scaled = Vector512.MinNative(Vector512.MaxNative(x * scale, Vector512.Create(-scale)), Vector512.Create(highest));
        return Vector512.ConvertToInt32Native(Vector512.Round(scaled));
    }

    private static int Round(float x, float scale, float highest) =>
        (int)MathF.Round(Math.Min(Math.Max(x * scale, -scale), highest));

    private static void Encode16(ReadOnlySpan<float> values, Span<short> bytes)
    {
        bytes = bytes[..values.Length];
        int i = 0;
        for (; i + 32 <= values.Length; i += 32)
        {
            Vector512<int> a = Round(Vector512.Create(values.Slice(i, 16)), 32768, 32767);
            Vector512<int> b = Round(Vector512.Create(values.Slice(i + 16, 16)), 32768, 32767);
            Vector512.Narrow(a, b).CopyTo(bytes[i..]);
        }

        for (; i < values.Length; i++)
        {
            bytes[i] = (short)Round(values[i], 32768, 32767);
        }
    }

    private static void Encode24(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        bytes = bytes[..(3 * values.Length)];
        int i = 0;
        for (; 3 * i + 64 <= bytes.Length && i + 16 <= values.Length; i += 16)
        {
            Vector512<int> x = Round(Vector512.Create(values.Slice(i, 16)), 8388608, 8388607);
            Store24(x, bytes.Slice(3 * i, 64));
        }

        for (; i < values.Length; i++)
        {
            int value = Round(values[i], 8388608, 8388607);
            bytes[3 * i] = (byte)value;
            bytes[3 * i + 1] = (byte)(value >> 8);
            bytes[3 * i + 2] = (byte)(value >> 16);
        }
    }

    // Whole vectors are stored; the bytes past the samples are overwritten by the next ones.
    private static void Store24(Vector512<int> x, Span<byte> bytes)
    {
        if (Avx512Vbmi.IsSupported)
        {
            Avx512Vbmi.PermuteVar64x8(x.AsByte(), s_gather512).CopyTo(bytes);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Vector128.Shuffle(x.GetLower().GetLower().AsByte(), s_gather128).CopyTo(bytes);
            Vector128.Shuffle(x.GetLower().GetUpper().AsByte(), s_gather128).CopyTo(bytes[12..]);
            Vector128.Shuffle(x.GetUpper().GetLower().AsByte(), s_gather128).CopyTo(bytes[24..]);
            Vector128.Shuffle(x.GetUpper().GetUpper().AsByte(), s_gather128).CopyTo(bytes[36..]);
        }
        else
        {
            for (int lane = 0; lane < 16; lane++)
            {
                int value = x.GetElement(lane);
                bytes[3 * lane] = (byte)value;
                bytes[3 * lane + 1] = (byte)(value >> 8);
                bytes[3 * lane + 2] = (byte)(value >> 16);
            }
        }
    }

    // Full scale is one step beyond the largest number: the conversion saturates there.
    private static void Encode32(ReadOnlySpan<float> values, Span<int> bytes)
    {
        bytes = bytes[..values.Length];
        int i = 0;
        for (; i + 16 <= values.Length; i += 16)
        {
            Vector512.ConvertToInt32(Vector512.Round(Vector512.Create(values.Slice(i, 16)) * 2147483648f)).CopyTo(bytes[i..]);
        }

        for (; i < values.Length; i++)
        {
            double scaled = values[i] * 2147483648.0;
            bytes[i] = (int)Math.Round(Math.Min(Math.Max(scaled, int.MinValue), int.MaxValue));
        }
    }

    private static void EncodeFloat64(ReadOnlySpan<float> values, Span<double> bytes)
    {
        for (int i = 0; i < values.Length; i++)
        {
            bytes[i] = values[i];
        }
    }

    private static void Encode8(ReadOnlySpan<float> values, SampleEncoding encoding, Span<byte> bytes)
    {
        for (int i = 0; i < values.Length; i++)
        {
            bytes[i] = encoding switch
            {
                SampleEncoding.ALaw => Companding.EncodeALaw(Round(values[i], 32768, 32767)),
                SampleEncoding.MuLaw => Companding.EncodeMuLaw(Round(values[i], 32768, 32767)),
                SampleEncoding.Unsigned8 => (byte)(Round(values[i], 128, 127) + 128),
                _ => (byte)Round(values[i], 128, 127),
            };
        }
    }

    private static byte[] GatherIndices(int width)
    {
        byte[] indices = new byte[width];
        for (int lane = 0; lane < width / 4; lane++)
        {
            for (int part = 0; part < 3; part++)
            {
                indices[3 * lane + part] = (byte)(4 * lane + part);
            }
        }

        return indices;
    }
}
