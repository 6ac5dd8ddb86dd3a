using System.Buffers.Binary;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>The <c>fmt </c> chunk of RIFF and Wave64 (WAVEFORMATEX and WAVE_FORMAT_EXTENSIBLE).</summary>
internal static class WaveFormat
{
    private const int Pcm = 1;
    private const int Float = 3;
    private const int ALaw = 6;
    private const int MuLaw = 7;
    private const int Extensible = 0xFFFE;

    // The last fourteen bytes of the sub-format GUID; the first two are the format tag.
    private static ReadOnlySpan<byte> SubFormat => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    /// <summary>Reads the chunk.</summary>
    internal static (SampleFormat Format, int SampleRate, ChannelPlaces Channels) Parse(ByteSlice chunk, Limits limits, ParserFindings findings)
    {
        if (chunk.Length < 16)
        {
            throw chunk.Failure(0, $"the fmt chunk has {chunk.Length} bytes, at least 16 are needed");
        }

        Span<byte> bytes = stackalloc byte[40];
        bytes = bytes[..(int)Math.Min(40, chunk.Length)];
        chunk.Read(0, bytes, "the fmt chunk");
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        int align = BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]);
        uint mask = 0;
        int valid = bits;
        if (tag == Extensible)
        {
            if (bytes.Length < 40)
            {
                throw chunk.Failure(0, $"the extensible fmt chunk has {bytes.Length} bytes, 40 are needed");
            }

            valid = BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]);
            mask = BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]);
            tag = bytes[26..].SequenceEqual(SubFormat) ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[24..]) : Extensible;
        }

        HeaderChecks.Channels(chunk, 2, channels, limits);
        HeaderChecks.Rate(chunk, 4, rate, limits);
        SampleFormat format = Format(chunk, tag, channels, align, bits, valid, findings);
        return (format, (int)rate, SpeakerMask.FromMask(mask, channels));
    }

    /// <summary>The chunk that says how samples are written: as short as the samples allow.</summary>
    internal static byte[] Build(SampleFormat format, int sampleRate, ChannelPlaces channels)
    {
        int tag = format.Encoding switch
        {
            SampleEncoding.Float32 or SampleEncoding.Float64 => Float,
            SampleEncoding.ALaw => ALaw,
            SampleEncoding.MuLaw => MuLaw,
            _ => Pcm,
        };
        int count = channels.Layout.Count;
        bool isExtensible = count > 2 || (tag == Pcm && format.ValidBits != 8 * format.Bytes);
        byte[] bytes = new byte[isExtensible ? 40 : tag == Pcm ? 16 : 18];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(isExtensible ? Extensible : tag));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), sampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), (uint)((long)sampleRate * count * format.Bytes));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(12), (ushort)(count * format.Bytes));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(14), (ushort)(8 * format.Bytes));
        if (isExtensible)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(16), 22);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(18), (ushort)format.ValidBits);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), channels.Mask);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(24), (ushort)tag);
            SubFormat.CopyTo(bytes.AsSpan(26));
        }

        return bytes;
    }

    private static SampleFormat Format(ByteSlice chunk, int tag, int channels, int align, int bits, int valid, ParserFindings findings)
    {
        if (tag is ALaw or MuLaw)
        {
            return new SampleFormat(tag == ALaw ? SampleEncoding.ALaw : SampleEncoding.MuLaw, 8);
        }

        if (tag is not (Pcm or Float))
        {
            throw new MediaFormatException(chunk.Source.Name, chunk.Start, $"format tag 0x{tag:X4} is not plain samples") { IsUnknownEncoding = true };
        }

        int width = Width(chunk, channels, align, bits, findings);
        SampleEncoding? encoding = (tag, width) switch
        {
            (Pcm, 1) => SampleEncoding.Unsigned8,
            (Pcm, 2) => SampleEncoding.Signed16,
            (Pcm, 3) => SampleEncoding.Signed24,
            (Pcm, 4) => SampleEncoding.Signed32,
            (Float, 4) => SampleEncoding.Float32,
            (Float, 8) => SampleEncoding.Float64,
            _ => null,
        };
        if (encoding is null)
        {
            throw chunk.Failure(14, $"{bits}-bit {(tag == Float ? "float" : "integer")} samples in {width} bytes are not a known coding");
        }

        bool isSound = valid > 0 && valid <= 8 * width && tag == Pcm;
        return new SampleFormat(encoding.Value, isSound ? valid : 8 * width);
    }

    private static int Width(ByteSlice chunk, int channels, int align, int bits, ParserFindings findings)
    {
        int least = (bits + 7) / 8;
        if (bits == 0 && (align == 0 || align % channels != 0))
        {
            throw chunk.Failure(14, "0 bits per sample");
        }

        if (align == 0)
        {
            findings.Warn(chunk.Start + 12, $"block alignment 0; {least * channels} is meant");
            return least;
        }

        if (align % channels != 0 || align / channels < least)
        {
            throw chunk.Failure(12, $"block alignment {align} does not fit {channels} channels of {bits} bits ({least * channels} bytes)");
        }

        return align / channels;
    }
}
