using System.Buffers.Binary;
using System.Text;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>Writes RIFF WAVE that becomes RF64 where it passes 4 GiB, and BW64.</summary>
/// <remarks>The first chunk is JUNK of 28 bytes, room for the ds64 chunk that larger files need (EBU Tech 3306).</remarks>
internal sealed class RiffWriter(SampleFormat format, int sampleRate, ChannelPlaces channels, MetadataSet metadata, string form) : IContainerWriter
{
    private const int LongSizesAt = 12;
    private long _dataSizeAt;

    /// <summary>The largest file that stays RIFF; lower in tests.</summary>
    internal long LargestRiff { get; init; } = uint.MaxValue;

    public void Begin(OutputFile file)
    {
        Span<byte> head = stackalloc byte[12];
        Encoding.Latin1.GetBytes(form, head);
        "WAVE"u8.CopyTo(head[8..]);
        file.Append(head);
        Chunk(file, "JUNK", new byte[28]);
        Chunk(file, "fmt ", WaveFormat.Build(format, sampleRate, channels));
        if (format.Encoding is not (SampleEncoding.Unsigned8 or SampleEncoding.Signed16 or SampleEncoding.Signed24 or SampleEncoding.Signed32))
        {
            // Required of everything that is not integer PCM; the count is filled in at the end.
            Chunk(file, "fact", new byte[4]);
        }

        foreach (MetadataChunk chunk in metadata.Chunks.Where(c => !c.IsAfterData && Belongs(c)))
        {
            Copy(file, chunk);
        }

        file.Append("data"u8);
        _dataSizeAt = file.Length;
        file.Append(stackalloc byte[4]);
    }

    public void End(OutputFile file, long dataBytes)
    {
        Pad(file, dataBytes);
        foreach (MetadataChunk chunk in metadata.Chunks.Where(c => c.IsAfterData && Belongs(c)))
        {
            Copy(file, chunk);
        }

        long samples = dataBytes / (format.Bytes * channels.Layout.Count);
        WriteFact(file, samples);
        if (form == "BW64" || file.Length - 8 > LargestRiff)
        {
            WriteLongSizes(file, dataBytes, samples);
        }
        else
        {
            WriteSize(file, 4, file.Length - 8);
            WriteSize(file, _dataSizeAt, dataBytes);
        }
    }

    internal static bool Belongs(MetadataChunk chunk) => chunk.Id.Length == 4 && chunk.Id is not ("fact" or "ds64");

    private static void Copy(OutputFile file, MetadataChunk chunk)
    {
        Header(file, chunk.Id, chunk.Length);
        chunk.CopyTo(file);
        Pad(file, chunk.Length);
    }

    private static void Chunk(OutputFile file, string id, ReadOnlySpan<byte> bytes)
    {
        Header(file, id, bytes.Length);
        file.Append(bytes);
        Pad(file, bytes.Length);
    }

    private static void Header(OutputFile file, string id, long size)
    {
        Span<byte> head = stackalloc byte[8];
        Encoding.Latin1.GetBytes(id, head);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], checked((uint)size));
        file.Append(head);
    }

    private static void Pad(OutputFile file, long size)
    {
        if ((size & 1) != 0)
        {
            file.Append([0]);
        }
    }

    private static void WriteSize(OutputFile file, long offset, long size)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)size);
        file.WriteAt(offset, bytes);
    }

    private void WriteFact(OutputFile file, long samples)
    {
        if (format.Encoding is not (SampleEncoding.Unsigned8 or SampleEncoding.Signed16 or SampleEncoding.Signed24 or SampleEncoding.Signed32))
        {
            int formatBytes = 8 + WaveFormat.Build(format, sampleRate, channels).Length;
            WriteSize(file, LongSizesAt + 36 + formatBytes + 8, Math.Min(samples, uint.MaxValue));
        }
    }

    private void WriteLongSizes(OutputFile file, long dataBytes, long samples)
    {
        Span<byte> bytes = stackalloc byte[36];
        "ds64"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], 28);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], file.Length - 8);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], dataBytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], samples);
        file.WriteAt(LongSizesAt, bytes);
        file.WriteAt(0, form == "BW64" ? "BW64"u8 : "RF64"u8);
        WriteSize(file, 4, uint.MaxValue);
        WriteSize(file, _dataSizeAt, uint.MaxValue);
    }
}
