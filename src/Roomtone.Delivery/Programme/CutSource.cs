using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The session cut to one file: kept stretches joined by crossfades of 10 ms, silence before and after.</summary>
/// <remarks>
/// A join lies half before and half after the cut and takes its handles from what was cut away, so nothing gets longer or shorter.
/// Equal power, because the two sides are unrelated. The same bits for any order of reading. Thread: one at a time.
/// </remarks>
internal sealed class CutSource : IAudioSource, IDisposable
{
    private const double HalfJoinSeconds = 0.005;
    private const int Chunk = 4096;
    private readonly IAudioSource _source;
    private readonly CutList _cuts;
    private readonly ImmutableArray<Piece> _pieces;
    private readonly AudioBuffer _other;

    public CutSource(IAudioSource source, CutList cuts)
    {
        _source = source;
        _cuts = cuts;
        _pieces = Arrange(cuts, (long)(HalfJoinSeconds * source.SampleRate));
        _other = new AudioBuffer(source.Layout.Count, Chunk);
    }

    public int SampleRate => _source.SampleRate;

    public ChannelLayout Layout => _source.Layout;

    public long Length => _cuts.Length;

    public void Read(long position, AudioBlock destination)
    {
        for (int done = 0; done < destination.Length; done += Chunk)
        {
            ReadChunk(position + done, destination.Slice(done, Math.Min(Chunk, destination.Length - done)));
        }
    }

    public void Dispose() => _other.Dispose();

    private static ImmutableArray<Piece> Arrange(CutList cuts, long half)
    {
        ImmutableArray<Piece>.Builder pieces = ImmutableArray.CreateBuilder<Piece>(cuts.Stretches.Length);
        long at = cuts.Head;
        for (int i = 0; i < cuts.Stretches.Length; i++)
        {
            Kept kept = cuts.Stretches[i];
            long before = i == 0 ? 0 : Half(cuts.Stretches[i - 1], kept, half);
            long after = i == cuts.Stretches.Length - 1 ? 0 : Half(kept, cuts.Stretches[i + 1], half);
            pieces.Add(new Piece(at, at + kept.Length, kept.Start, before, after));
            at += kept.Length;
        }

        return pieces.MoveToImmutable();
    }

    /// <summary>Half a join: never more than half of a neighbour, so that two joins do not meet.</summary>
    private static long Half(Kept left, Kept right, long half) => Math.Min(half, Math.Min(left.Length, right.Length) / 2);

    private void ReadChunk(long position, AudioBlock destination)
    {
        long end = position + destination.Length;
        destination.Clear();
        foreach (Piece piece in _pieces)
        {
            long from = Math.Max(position, piece.Start - piece.Before);
            long to = Math.Min(end, piece.End + piece.After);
            if (from == position && to == end && piece.IsFlat(from, to))
            {
                _source.Read(piece.Source + (from - piece.Start), destination);
                return;
            }

            if (from < to)
            {
                AudioBlock part = _other.Block.Slice(0, (int)(to - from));
                _source.Read(piece.Source + (from - piece.Start), part);
                Add(piece, from, part, destination.Slice((int)(from - position), part.Length));
            }
        }
    }

    private static void Add(Piece piece, long from, AudioBlock part, AudioBlock destination)
    {
        for (int c = 0; c < part.Channels; c++)
        {
            Span<float> source = part[c];
            Span<float> target = destination[c];
            for (int i = 0; i < source.Length; i++)
            {
                target[i] += piece.Gain(from + i) * source[i];
            }
        }
    }

    private readonly record struct Piece(long Start, long End, long Source, long Before, long After)
    {
        public bool IsFlat(long from, long to) => from >= Start + Before && to <= End - After;

        public float Gain(long position)
        {
            if (position < Start + Before)
            {
                return (float)StableMath.SinPi((position - Start + Before + 0.5) / (4.0 * Before));
            }

            return position >= End - After
                ? (float)StableMath.CosPi((position - End + After + 0.5) / (4.0 * After))
                : 1f;
        }
    }
}
