using System.Buffers.Binary;
using System.Text;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>Writes AIFF and AIFF-C; a file can't pass 4 GiB.</summary>
internal sealed class AiffWriter(string path, SampleFormat format, int sampleRate, int channels, MetadataSet metadata, bool isCompressed) : IContainerWriter
{
    private const uint Version1 = 0xA2805140;
    private long _lengthAt;
    private long _soundAt;

    public void Begin(OutputFile file)
    {
        file.Append("FORM\0\0\0\0"u8);
        file.Append(isCompressed ? "AIFC"u8 : "AIFF"u8);
        if (isCompressed)
        {
            Span<byte> version = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(version, Version1);
            Chunk(file, "FVER", version);
        }

        _lengthAt = file.Length + 8 + 2;
        Chunk(file, "COMM", Common());
        foreach (MetadataChunk chunk in metadata.Chunks.Where(c => !c.IsAfterData && c.Id.Length == 4))
        {
            Copy(file, chunk);
        }

        file.Append("SSND"u8);
        _soundAt = file.Length;
        file.Append(stackalloc byte[12]);
    }

    public void End(OutputFile file, long dataBytes)
    {
        Pad(file, dataBytes);
        foreach (MetadataChunk chunk in metadata.Chunks.Where(c => c.IsAfterData && c.Id.Length == 4))
        {
            Copy(file, chunk);
        }

        if (file.Length - 8 > uint.MaxValue)
        {
            throw new RoomtoneException(
                ExitCode.Media,
                new Finding("RT9110", Severity.Error, $"cannot write {path}: {FileFailure.Bytes(file.Length)} do not fit into AIFF (4 GB)")
                {
                    File = path,
                    Hint = "write WAV, Wave64 or CAF",
                });
        }

        WriteSize(file, 4, file.Length - 8);
        WriteSize(file, _lengthAt, dataBytes / (format.Bytes * channels));
        WriteSize(file, _soundAt, dataBytes + 8);
    }

    private byte[] Common()
    {
        (string id, string name) = format.Encoding switch
        {
            SampleEncoding.Float32 => ("fl32", "IEEE 32-bit float"),
            SampleEncoding.Float64 => ("fl64", "IEEE 64-bit float"),
            SampleEncoding.ALaw => ("alaw", "ALaw 2:1"),
            SampleEncoding.MuLaw => ("ulaw", "uLaw 2:1"),
            _ => ("NONE", "not compressed"),
        };
        byte[] text = Encoding.Latin1.GetBytes(name);
        byte[] bytes = new byte[isCompressed ? 22 + ((1 + text.Length + 1) & ~1) : 18];
        BinaryPrimitives.WriteInt16BigEndian(bytes, (short)channels);
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(6), (short)(format.Encoding is SampleEncoding.ALaw or SampleEncoding.MuLaw ? 16 : format.ValidBits));
        ExtendedFloat.Write(bytes.AsSpan(8), (uint)sampleRate);
        if (isCompressed)
        {
            Encoding.Latin1.GetBytes(id, bytes.AsSpan(18));
            bytes[22] = (byte)text.Length;
            text.CopyTo(bytes, 23);
        }

        return bytes;
    }

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
        BinaryPrimitives.WriteUInt32BigEndian(head[4..], checked((uint)size));
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
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)size);
        file.WriteAt(offset, bytes);
    }
}
