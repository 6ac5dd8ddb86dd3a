namespace Roomtone.Signal;

/// <summary>Where the samples of a source are after an edit: what counts samples (time reference, markers, loops, chapters) moves by it.</summary>
public sealed record SampleMap
{
    private SampleMap()
    {
    }

    /// <summary>Every sample where it was.</summary>
    public static SampleMap Identity { get; } = new();

    /// <summary>First sample of the source that is kept.</summary>
    public long Start { get; private init; }

    /// <summary>Samples of the source that are kept; <see cref="long.MaxValue"/> = all from <see cref="Start"/> on.</summary>
    public long Length { get; private init; } = long.MaxValue;

    /// <summary>So many samples of the source …</summary>
    public long From { get; private init; } = 1;

    /// <summary>… became so many.</summary>
    public long To { get; private init; } = 1;

    /// <summary>The samples belong to another rate, Hz: <see cref="From"/> and <see cref="To"/> are the rates.</summary>
    public bool ChangesRate { get; private init; }

    /// <summary>The last sample comes first.</summary>
    public bool IsReversed { get; private init; }

    /// <summary>A part of the source.</summary>
    /// <param name="start">Its first sample.</param>
    /// <param name="length">Its samples.</param>
    public static SampleMap Part(long start, long length) => new() { Start = start, Length = length };

    /// <summary>The same time at another rate.</summary>
    /// <param name="from">Rate of the source, Hz.</param>
    /// <param name="to">New rate, Hz.</param>
    public static SampleMap Rate(int from, int to) => from == to ? Identity : new() { From = from, To = to, ChangesRate = true };

    /// <summary>Faster or slower at the same rate.</summary>
    /// <param name="from">So many samples of the source …</param>
    /// <param name="to">… become so many.</param>
    public static SampleMap Stretch(long from, long to) => new() { From = from, To = to };

    /// <summary>Backwards.</summary>
    /// <param name="length">Samples of the source.</param>
    public static SampleMap Reverse(long length) => new() { Length = length, IsReversed = true };

    /// <summary>The new count of samples, halves rounded up.</summary>
    /// <param name="samples">A count of the source's samples.</param>
    public long Scale(long samples) => (long)((Int128.Abs(samples) * To * 2 + From) / (2 * From)) * Math.Sign(samples);

    /// <summary>The new time of day, counted in samples, at which the recording begins; only a part begins later than the whole.</summary>
    /// <param name="samples">Samples since midnight.</param>
    public long MoveTimeReference(long samples) => ChangesRate ? Scale(samples) : samples + Start;

    /// <summary>Moves a point.</summary>
    /// <param name="position">In the source.</param>
    /// <param name="moved">The new position; before the first sample or after the last where it is not kept.</param>
    /// <returns>The point is kept.</returns>
    public bool TryMove(long position, out long moved)
    {
        moved = IsReversed ? Length - position : Scale(position - Start);
        return position >= Start && position - Start <= Length;
    }

    /// <summary>Moves the range of [position, position + length).</summary>
    /// <param name="position">Its first sample in the source.</param>
    /// <param name="length">Its samples.</param>
    /// <param name="moved">Its new first sample.</param>
    /// <param name="movedLength">How much of it is kept.</param>
    /// <returns>Some of it is kept.</returns>
    public bool TryMove(long position, long length, out long moved, out long movedLength)
    {
        long from = Math.Max(position, Start);
        long to = Length == long.MaxValue ? position + length : Math.Min(position + length, Start + Length);
        moved = IsReversed ? Length - to : Scale(from - Start);
        movedLength = IsReversed ? to - from : Scale(to - Start) - moved;
        return from < to;
    }
}
