using System.Buffers.Binary;
using System.Text;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>Writes Core Audio Format files; samples least significant byte first.</summary>
internal sealed class CafWriter(SampleFormat format, int sampleRate, ChannelPlaces channels, MetadataSet metadata) : IContainerWriter
{
    private long _dataAt;

    public void Begin(OutputFile file)
    {
        file.Append("caff\0\u0001\0\0"u8);
        Header(file, "desc", 32);
        file.Append(Description());
        if (channels.Mask != 0)
        {
            Span<byte> layout = stackalloc byte[12];
            BinaryPrimitives.WriteUInt32BigEndian(layout, 1 << 16);
            BinaryPrimitives.WriteUInt32BigEndian(layout[4..], channels.Mask);
            Header(file, "chan", layout.Length);
            file.Append(layout);
        }

        Copy(file, isAfterData: false);
        _dataAt = file.Length + 4;
        Header(file, "data", 4);
        file.Append(stackalloc byte[4]);
    }

    public void End(OutputFile file, long dataBytes)
    {
        Copy(file, isAfterData: true);
        Span<byte> size = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, dataBytes + 4);
        file.WriteAt(_dataAt, size);
    }

    private byte[] Description()
    {
        byte[] bytes = new byte[32];
        int count = channels.Layout.Count;
        bool isCompanded = format.Encoding is SampleEncoding.ALaw or SampleEncoding.MuLaw;
        BinaryPrimitives.WriteDoubleBigEndian(bytes, sampleRate);
        Encoding.Latin1.GetBytes(isCompanded ? format.Encoding == SampleEncoding.ALaw ? "alaw" : "ulaw" : "lpcm", bytes.AsSpan(8));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), isCompanded ? 0 : 2 | (format.IsFloat ? 1 : 0));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), format.Bytes * count);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), 1);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(24), count);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(28), format.ValidBits);
        return bytes;
    }

    private void Copy(OutputFile file, bool isAfterData)
    {
        foreach (MetadataChunk chunk in metadata.Chunks.Where(c => c.IsAfterData == isAfterData && c.Id.Length == 4))
        {
            Header(file, chunk.Id, chunk.Length);
            chunk.CopyTo(file);
        }
    }

    private static void Header(OutputFile file, string id, long size)
    {
        Span<byte> head = stackalloc byte[12];
        Encoding.Latin1.GetBytes(id, head);
        BinaryPrimitives.WriteInt64BigEndian(head[4..], size);
        file.Append(head);
    }
}
