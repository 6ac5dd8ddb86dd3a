using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Roomtone.Media;

/// <summary>Turns samples from one byte order to the other.</summary>
internal static class ByteOrder
{
    /// <summary>Reverses the bytes of each sample in place.</summary>
    /// <param name="samples">Whole samples.</param>
    /// <param name="width">Bytes of a sample.</param>
    internal static void Reverse(Span<byte> samples, int width)
    {
        switch (width)
        {
            case 2:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(samples);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 3:
                for (int i = 0; i + 2 < samples.Length; i += 3)
                {
                    (samples[i], samples[i + 2]) = (samples[i + 2], samples[i]);
                }

                break;
            case 4:
                Span<uint> doubles = MemoryMarshal.Cast<byte, uint>(samples);
                BinaryPrimitives.ReverseEndianness(doubles, doubles);
                break;
            case 8:
                Span<ulong> quads = MemoryMarshal.Cast<byte, ulong>(samples);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }
    }
}
