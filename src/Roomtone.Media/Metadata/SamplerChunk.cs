using System.Buffers.Binary;
using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>A loop of a sampler instrument.</summary>
/// <param name="Id">Number of a cue point, or any.</param>
/// <param name="Kind">0 forward, 1 alternating, 2 backward.</param>
/// <param name="Start">First sample.</param>
/// <param name="End">Last sample, inclusive.</param>
/// <param name="Count">How often; 0 = for ever.</param>
public sealed record SamplerLoop(uint Id, uint Kind, long Start, long End, uint Count);

/// <summary>The <c>smpl</c> chunk: 36 bytes, then loops of 24.</summary>
internal static class SamplerChunk
{
    private const int PeriodAt = 8;
    private const int CountAt = 28;
    private const int LoopsAt = 36;
    private const int LoopBytes = 24;

    internal static ImmutableArray<SamplerLoop> Read(ReadOnlySpan<byte> chunk)
    {
        var loops = ImmutableArray.CreateBuilder<SamplerLoop>();
        for (int i = 0; i < Count(chunk); i++)
        {
            ReadOnlySpan<byte> loop = chunk.Slice(LoopsAt + LoopBytes * i, LoopBytes);
            loops.Add(new SamplerLoop(
                BinaryPrimitives.ReadUInt32LittleEndian(loop),
                BinaryPrimitives.ReadUInt32LittleEndian(loop[4..]),
                BinaryPrimitives.ReadUInt32LittleEndian(loop[8..]),
                BinaryPrimitives.ReadUInt32LittleEndian(loop[12..]),
                BinaryPrimitives.ReadUInt32LittleEndian(loop[20..])));
        }

        return loops.DrainToImmutable();
    }

    /// <summary>The chunk with every loop moved; a loop that is not wholly in the part is dropped.</summary>
    internal static byte[] Move(ReadOnlySpan<byte> chunk, SampleMap map, out int dropped)
    {
        dropped = 0;
        int count = Count(chunk);
        if (chunk.Length < LoopsAt)
        {
            return chunk.ToArray();
        }

        var bytes = new List<byte>(chunk[..LoopsAt].ToArray());
        for (int i = 0; i < count; i++)
        {
            byte[] loop = chunk.Slice(LoopsAt + LoopBytes * i, LoopBytes).ToArray();
            long start = BinaryPrimitives.ReadUInt32LittleEndian(loop.AsSpan(8));
            long end = BinaryPrimitives.ReadUInt32LittleEndian(loop.AsSpan(12));
            bool isInside = map.TryMove(start, out long moved) & map.TryMove(end + 1, out long movedEnd);
            (moved, movedEnd) = map.IsReversed ? (movedEnd, moved) : (moved, movedEnd);
            if (!isInside || movedEnd > uint.MaxValue)
            {
                dropped++;
                continue;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(loop.AsSpan(8), (uint)moved);
            BinaryPrimitives.WriteUInt32LittleEndian(loop.AsSpan(12), (uint)Math.Max(movedEnd - 1, moved));
            bytes.AddRange(loop);
        }

        bytes.AddRange(chunk[(LoopsAt + LoopBytes * count)..]);
        byte[] result = [.. bytes];
        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(CountAt), count - dropped);
        if (map.ChangesRate)
        {
            uint period = BinaryPrimitives.ReadUInt32LittleEndian(result.AsSpan(PeriodAt));
            BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(PeriodAt), (uint)((ulong)period * (ulong)map.From / (ulong)map.To));
        }

        return result;
    }

    private static int Count(ReadOnlySpan<byte> chunk) =>
        chunk.Length < LoopsAt ? 0 : (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(chunk[CountAt..]), (chunk.Length - LoopsAt) / LoopBytes);
}
