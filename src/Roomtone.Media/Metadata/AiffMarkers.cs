using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>The <c>MARK</c> chunk of AIFF: u16 count, then {u16 id, u32 position, Pascal string}.</summary>
internal static class AiffMarkers
{
    private const int HeadBytes = 6;
    private const int LongestName = 255;

    internal static ImmutableArray<CuePoint> Read(MetadataSet set)
    {
        if (set.Find("MARK") is not { } chunk)
        {
            return [];
        }

        ReadOnlySpan<byte> bytes = chunk.Data.Span;
        var markers = ImmutableArray.CreateBuilder<CuePoint>();
        foreach (int offset in Offsets(chunk.Data.Span))
        {
            ReadOnlySpan<byte> text = bytes.Slice(offset + HeadBytes + 1, Math.Min(bytes[offset + HeadBytes], bytes.Length - offset - HeadBytes - 1));
            uint id = BinaryPrimitives.ReadUInt16BigEndian(bytes[offset..]);
            markers.Add(new CuePoint(id, BinaryPrimitives.ReadUInt32BigEndian(bytes[(offset + 2)..]), 0, ChunkText.Decode(text), string.Empty));
        }

        return markers.DrainToImmutable();
    }

    /// <summary>The chunk for markers; a region is a pair of markers, since AIFF has no regions.</summary>
    internal static byte[] Build(ImmutableArray<CuePoint> markers)
    {
        var bytes = new List<byte> { 0, 0 };
        int count = 0;
        foreach (CuePoint marker in markers)
        {
            Add(bytes, ref count, marker.Position, marker.Title);
            if (marker.Length > 0)
            {
                Add(bytes, ref count, marker.Position + marker.Length, marker.Title + " (end)");
            }
        }

        byte[] chunk = [.. bytes];
        BinaryPrimitives.WriteUInt16BigEndian(chunk, (ushort)count);
        return chunk;
    }

    /// <summary>Every marker moved; one outside the part is put at its edge, since loops refer to it by id.</summary>
    internal static MetadataSet Move(MetadataSet set, SampleMap map, ICollection<Finding>? findings)
    {
        if (set.Find("MARK") is not { } chunk)
        {
            return set;
        }

        byte[] bytes = chunk.Data.ToArray();
        int outside = 0;
        long end = Math.Min(uint.MaxValue, map.Scale(Math.Min(map.Length, uint.MaxValue)));
        foreach (int offset in Offsets(bytes))
        {
            Span<byte> position = bytes.AsSpan(offset + 2);
            outside += map.TryMove(BinaryPrimitives.ReadUInt32BigEndian(position), out long moved) ? 0 : 1;
            BinaryPrimitives.WriteUInt32BigEndian(position, (uint)Math.Clamp(moved, 0, end));
        }

        MetadataTransform.TellAtEdge(outside, findings);
        return set.With("MARK", bytes);
    }

    private static List<int> Offsets(ReadOnlySpan<byte> bytes)
    {
        var offsets = new List<int>();
        int offset = 2;
        for (int i = bytes.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(bytes); i > 0 && offset + HeadBytes < bytes.Length; i--)
        {
            offsets.Add(offset);
            int text = 1 + bytes[offset + HeadBytes];
            offset += HeadBytes + text + (text & 1);
        }

        return offsets;
    }

    /// <summary>How many of the markers have no number left: the format counts to 32,767, and a region takes two.</summary>
    internal static int Surplus(ImmutableArray<CuePoint> markers) => Math.Max(0, markers.Sum(m => m.Length > 0 ? 2 : 1) - short.MaxValue);

    private static void Add(List<byte> bytes, ref int count, long position, string name)
    {
        if (count == short.MaxValue)
        {
            return;
        }

        count++;
        byte[] text = Utf8Within(name, LongestName);
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)count);
        BinaryPrimitives.WriteUInt32BigEndian(head[2..], (uint)Math.Min(position, uint.MaxValue));
        bytes.AddRange(head);
        bytes.Add((byte)text.Length);
        bytes.AddRange(text);
        if ((text.Length & 1) == 0)
        {
            bytes.Add(0);
        }
    }

    private static byte[] Utf8Within(string text, int bytes)
    {
        byte[] all = Encoding.UTF8.GetBytes(text);
        int end = Math.Min(all.Length, bytes);
        while (end < all.Length && end > 0 && (all[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return all[..end];
    }
}
