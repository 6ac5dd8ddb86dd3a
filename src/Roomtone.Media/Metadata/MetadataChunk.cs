using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>One chunk of a file, byte for byte.</summary>
/// <remarks>A chunk above <see cref="Limits.MaximumChunkBytes"/> stays in its file and is copied from there.</remarks>
public sealed record MetadataChunk
{
    private const int CopyBytes = 1 << 20;
    private readonly string? _path;
    private readonly long _offset;

    /// <summary>A chunk in memory.</summary>
    /// <param name="id">Four characters, or of a foreign Wave64 chunk 32 hexadecimal digits.</param>
    /// <param name="data">The bytes, without padding.</param>
    /// <param name="isAfterData">It stands after the samples.</param>
    public MetadataChunk(string id, ReadOnlyMemory<byte> data, bool isAfterData = false)
    {
        Id = id;
        Data = data;
        Length = data.Length;
        IsAfterData = isAfterData;
    }

    internal MetadataChunk(string id, string path, long offset, long length, bool isAfterData)
    {
        Id = id;
        _path = path;
        _offset = offset;
        Length = length;
        IsAfterData = isAfterData;
    }

    /// <summary>Four characters (<c>bext</c>), or of a foreign Wave64 chunk 32 hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>Bytes, without padding.</summary>
    public long Length { get; }

    /// <summary>The bytes; empty where the chunk is too large for memory.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>It stands after the samples.</summary>
    public bool IsAfterData { get; init; }

    /// <summary>The bytes are in memory.</summary>
    public bool IsInMemory => _path is null;

    /// <summary>It holds nothing that another file could want: room that a writer left, or the count of samples.</summary>
    public bool IsBookkeeping => Id is "fact" or "JUNK" or "junk" or "PAD " or "pad " or "FLLR" or "FREE" or "free";

    /// <summary>The same chunk with other bytes.</summary>
    /// <param name="data">The new bytes.</param>
    public MetadataChunk With(ReadOnlyMemory<byte> data) => new(Id, data, IsAfterData);

    internal void CopyTo(OutputFile file)
    {
        if (_path is null)
        {
            file.Append(Data.Span);
            return;
        }

        using var source = FileByteSource.Open(_path);
        byte[] piece = new byte[CopyBytes];
        for (long done = 0; done < Length; done += piece.Length)
        {
            Span<byte> part = piece.AsSpan(0, (int)Math.Min(piece.Length, Length - done));
            if (source.Read(_offset + done, part) < part.Length)
            {
                throw new MediaFormatException(_path, _offset + done, $"chunk '{Id}' became shorter while it was read");
            }

            file.Append(part);
        }
    }
}
