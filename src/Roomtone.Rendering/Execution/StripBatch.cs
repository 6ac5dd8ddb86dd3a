using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Tracks with chains of one shape, rendered in one task: what is fixed filters in all of them runs side by side in lanes.</summary>
/// <remarks>The same bits as one track after another: the lanes compute what each filter computes, and the histories stay in the filters.</remarks>
internal sealed class StripBatch
{
    private readonly int _blockLength;
    private readonly CascadeLanes?[] _lanes;
    private readonly List<StripRenderer> _active = new(CascadeLanes.Width);
    private readonly BiquadCascade[] _cascades = new BiquadCascade[CascadeLanes.Width];

    private StripBatch(int[] members, StripRenderer first, int blockLength)
    {
        Members = members;
        _blockLength = blockLength;
        _lanes = [.. first.Slots.Select(s => s.Cascade is { } cascade ? new CascadeLanes(cascade.SectionCount) : null)];
    }

    /// <summary>Places of the strips in rendering order.</summary>
    public int[] Members { get; }

    /// <summary>Groups the strips of a level.</summary>
    /// <param name="strips">All strips.</param>
    /// <param name="level">Places of the level's strips.</param>
    /// <param name="blockLength">Longest block.</param>
    /// <param name="alone">Receives those that run alone.</param>
    public static List<StripBatch> Group(StripRenderer[] strips, IEnumerable<int> level, int blockLength, List<int> alone)
    {
        var batches = new List<StripBatch>();
        foreach (IGrouping<string, int> shape in level.GroupBy(i => Shape(strips[i])))
        {
            foreach (int[] members in shape.Chunk(shape.Key.Length == 0 ? 1 : CascadeLanes.Width))
            {
                if (members.Length == 1)
                {
                    alone.Add(members[0]);
                }
                else
                {
                    batches.Add(new StripBatch(members, strips[members[0]], blockLength));
                }
            }
        }

        return batches;
    }

    /// <summary>Renders a window of the members that run.</summary>
    /// <param name="strips">All strips.</param>
    /// <param name="isRun">By place; null = all.</param>
    /// <param name="time">Render time.</param>
    /// <param name="length">Samples.</param>
    /// <param name="windows">Windows of all strips.</param>
    /// <param name="mix">Accumulators.</param>
    public void Render(StripRenderer[] strips, bool[]? isRun, long time, int length, StripWindows windows, MixScratch mix)
    {
        _active.Clear();
        foreach (int member in Members)
        {
            if (isRun is null || isRun[member])
            {
                _active.Add(strips[member]);
                strips[member].Begin(time, length, windows, mix);
            }
        }

        if (_active.Count == 0)
        {
            return;
        }

        for (int s = 0; s < _lanes.Length; s++)
        {
            Exchange(s, isBegin: true);
        }

        for (int i = 0; i < length; i += _blockLength)
        {
            ProcessBlock(time, i, Math.Min(_blockLength, length - i), windows);
        }

        for (int s = 0; s < _lanes.Length; s++)
        {
            Exchange(s, isBegin: false);
        }

        foreach (StripRenderer strip in _active)
        {
            strip.Finish(time, length, windows, mix);
        }
    }

    // Lanes of one slot work on one position, so leads must agree as well as the sections.
    private static string Shape(StripRenderer strip)
    {
        if (!CascadeLanes.IsWorthwhile || strip.Plan.Source is null || !strip.Slots.Any(s => s.Cascade is not null)
            || strip.Plan.Slots.Any(s => s.KeyStrip >= 0))
        {
            return string.Empty;
        }

        return string.Join(',', strip.Slots.Select((s, i) => $"{s.Cascade?.SectionCount ?? 0}@{strip.Plan.LeadAt(i)}"));
    }

    private void Exchange(int slot, bool isBegin)
    {
        if (_lanes[slot] is not { } lanes)
        {
            return;
        }

        for (int m = 0; m < _active.Count; m++)
        {
            _cascades[m] = _active[m].Slots[slot].Cascade!;
        }

        ReadOnlySpan<BiquadCascade> cascades = _cascades.AsSpan(0, _active.Count);
        if (isBegin)
        {
            lanes.Begin(cascades);
        }
        else
        {
            lanes.End(cascades);
        }
    }

    private void ProcessBlock(long time, int start, int length, StripWindows windows)
    {
        for (int s = 0; s < _lanes.Length; s++)
        {
            if (_lanes[s] is { } lanes)
            {
                ProcessLanes(lanes, s, time + _active[0].Plan.LeadAt(s) + start, start, length, windows);
                continue;
            }

            foreach (StripRenderer strip in _active)
            {
                strip.ProcessBlock(s, time, start, length, windows);
            }
        }
    }

    private void ProcessLanes(CascadeLanes lanes, int slot, long position, int start, int length, StripWindows windows)
    {
        // Before content time 0 nothing runs, as in a chain that runs alone.
        int skip = (int)Math.Clamp(-position, 0, length);
        for (int m = 0; m < _active.Count; m++)
        {
            Span<float> samples = windows.Write(_active[m].Plan.Index)[0].Slice(start, length);
            samples[..skip].Clear();
            lanes.SetPlane(m, samples[skip..]);
        }

        lanes.Process(position + skip, length - skip);
        foreach (StripRenderer strip in _active)
        {
            strip.Slots[slot].AssertFinite(position, windows.Write(strip.Plan.Index).WithChannels(1).Slice(start, length));
        }
    }
}
