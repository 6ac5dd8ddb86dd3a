using System.Buffers.Binary;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>Writes Sony Wave64: sizes of 64 bits, chunks aligned to 8 bytes.</summary>
internal sealed class Wave64Writer(SampleFormat format, int sampleRate, ChannelPlaces channels, MetadataSet metadata) : IContainerWriter
{
    private long _dataAt;

    public void Begin(OutputFile file)
    {
        Header(file, Wave64Ids.Riff, 0);
        file.Append(Wave64Ids.Guid("wave"));
        byte[] fmt = WaveFormat.Build(format, sampleRate, channels);
        Header(file, Wave64Ids.Guid("fmt "), fmt.Length);
        file.Append(fmt);
        Align(file);
        foreach (MetadataChunk chunk in metadata.Chunks.Where(c => !c.IsAfterData))
        {
            Copy(file, chunk);
        }

        _dataAt = file.Length;
        Header(file, Wave64Ids.Guid("data"), 0);
    }

    public void End(OutputFile file, long dataBytes)
    {
        Align(file);
        foreach (MetadataChunk chunk in metadata.Chunks.Where(c => c.IsAfterData))
        {
            Copy(file, chunk);
        }

        WriteSize(file, 16, file.Length);
        WriteSize(file, _dataAt + 16, dataBytes + Wave64Ids.HeaderBytes);
    }

    private static void Copy(OutputFile file, MetadataChunk chunk)
    {
        Header(file, Wave64Ids.Guid(chunk.Id), chunk.Length);
        chunk.CopyTo(file);
        Align(file);
    }

    private static void Header(OutputFile file, ReadOnlySpan<byte> guid, long contentBytes)
    {
        Span<byte> head = stackalloc byte[Wave64Ids.HeaderBytes];
        guid.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], contentBytes + Wave64Ids.HeaderBytes);
        file.Append(head);
    }

    private static void Align(OutputFile file)
    {
        int rest = (int)(file.Length & 7);
        if (rest != 0)
        {
            file.Append(stackalloc byte[8 - rest]);
        }
    }

    private static void WriteSize(OutputFile file, long offset, long size)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, size);
        file.WriteAt(offset, bytes);
    }
}
