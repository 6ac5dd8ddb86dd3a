using System.Buffers.Binary;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>Markers of AIFF (<c>MARK</c>) and Core Audio files (<c>mark</c>).</summary>
internal static class ForeignMarkers
{
    private const int CafMarkBytes = 28;

    /// <summary>u16 count, then {u16 id, u32 position, Pascal string}; a marker is kept at the edge, since loops refer to it by id.</summary>
    internal static MetadataSet MoveAiff(MetadataSet set, SampleMap map, ICollection<Finding>? findings)
    {
        if (set.Find("MARK") is not { } chunk || chunk.Length < 2)
        {
            return set;
        }

        byte[] bytes = chunk.Data.ToArray();
        int outside = 0;
        int offset = 2;
        for (int i = BinaryPrimitives.ReadUInt16BigEndian(bytes); i > 0 && offset + 7 <= bytes.Length; i--)
        {
            Span<byte> position = bytes.AsSpan(offset + 2);
            long before = BinaryPrimitives.ReadUInt32BigEndian(position);
            outside += map.TryMove(before, out long moved) ? 0 : 1;
            BinaryPrimitives.WriteUInt32BigEndian(position, (uint)Math.Clamp(moved, 0, Math.Min(uint.MaxValue, map.Scale(Math.Min(map.Length, uint.MaxValue)))));
            int text = 1 + bytes[offset + 6];
            offset += 6 + text + (text & 1);
        }

        Tell(outside, findings);
        return set.With("MARK", bytes);
    }

    /// <summary>u32 type, u32 count, then {u32 type, f64 position, u32 id, SMPTE time, u32 channel}.</summary>
    internal static MetadataSet MoveCaf(MetadataSet set, SampleMap map, ICollection<Finding>? findings)
    {
        if (set.Find("mark") is not { } chunk || chunk.Length < 8)
        {
            return set;
        }

        byte[] bytes = chunk.Data.ToArray();
        int outside = 0;
        long count = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4)), (bytes.Length - 8) / CafMarkBytes);
        for (int i = 0; i < count; i++)
        {
            Span<byte> position = bytes.AsSpan(8 + CafMarkBytes * i + 4);
            double before = BinaryPrimitives.ReadDoubleBigEndian(position);
            bool isInside = before >= map.Start && before - map.Start <= map.Length;
            outside += isInside ? 0 : 1;
            double kept = isInside ? before - map.Start : Math.Clamp(before - map.Start, 0, map.Length);
            BinaryPrimitives.WriteDoubleBigEndian(position, double.IsFinite(before) ? kept * map.To / map.From : 0);
        }

        Tell(outside, findings);
        return set.With("mark", bytes);
    }

    private static void Tell(int outside, ICollection<Finding>? findings)
    {
        if (outside > 0)
        {
            MetadataTransform.Tell(findings, $"{outside} markers lie outside the part and are put at its edge");
        }
    }
}
