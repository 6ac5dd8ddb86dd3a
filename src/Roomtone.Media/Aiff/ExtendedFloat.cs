using System.Buffers.Binary;
using System.Numerics;

namespace Roomtone.Media;

/// <summary>The 80-bit numbers in which AIFF gives its sample rate (SANE extended).</summary>
internal static class ExtendedFloat
{
    private const int Bias = 16383;

    internal static double Read(ReadOnlySpan<byte> bytes)
    {
        int exponent = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        ulong mantissa = BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]);
        int shift = (exponent & 0x7FFF) - Bias - 63;
        if (mantissa == 0 || (exponent & 0x8000) != 0 || shift < -127 || shift > 0)
        {
            return 0;
        }

        double value = mantissa;
        for (; shift < 0; shift++)
        {
            value *= 0.5;
        }

        return value;
    }

    internal static void Write(Span<byte> bytes, uint value)
    {
        int high = 31 - BitOperations.LeadingZeroCount(value);
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(Bias + high));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[2..], (ulong)value << (63 - high));
    }
}
