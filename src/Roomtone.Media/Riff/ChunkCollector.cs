using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>Collects the chunks of a file within the limits: small ones in memory, large ones by their place.</summary>
internal sealed class ChunkCollector(IByteSource source, Limits limits)
{
    private readonly List<MetadataChunk> _chunks = [];
    private long _bytes;
    private int _count;

    internal ImmutableArray<MetadataChunk> Chunks => [.. _chunks];

    /// <summary>Counts a chunk, whether it is kept or not.</summary>
    internal void Count(long offset)
    {
        if (++_count > limits.MaximumChunks)
        {
            throw new MediaFormatException(source.Name, offset, $"more than {limits.MaximumChunks} chunks");
        }
    }

    /// <summary>Keeps a chunk.</summary>
    internal void Keep(string id, ByteSlice content, bool isAfterData)
    {
        if (content.Length <= limits.MaximumChunkBytes && _bytes + content.Length <= limits.MaximumHeaderBytes)
        {
            _bytes += content.Length;
            _chunks.Add(new MetadataChunk(id, content.ToArray(), isAfterData));
        }
        else
        {
            _chunks.Add(new MetadataChunk(id, source.Name, content.Start, content.Length, isAfterData));
        }
    }
}
