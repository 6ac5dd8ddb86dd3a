using System.Buffers.Binary;

namespace Roomtone.Media;

/// <summary>A bounded part of a file for parsers: nothing outside it can be read, and what is missing is told by its offset.</summary>
internal readonly struct ByteSlice(IByteSource source, long start, long length)
{
    internal IByteSource Source { get; } = source;

    internal long Start { get; } = start;

    internal long Length { get; } = length;

    /// <summary>A part of this part, cut to it.</summary>
    internal ByteSlice Slice(long offset, long count)
    {
        long from = Math.Clamp(offset, 0, Length);
        return new ByteSlice(Source, Start + from, Math.Clamp(count, 0, Length - from));
    }

    /// <summary>All bytes; the caller has checked the length.</summary>
    internal byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        int read = Source.Read(Start, bytes);
        if (read < bytes.Length)
        {
            throw Failure(read, "the file became shorter while it was read");
        }

        return bytes;
    }

    /// <summary>Fills a span from an offset.</summary>
    internal void Read(long offset, Span<byte> destination, string what)
    {
        if (offset + destination.Length > Length || Source.Read(Start + offset, destination) < destination.Length)
        {
            throw Failure(Math.Min(offset, Length), $"the file ends within {what}");
        }
    }

    internal uint ReadUInt32(long offset, string what)
    {
        Span<byte> bytes = stackalloc byte[4];
        Read(offset, bytes, what);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    internal MediaFormatException Failure(long offset, string reason, string? hint = null) =>
        new(Source.Name, Start + offset, reason, hint);
}
