namespace Roomtone.Media;

/// <summary>ITU-T G.711: eight bits on a logarithmic scale.</summary>
internal static class Companding
{
    private const int MuLawBias = 132;
    private const int MuLawClip = 32635;

    /// <summary>Each A-law byte as float32, full scale ±1.</summary>
    internal static float[] ALaw { get; } = Table(DecodeALaw);

    /// <summary>Each µ-law byte as float32, full scale ±1.</summary>
    internal static float[] MuLaw { get; } = Table(DecodeMuLaw);

    /// <summary>The A-law byte of a 16-bit value.</summary>
    internal static byte EncodeALaw(int value)
    {
        int sign = value >= 0 ? 0x80 : 0;
        int magnitude = Math.Min(value >= 0 ? value : ~value, 32767) >> 3;
        int segment = 0;
        for (int top = magnitude >> 5; top != 0; top >>= 1)
        {
            segment++;
        }

        int code = segment < 2 ? magnitude >> 1 : (magnitude >> segment) & 0x0F | segment << 4;
        return (byte)((sign | code) ^ 0x55);
    }

    /// <summary>The µ-law byte of a 16-bit value.</summary>
    internal static byte EncodeMuLaw(int value)
    {
        int sign = value < 0 ? 0x80 : 0;
        int magnitude = Math.Min(Math.Abs(value), MuLawClip) + MuLawBias;
        int segment = 7;
        for (int mask = 0x4000; (magnitude & mask) == 0 && segment > 0; mask >>= 1)
        {
            segment--;
        }

        return (byte)~(sign | segment << 4 | (magnitude >> (segment + 3)) & 0x0F);
    }

    private static int DecodeALaw(byte code)
    {
        int value = code ^ 0x55;
        int segment = (value & 0x70) >> 4;
        int magnitude = ((value & 0x0F) << 4) + 8;
        if (segment > 0)
        {
            magnitude = (magnitude + 0x100) << (segment - 1);
        }

        return (value & 0x80) != 0 ? magnitude : -magnitude;
    }

    private static int DecodeMuLaw(byte code)
    {
        int value = ~code & 0xFF;
        int magnitude = ((((value & 0x0F) << 3) + MuLawBias) << ((value & 0x70) >> 4)) - MuLawBias;
        return (value & 0x80) != 0 ? -magnitude : magnitude;
    }

    private static float[] Table(Func<byte, int> decode)
    {
        float[] table = new float[256];
        for (int code = 0; code < table.Length; code++)
        {
            table[code] = decode((byte)code) / 32768f;
        }

        return table;
    }
}
