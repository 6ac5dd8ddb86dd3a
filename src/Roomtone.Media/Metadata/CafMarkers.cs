using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>The <c>mark</c> chunk of Core Audio files and the names in <c>strg</c>.</summary>
/// <remarks>
/// <c>mark</c>: u32 kind of SMPTE time, u32 count, then {u32 type, f64 position, u32 id, 8 bytes of SMPTE time, u32 channel}.
/// <c>strg</c>: u32 count, then {u32 id, i64 offset}, then text that ends in NUL. Apple, Core Audio Format Specification 1.0.
/// </remarks>
internal static class CafMarkers
{
    private const int HeadBytes = 8;
    private const int RowBytes = 28;
    private const int NameBytes = 12;
    private const uint RegionStart = 0x72626567;
    private const uint RegionEnd = 0x72656E64;

    internal static ImmutableArray<CuePoint> Read(MetadataSet set)
    {
        if (set.Find("mark") is not { } chunk || chunk.Length < HeadBytes)
        {
            return [];
        }

        Dictionary<uint, string> names = set.Find("strg") is { } strings ? Names(strings.Data.Span) : [];
        var markers = new List<CuePoint>();
        for (int i = 0; i < Count(chunk.Data.Span); i++)
        {
            ReadOnlySpan<byte> row = chunk.Data.Span.Slice(HeadBytes + RowBytes * i, RowBytes);
            double at = BinaryPrimitives.ReadDoubleBigEndian(row[4..]);
            long position = double.IsFinite(at) ? (long)Math.Clamp(Math.Round(at), 0, 1e15) : 0;
            uint id = BinaryPrimitives.ReadUInt32BigEndian(row[12..]);
            int start = BinaryPrimitives.ReadUInt32BigEndian(row) == RegionEnd ? markers.FindLastIndex(m => m.Id == id && m.Length == 0 && m.Position < position) : -1;
            if (start >= 0)
            {
                markers[start] = markers[start] with { Length = position - markers[start].Position };
                continue;
            }

            markers.Add(new CuePoint(id, position, 0, names.GetValueOrDefault(id, string.Empty), string.Empty));
        }

        return [.. markers];
    }

    /// <summary>Chunks for markers and regions.</summary>
    internal static (byte[] Mark, byte[] Names) Build(ImmutableArray<CuePoint> markers)
    {
        var rows = new List<byte>();
        var index = new List<byte>();
        var text = new List<byte>();
        Span<byte> name = stackalloc byte[NameBytes];
        foreach (CuePoint marker in markers)
        {
            Add(rows, marker.Length > 0 ? RegionStart : 0, marker.Id, marker.Position);
            if (marker.Length > 0)
            {
                Add(rows, RegionEnd, marker.Id, marker.Position + marker.Length);
            }

            BinaryPrimitives.WriteUInt32BigEndian(name, marker.Id);
            BinaryPrimitives.WriteInt64BigEndian(name[4..], text.Count);
            index.AddRange(name);
            text.AddRange(Encoding.UTF8.GetBytes(marker.Title.Replace("\0", string.Empty, StringComparison.Ordinal)));
            text.Add(0);
        }

        byte[] mark = [.. new byte[HeadBytes], .. rows];
        BinaryPrimitives.WriteInt32BigEndian(mark.AsSpan(4), rows.Count / RowBytes);
        byte[] names = [.. new byte[4], .. index, .. text];
        BinaryPrimitives.WriteInt32BigEndian(names, markers.Length);
        return (mark, names);
    }

    /// <summary>Every marker moved; one outside the part is put at its edge.</summary>
    internal static MetadataSet Move(MetadataSet set, SampleMap map, ICollection<Finding>? findings)
    {
        if (set.Find("mark") is not { } chunk || chunk.Length < HeadBytes)
        {
            return set;
        }

        byte[] bytes = chunk.Data.ToArray();
        int outside = 0;
        for (int i = 0; i < Count(bytes); i++)
        {
            Span<byte> position = bytes.AsSpan(HeadBytes + RowBytes * i + 4);
            double before = BinaryPrimitives.ReadDoubleBigEndian(position);
            bool isInside = before >= map.Start && before - map.Start <= map.Length;
            outside += isInside ? 0 : 1;
            double kept = isInside ? before - map.Start : Math.Clamp(before - map.Start, 0, map.Length);
            double moved = map.IsReversed ? map.Length - kept : kept * map.To / map.From;
            BinaryPrimitives.WriteDoubleBigEndian(position, double.IsFinite(before) ? moved : 0);
        }

        if (map.IsReversed)
        {
            Mirror(bytes);
        }

        MetadataTransform.TellAtEdge(outside, findings);
        return set.With("mark", bytes);
    }

    // A region begins where it ended, and its start is read first.
    private static void Mirror(Span<byte> mark)
    {
        byte[] rows = mark.Slice(HeadBytes, RowBytes * Count(mark)).ToArray();
        for (int i = 0; i < rows.Length / RowBytes; i++)
        {
            Span<byte> row = mark.Slice(HeadBytes + rows.Length - RowBytes * (i + 1), RowBytes);
            rows.AsSpan(RowBytes * i, RowBytes).CopyTo(row);
            uint type = BinaryPrimitives.ReadUInt32BigEndian(row);
            BinaryPrimitives.WriteUInt32BigEndian(row, type == RegionStart ? RegionEnd : type == RegionEnd ? RegionStart : type);
        }
    }

    private static int Count(ReadOnlySpan<byte> mark) => (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(mark[4..]), (mark.Length - HeadBytes) / RowBytes);

    private static Dictionary<uint, string> Names(ReadOnlySpan<byte> chunk)
    {
        var names = new Dictionary<uint, string>();
        int count = chunk.Length < 4 ? 0 : (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(chunk), (chunk.Length - 4) / NameBytes);
        ReadOnlySpan<byte> text = chunk[Math.Min(4 + NameBytes * count, chunk.Length)..];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> row = chunk.Slice(4 + NameBytes * i, NameBytes);
            long offset = BinaryPrimitives.ReadInt64BigEndian(row[4..]);
            if (offset >= 0 && offset < text.Length)
            {
                names[BinaryPrimitives.ReadUInt32BigEndian(row)] = ChunkText.Decode(text[(int)offset..]);
            }
        }

        return names;
    }

    private static void Add(List<byte> rows, uint type, uint id, long position)
    {
        Span<byte> row = stackalloc byte[RowBytes];
        row.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(row, type);
        BinaryPrimitives.WriteDoubleBigEndian(row[4..], position);
        BinaryPrimitives.WriteUInt32BigEndian(row[12..], id);
        rows.AddRange(row);
    }
}
