using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Roomtone.Media;

/// <summary>Tags in chunks: <c>LIST INFO</c> of RIFF, the text chunks of AIFF.</summary>
internal static class ChunkTags
{
    private static readonly (string Key, string Info, string Aiff)[] s_keys =
    [
        ("title", "INAM", "NAME"), ("artist", "IART", "AUTH"), ("album", "IPRD", ""), ("date", "ICRD", ""), ("genre", "IGNR", ""),
        ("description", "ICMT", "ANNO"), ("copyright", "ICOP", "(c) "), ("encoder", "ISFT", ""), ("tracknumber", "ITRK", ""), ("language", "ILNG", ""),
    ];

    internal static MediaTags Read(MetadataSet set)
    {
        MediaTags tags = MediaTags.Empty;
        foreach (MetadataChunk chunk in set.Chunks.Where(c => c.IsInMemory))
        {
            if (IsInfo(chunk))
            {
                tags = ReadInfo(chunk.Data.Span, tags);
            }
            else if (set.Family == ChunkFamily.Aiff && s_keys.FirstOrDefault(k => k.Aiff == chunk.Id).Key is { } key)
            {
                tags = tags.With(key, ChunkText.Decode(chunk.Data.Span));
            }
        }

        return tags;
    }

    /// <summary>The set with these tags where its family has a place for them; values that no key is for stay.</summary>
    internal static MetadataSet Write(MetadataSet set, MediaTags tags)
    {
        if (tags.Values.Count == 0)
        {
            return set;
        }

        if (set.Family == ChunkFamily.Riff)
        {
            MetadataChunk? earlier = set.Chunks.FirstOrDefault(IsInfo);
            byte[] list = BuildInfo(earlier is null ? [] : earlier.Data.Span, tags);
            return set with
            {
                Chunks = earlier is null ? set.Chunks.Add(new MetadataChunk("LIST", list)) : set.Chunks.Replace(earlier, earlier.With(list)),
            };
        }

        foreach ((string key, _, string id) in s_keys.Where(k => k.Aiff.Length > 0 && set.Family == ChunkFamily.Aiff))
        {
            set = tags[key] is { } value ? set.With(id, Encoding.UTF8.GetBytes(value)) : set;
        }

        return set;
    }

    /// <summary>What a kind of file has no place for, of what is to be written.</summary>
    /// <param name="container">The kind of file.</param>
    /// <param name="tags">Tags and cover.</param>
    /// <returns>Keys, and <c>cover</c>; empty where everything goes in.</returns>
    internal static ImmutableArray<string> LeftOut(MediaContainer container, MediaTags tags)
    {
        if (!container.IsPlain())
        {
            return [];
        }

        bool HasPlace(string key) => s_keys.Any(k => k.Key == key && container switch
        {
            MediaContainer.Caf => false,
            MediaContainer.Aiff or MediaContainer.AiffC => k.Aiff.Length > 0,
            _ => true,
        });

        // Who encoded the source is not said of the copy.
        IEnumerable<string> keys = tags.Values.Keys.Where(k => k != "encoder" && !HasPlace(k));
        return [.. keys, .. tags.Cover is null ? Array.Empty<string>() : ["cover"]];
    }

    /// <summary>All that the chunk holds is read as tags.</summary>
    internal static bool Holds(ChunkFamily family, MetadataChunk chunk) =>
        family switch
        {
            ChunkFamily.Riff => IsInfo(chunk) && Parts(chunk.Data.Span).All(p => s_keys.Any(k => k.Info == p.Id)),
            ChunkFamily.Aiff => chunk.IsInMemory && s_keys.Any(k => k.Aiff == chunk.Id),
            _ => false,
        };

    private static bool IsInfo(MetadataChunk chunk) => chunk.Id is "LIST" or "list" && chunk.IsInMemory && chunk.Data.Span.StartsWith("INFO"u8);

    private static MediaTags ReadInfo(ReadOnlySpan<byte> list, MediaTags tags)
    {
        foreach ((string id, int offset, int size) in Parts(list))
        {
            if (s_keys.FirstOrDefault(k => k.Info == id).Key is { } key)
            {
                tags = tags.With(key, ChunkText.Decode(list.Slice(offset, size)));
            }
        }

        return tags;
    }

    private static byte[] BuildInfo(ReadOnlySpan<byte> earlier, MediaTags tags)
    {
        var list = new List<byte>("INFO"u8.ToArray());
        foreach ((string id, int offset, int size) in Parts(earlier))
        {
            if (s_keys.FirstOrDefault(k => k.Info == id).Key is not { } key || tags[key] is null)
            {
                Add(list, id, earlier.Slice(offset, size));
            }
        }

        foreach ((string key, string id, _) in s_keys)
        {
            if (tags[key] is { } value)
            {
                Add(list, id, [.. Encoding.UTF8.GetBytes(value), 0]);
            }
        }

        return [.. list];
    }

    private static void Add(List<byte> list, string id, ReadOnlySpan<byte> bytes)
    {
        Span<byte> head = stackalloc byte[8];
        Encoding.Latin1.GetBytes(id, head);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], bytes.Length);
        list.AddRange(head);
        list.AddRange(bytes);
        if ((bytes.Length & 1) != 0)
        {
            list.Add(0);
        }
    }

    private static List<(string Id, int Offset, int Size)> Parts(ReadOnlySpan<byte> list)
    {
        var parts = new List<(string, int, int)>();
        for (int offset = 4; offset + 8 <= list.Length;)
        {
            int size = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(list[(offset + 4)..]), list.Length - offset - 8);
            parts.Add((Encoding.Latin1.GetString(list.Slice(offset, 4)), offset + 8, size));
            offset += 8 + size + (size & 1);
        }

        return parts;
    }
}
