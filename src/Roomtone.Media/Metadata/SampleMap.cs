namespace Roomtone.Media;

/// <summary>Where the samples of a file are after a trim or a change of rate.</summary>
internal sealed record SampleMap(long Start, long Length, long From, long To)
{
    internal static SampleMap Trim(long start, long length) => new(start, length, 1, 1);

    internal static SampleMap Resample(int from, int to) => new(0, long.MaxValue, from, to);

    internal bool ChangesRate => From != To;

    /// <summary>The new count of samples, halves rounded up.</summary>
    internal long Scale(long samples) => (long)((Int128.Abs(samples) * To * 2 + From) / (2 * From)) * Math.Sign(samples);

    /// <summary>The new position; false where it is not in the part.</summary>
    internal bool TryMove(long position, out long moved)
    {
        moved = Scale(position - Start);
        return position >= Start && position - Start <= Length;
    }

    /// <summary>The new range of [position, position + length); false where nothing of it is in the part.</summary>
    internal bool TryMove(long position, long length, out long moved, out long movedLength)
    {
        long from = Math.Max(position, Start);
        long to = Length == long.MaxValue ? position + length : Math.Min(position + length, Start + Length);
        moved = Scale(from - Start);
        movedLength = Scale(to - Start) - moved;
        return from < to;
    }
}
