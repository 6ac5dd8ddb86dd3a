using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>A marker or region of a file.</summary>
/// <param name="Id">The number that joins point, label and region.</param>
/// <param name="Position">Sample, per channel.</param>
/// <param name="Length">Samples of the region; 0 = a point.</param>
/// <param name="Label">Its label; empty without one.</param>
/// <param name="Note">Its note; empty without one.</param>
public sealed record CuePoint(uint Id, long Position, long Length, string Label, string Note)
{
    /// <summary>Label and note in one line, for files that have one name per marker.</summary>
    internal string Title => Label.Length == 0 ? Note : Note.Length == 0 ? Label : $"{Label}: {Note}";
}

/// <summary>The <c>cue </c> chunk and the labels and lengths in <c>LIST adtl</c>.</summary>
internal static class CueChunks
{
    private const int RowBytes = 24;

    internal static ImmutableArray<CuePoint> Read(MetadataSet set)
    {
        if (set.Find("cue ") is not { } chunk)
        {
            return [];
        }

        var labels = new Dictionary<uint, string>();
        var notes = new Dictionary<uint, string>();
        var lengths = new Dictionary<uint, long>();
        foreach (MetadataChunk list in set.Chunks.Where(IsAssociated))
        {
            foreach ((string id, int offset, int size) in Parts(list.Data.Span))
            {
                ReadPart(list.Data.Span.Slice(offset, size), id, labels, notes, lengths);
            }
        }

        var cues = ImmutableArray.CreateBuilder<CuePoint>();
        ReadOnlySpan<byte> bytes = chunk.Data.Span;
        for (int i = 0; i < Count(bytes); i++)
        {
            uint id = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 + RowBytes * i)..]);
            long position = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 + RowBytes * i + 20)..]);
            cues.Add(new CuePoint(id, position, lengths.GetValueOrDefault(id), labels.GetValueOrDefault(id, ""), notes.GetValueOrDefault(id, "")));
        }

        return cues.DrainToImmutable();
    }

    /// <summary>Chunks for markers and regions: <c>cue </c> and <c>LIST adtl</c>.</summary>
    internal static (byte[] Cue, byte[] List) Build(ImmutableArray<CuePoint> cues)
    {
        byte[] cue = new byte[4 + RowBytes * cues.Length];
        BinaryPrimitives.WriteInt32LittleEndian(cue, cues.Length);
        var list = new List<byte>("adtl"u8.ToArray());
        for (int i = 0; i < cues.Length; i++)
        {
            Span<byte> row = cue.AsSpan(4 + RowBytes * i, RowBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(row, cues[i].Id);
            BinaryPrimitives.WriteUInt32LittleEndian(row[4..], (uint)cues[i].Position);
            "data"u8.CopyTo(row[8..]);
            BinaryPrimitives.WriteUInt32LittleEndian(row[20..], (uint)cues[i].Position);
            AddText(list, "labl"u8, cues[i].Id, cues[i].Label);
            AddText(list, "note"u8, cues[i].Id, cues[i].Note);
            AddRegion(list, cues[i]);
        }

        return (cue, [.. list]);
    }

    /// <summary>The chunk with every point moved; points that are not in the part are dropped.</summary>
    internal static byte[] Move(ReadOnlySpan<byte> chunk, SampleMap map, IReadOnlyDictionary<uint, long> regions, ISet<uint> dropped)
    {
        var rows = new List<byte>();
        int kept = 0;
        for (int i = 0; i < Count(chunk); i++)
        {
            byte[] row = chunk.Slice(4 + RowBytes * i, RowBytes).ToArray();
            uint id = BinaryPrimitives.ReadUInt32LittleEndian(row);
            long position = BinaryPrimitives.ReadUInt32LittleEndian(row.AsSpan(20));
            bool isKept = regions.TryGetValue(id, out long length) && length > 0
                ? map.TryMove(position, length, out long moved, out _)
                : map.TryMove(position, out moved);
            if (!isKept || moved > uint.MaxValue)
            {
                dropped.Add(id);
                continue;
            }

            // Editors write the play position either as 0 or as the sample offset; it stays what it was.
            uint play = BinaryPrimitives.ReadUInt32LittleEndian(row.AsSpan(4));
            BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(4), play == position ? (uint)moved : play);
            BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(20), (uint)moved);
            rows.AddRange(row);
            kept++;
        }

        byte[] result = new byte[4 + rows.Count];
        BinaryPrimitives.WriteInt32LittleEndian(result, kept);
        rows.CopyTo(result, 4);
        return result;
    }

    /// <summary>The list without what belongs to dropped points, region lengths moved.</summary>
    internal static byte[] MoveList(ReadOnlySpan<byte> chunk, SampleMap map, IReadOnlyDictionary<uint, long> positions, ISet<uint> dropped)
    {
        var bytes = new List<byte>(chunk[..4].ToArray());
        foreach ((string id, int offset, int size) in Parts(chunk))
        {
            byte[] part = chunk.Slice(offset - 8, 8 + size + (offset + size < chunk.Length ? size & 1 : 0)).ToArray();
            if (size >= 4 && dropped.Contains(BinaryPrimitives.ReadUInt32LittleEndian(part.AsSpan(8))))
            {
                continue;
            }

            if (id == "ltxt" && size >= 8)
            {
                uint cue = BinaryPrimitives.ReadUInt32LittleEndian(part.AsSpan(8));
                long length = BinaryPrimitives.ReadUInt32LittleEndian(part.AsSpan(12));
                if (length > 0 && positions.TryGetValue(cue, out long position) && map.TryMove(position, length, out _, out long movedLength))
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(part.AsSpan(12), (uint)Math.Min(movedLength, uint.MaxValue));
                }
            }

            bytes.AddRange(part);
        }

        return [.. bytes];
    }

    /// <summary>Some writers spell the list in lower case.</summary>
    internal static bool IsAssociated(MetadataChunk chunk) =>
        chunk.Id is "LIST" or "list" && chunk.IsInMemory && chunk.Data.Span.StartsWith("adtl"u8);

    private static int Count(ReadOnlySpan<byte> chunk) =>
        chunk.Length < 4 ? 0 : (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(chunk), (chunk.Length - 4) / RowBytes);

    private static List<(string Id, int Offset, int Size)> Parts(ReadOnlySpan<byte> list)
    {
        var parts = new List<(string, int, int)>();
        int offset = 4;
        while (offset + 8 <= list.Length)
        {
            string id = Encoding.Latin1.GetString(list.Slice(offset, 4));
            uint said = BinaryPrimitives.ReadUInt32LittleEndian(list[(offset + 4)..]);
            int size = (int)Math.Min(said, list.Length - offset - 8);
            parts.Add((id, offset + 8, size));
            offset += 8 + size + (size & 1);
        }

        return parts;
    }

    private static void ReadPart(
        ReadOnlySpan<byte> part, string id, Dictionary<uint, string> labels, Dictionary<uint, string> notes, Dictionary<uint, long> lengths)
    {
        if (part.Length < 4)
        {
            return;
        }

        uint cue = BinaryPrimitives.ReadUInt32LittleEndian(part);
        switch (id)
        {
            case "labl":
                labels[cue] = ChunkText.Decode(part[4..]);
                break;
            case "note":
                notes[cue] = ChunkText.Decode(part[4..]);
                break;
            case "ltxt" when part.Length >= 8:
                lengths[cue] = BinaryPrimitives.ReadUInt32LittleEndian(part[4..]);
                break;
        }
    }

    private static void AddText(List<byte> list, ReadOnlySpan<byte> id, uint cue, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), 0];
        Span<byte> head = stackalloc byte[12];
        id.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], 4 + bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], cue);
        list.AddRange(head);
        list.AddRange(bytes);
        if ((bytes.Length & 1) != 0)
        {
            list.Add(0);
        }
    }

    private static void AddRegion(List<byte> list, CuePoint cue)
    {
        if (cue.Length == 0)
        {
            return;
        }

        Span<byte> part = stackalloc byte[28];
        "ltxt"u8.CopyTo(part);
        BinaryPrimitives.WriteInt32LittleEndian(part[4..], 20);
        BinaryPrimitives.WriteUInt32LittleEndian(part[8..], cue.Id);
        BinaryPrimitives.WriteUInt32LittleEndian(part[12..], (uint)cue.Length);
        "rgn "u8.CopyTo(part[16..]);
        list.AddRange(part);
    }
}
