using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Roomtone.Analysis;

/// <summary>One number for each hop of a programme of any length, in segments.</summary>
/// <remarks>A list that doubles leaves its old arrays behind as garbage too large to be collected early: as much again as the numbers themselves.</remarks>
internal sealed class HopSeries
{
    private const int SegmentLength = 4096;
    private readonly List<double[]> _segments = [];
    private int _count;

    /// <summary>Appends a number.</summary>
    /// <param name="value">The number.</param>
    public void Add(double value)
    {
        if (_count == _segments.Count * SegmentLength)
        {
            _segments.Add(new double[SegmentLength]);
        }

        _segments[_count / SegmentLength][_count % SegmentLength] = value;
        _count++;
    }

    /// <summary>All numbers so far, in order.</summary>
    public ImmutableArray<double> ToImmutable()
    {
        var all = new double[_count];
        for (int s = 0; s < _segments.Count; s++)
        {
            int from = s * SegmentLength;
            _segments[s].AsSpan(0, Math.Min(SegmentLength, _count - from)).CopyTo(all.AsSpan(from));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(all);
    }

    /// <summary>Forgets all numbers.</summary>
    public void Clear()
    {
        _segments.Clear();
        _count = 0;
    }
}
