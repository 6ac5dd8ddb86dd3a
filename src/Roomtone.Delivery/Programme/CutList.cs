using System.Collections.Immutable;
using Roomtone.Session;

namespace Roomtone.Delivery;

/// <summary>A stretch of the session that is kept.</summary>
/// <param name="Start">Samples from the session's start.</param>
/// <param name="End">Exclusive.</param>
public readonly record struct Kept(long Start, long End)
{
    /// <summary>Samples.</summary>
    public long Length => End - Start;
}

/// <summary>What one file holds of the session: kept stretches in order, silence or room tone before and after.</summary>
/// <param name="Stretches">In order, none empty.</param>
/// <param name="Head">Samples before.</param>
/// <param name="Tail">Samples after.</param>
public sealed record CutList(ImmutableArray<Kept> Stretches, long Head, long Tail)
{
    /// <summary>The head carries room tone instead of silence.</summary>
    public bool IsHeadTone { get; init; }

    /// <summary>The tail carries room tone instead of silence.</summary>
    public bool IsTailTone { get; init; }

    /// <summary>1 for the first file of the deliverable.</summary>
    public int Index { get; init; } = 1;

    /// <summary>Name of the region that the file is made of; empty without one.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The reel that it is; null without one. Its leader and trailer stand around the programme.</summary>
    public Reel? Reel { get; init; }

    /// <summary>Samples of the programme with head and tail, at the session's rate; a reel's leader and trailer come on top.</summary>
    public long Length => Head + Stretches.Sum(s => s.Length) + Tail;

    /// <summary>The files of a deliverable.</summary>
    /// <param name="document">The session.</param>
    /// <param name="deliverable">One of its deliverables.</param>
    /// <param name="length">Samples of the rendered programme.</param>
    public static ImmutableArray<CutList> For(SessionDocument document, Deliverable deliverable, long length)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(deliverable);
        if (deliverable.IsPerReel)
        {
            // A range of its own is a part of the picture: what stands around a reel does not belong to it.
            bool isWhole = deliverable is { RangeStart: null, RangeEnd: null };
            return [.. document.Reels.Select((r, i) => (isWhole ? Action(document, deliverable, r, length) : Part(document, deliverable, r, length)) with { Index = i + 1 })
                .Where(c => isWhole || !c.Stretches.IsEmpty)];
        }

        if (deliverable.Reel is { } id && document.Reels.First(r => r.Id == id) is var reel && (reel.Start, reel.End) == (deliverable.RangeStart, deliverable.RangeEnd))
        {
            return [Action(document, deliverable, reel, length)];
        }

        long start = Math.Clamp(deliverable.RangeStart ?? 0, 0, length);
        long end = Math.Clamp(deliverable.RangeEnd ?? length, start, length);
        if (deliverable.PerRegionKind is not { } kind)
        {
            return [Cut(document, deliverable, start, end)];
        }

        ImmutableArray<CutList>.Builder files = ImmutableArray.CreateBuilder<CutList>();
        foreach (Region region in document.Regions.Where(r => r.Kind == kind).OrderBy(r => r.Start))
        {
            CutList cut = Cut(document, deliverable, Math.Max(start, region.Start), Math.Min(end, region.End));
            if (!cut.Stretches.IsEmpty)
            {
                files.Add(cut with { Index = files.Count + 1, Name = region.Name.Length > 0 ? region.Name : region.Id });
            }
        }

        return files.ToImmutable();
    }

    /// <summary>Where an instant of the session lies in the file; an instant that was cut moves to the join.</summary>
    /// <param name="position">Samples from the session's start.</param>
    /// <returns>Samples from the file's start, or null outside of the file.</returns>
    public long? Map(long position)
    {
        if (Stretches.IsEmpty || position >= Stretches[^1].End)
        {
            return null;
        }

        long before = Head;
        foreach (Kept kept in Stretches)
        {
            if (position < kept.End)
            {
                return position < kept.Start && before == Head ? null : before + Math.Max(0, position - kept.Start);
            }

            before += kept.Length;
        }

        return null;
    }

    /// <summary>The session's chapters as the file has them.</summary>
    /// <param name="chapters">In time order.</param>
    /// <remarks>The chapter that runs at the file's start begins there; of two at one place the later one stays.</remarks>
    public ImmutableArray<Chapter> Map(ImmutableArray<Chapter> chapters)
    {
        SortedDictionary<long, Chapter> mapped = [];
        foreach (Chapter chapter in chapters)
        {
            bool isBefore = !Stretches.IsEmpty && chapter.Position < Stretches[0].Start;
            if ((isBefore ? 0 : Map(chapter.Position)) is { } position)
            {
                mapped[position] = chapter with { Position = position };
            }
        }

        return [.. mapped.Values];
    }

    // As long as its picture, also where the sound ends before it.
    private static CutList Action(SessionDocument document, Deliverable deliverable, Reel reel, long length)
    {
        long end = Math.Clamp(reel.End, 0, Math.Max(length, 0)), start = Math.Min(reel.Start, end);
        CutList cut = Cut(document, deliverable, start, end);
        return cut with { Reel = reel, Name = reel.Id, Tail = cut.Tail + reel.End - Math.Max(end, reel.Start) };
    }

    private static CutList Part(SessionDocument document, Deliverable deliverable, Reel reel, long length)
    {
        long start = Math.Max(deliverable.RangeStart ?? 0, reel.Start), end = Math.Min(Math.Min(deliverable.RangeEnd ?? length, reel.End), length);
        return Cut(document, deliverable, Math.Max(0, start), end) with { Name = reel.Id };
    }

    private static CutList Cut(SessionDocument document, Deliverable deliverable, long start, long end)
    {
        ImmutableArray<Kept>.Builder kept = ImmutableArray.CreateBuilder<Kept>();
        long at = start;
        foreach (Region region in document.Regions.Where(r => r.Kind is not null && deliverable.Omit.Contains(r.Kind, StringComparer.Ordinal)).OrderBy(r => r.Start))
        {
            if (region.Start > at)
            {
                Add(kept, at, Math.Min(region.Start, end));
            }

            at = Math.Max(at, region.End);
        }

        Add(kept, at, end);
        return new CutList(
            kept.ToImmutable(),
            deliverable.Head?.ToSamples(document.SampleRate) ?? 0,
            deliverable.Tail?.ToSamples(document.SampleRate) ?? 0)
        {
            IsHeadTone = deliverable.IsHeadTone,
            IsTailTone = deliverable.IsTailTone,
        };
    }

    private static void Add(ImmutableArray<Kept>.Builder kept, long start, long end)
    {
        if (end > start)
        {
            kept.Add(new Kept(start, end));
        }
    }
}
