using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>The windows of all strips over shared buffers: a buffer goes back when the last strip that reads it is done.</summary>
/// <remarks>Thread: strips of one level write their own windows and read those of earlier levels; buffers are assigned beforehand.</remarks>
internal sealed class StripWindows : IDisposable
{
    private readonly List<AudioBuffer> _buffers = [];
    private readonly int[] _post;
    private readonly int[] _pre;
    private readonly int[] _planes;
    private readonly int[] _channels;

    /// <summary>Assigns and allocates buffers.</summary>
    /// <param name="strips">Strips of a plan, the root last.</param>
    /// <param name="planes">Planes that each strip's window needs, by place in <paramref name="strips"/>.</param>
    /// <param name="windowLength">Longest window.</param>
    /// <param name="isHeld">Strips, by place, whose window is filled before, or read after, all others have run: they share it with none.</param>
    public StripWindows(IReadOnlyList<StripPlan> strips, IReadOnlyList<int> planes, int windowLength, Func<int, bool> isHeld)
    {
        int size = strips.Max(s => s.SlotTaps.Select(t => t.Index).Append(s.Index).Max()) + 1;
        _post = new int[size];
        _pre = new int[size];
        _planes = new int[size];
        _channels = new int[size];
        int[] lastUse = LastUse(strips, size);
        var free = new List<int>();
        var sizes = new List<int>();
        int[] byLevel = [.. Enumerable.Range(0, strips.Count).OrderBy(i => strips[i].Level)];
        var busy = new PriorityQueue<int, int>();
        foreach (int i in byLevel)
        {
            StripPlan strip = strips[i];
            while (busy.TryPeek(out _, out int until) && until < strip.Level)
            {
                free.Add(busy.Dequeue());
            }

            _planes[strip.Index] = planes[i];
            _channels[strip.Index] = strip.Output.Count;
            bool isOwn = isHeld(i);
            _post[strip.Index] = Take(isOwn ? [] : free, sizes, planes[i]);
            busy.Enqueue(_post[strip.Index], isOwn ? int.MaxValue : lastUse[strip.Index]);
            if (strip.HasPreFaderTap)
            {
                _pre[strip.Index] = Take(free, sizes, strip.Output.Count);
                busy.Enqueue(_pre[strip.Index], lastUse[strip.Index]);
            }

            foreach ((int slot, int tap) in strip.SlotTaps)
            {
                _channels[tap] = strip.Slots[slot].Format.Input.Count;
                _post[tap] = Take(free, sizes, _channels[tap]);
                busy.Enqueue(_post[tap], lastUse[tap]);
            }
        }

        _buffers.AddRange(sizes.Select(s => new AudioBuffer(s, windowLength)));
    }

    /// <summary>The window that a strip writes.</summary>
    /// <param name="strip">Its index.</param>
    public AudioBlock Write(int strip) => _buffers[_post[strip]].Block.WithChannels(_planes[strip]);

    /// <summary>The window before the fader that a strip writes.</summary>
    /// <param name="strip">Its index.</param>
    public AudioBlock WritePreFader(int strip) => _buffers[_pre[strip]].Block.WithChannels(_channels[strip]);

    /// <summary>The window of a tap before a slot.</summary>
    /// <param name="tap">Its index.</param>
    public AudioBlock WriteTap(int tap) => _buffers[_post[tap]].Block.WithChannels(_channels[tap]);

    /// <summary>The output of a strip, or what a tap holds.</summary>
    /// <param name="strip">Its index.</param>
    /// <param name="isPreFader">Before its fader.</param>
    /// <param name="length">Samples.</param>
    public ReadOnlyAudioBlock Read(int strip, bool isPreFader, int length) =>
        _buffers[isPreFader ? _pre[strip] : _post[strip]].Block.WithChannels(_channels[strip]).Slice(0, length);

    /// <inheritdoc/>
    public void Dispose() => _buffers.ForEach(b => b.Dispose());

    private static int[] LastUse(IReadOnlyList<StripPlan> strips, int size)
    {
        int[] lastUse = new int[size];
        lastUse[strips[^1].Index] = int.MaxValue;
        foreach (StripPlan strip in strips)
        {
            foreach (int source in strip.Inputs.Select(e => e.Source).Concat(strip.Slots.SelectMany(s => s.Beside)))
            {
                lastUse[source] = Math.Max(lastUse[source], strip.Level);
            }
        }

        return lastUse;
    }

    // The smallest free buffer that is wide enough, else the widest one made wider, else a new one.
    private static int Take(List<int> free, List<int> sizes, int planes)
    {
        if (free.Count == 0)
        {
            sizes.Add(planes);
            return sizes.Count - 1;
        }

        int best = free[0];
        foreach (int candidate in free)
        {
            bool fits = sizes[candidate] >= planes, bestFits = sizes[best] >= planes;
            if (fits ? !bestFits || sizes[candidate] < sizes[best] : !bestFits && sizes[candidate] > sizes[best])
            {
                best = candidate;
            }
        }

        sizes[best] = Math.Max(sizes[best], planes);
        free.Remove(best);
        return best;
    }
}
