using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Audio as a stream of float32 WAV for a player that reads a pipe: the length in the header is "until the end".</summary>
internal static class WavStream
{
    private const int FloatFormat = 3;

    /// <summary>The 44 bytes before the samples.</summary>
    public static byte[] Header(int sampleRate, int channels)
    {
        var header = new byte[44];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), 0x7FFF_FFFF);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(20), FloatFormat);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(22), (ushort)channels);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(24), (uint)sampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(28), (uint)(sampleRate * channels * sizeof(float)));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(32), (ushort)(channels * sizeof(float)));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(34), 32);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), 0x7FFF_FFFF - 36);
        return header;
    }

    /// <summary>The samples of a block, interleaved, cut at ±1 (players disagree about what lies outside).</summary>
    public static ReadOnlySpan<byte> Bytes(ReadOnlyAudioBlock block, Span<float> interleaved)
    {
        Span<float> values = interleaved[..(block.Channels * block.Length)];
        Interleave.FromPlanes(block, values);
        foreach (ref float value in values)
        {
            value = Math.Clamp(value, -1f, 1f);
        }

        return MemoryMarshal.AsBytes(values);
    }
}
