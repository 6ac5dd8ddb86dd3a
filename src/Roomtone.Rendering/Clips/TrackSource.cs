using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>A clip at its place on a track.</summary>
/// <param name="Start">First sample on the timeline.</param>
/// <param name="Clip">The clip.</param>
/// <param name="Map">How its channels become the track's.</param>
/// <param name="Key">Everything that the samples of its source depend on.</param>
internal sealed record PlacedClip(long Start, ClipSource Clip, ChannelMap Map, string Key)
{
    /// <summary>End on the timeline, exclusive.</summary>
    public long End => Start + Clip.Length;
}

/// <summary>All clips of a track on the timeline.</summary>
/// <remarks>Clips that overlap are added in the order of their starts, so any partition of reading gives the same bits.</remarks>
internal sealed class TrackSource : IAudioSource, IDisposable
{
    private const int ChunkLength = 4096;
    private readonly ImmutableArray<PlacedClip> _clips;
    private readonly long[] _latestEnd;
    private readonly AudioBuffer _scratch;

    /// <summary>Prepares the track.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="layout">Channels of the track.</param>
    /// <param name="clips">In any order.</param>
    public TrackSource(int sampleRate, ChannelLayout layout, IEnumerable<PlacedClip> clips)
    {
        SampleRate = sampleRate;
        Layout = layout;
        _clips = [.. clips.OrderBy(c => c.Start)];
        _latestEnd = new long[_clips.Length];
        int widest = 1;
        for (int i = 0; i < _clips.Length; i++)
        {
            _latestEnd[i] = Math.Max(_clips[i].End, i == 0 ? 0 : _latestEnd[i - 1]);
            widest = Math.Max(widest, _clips[i].Clip.Layout.Count);
        }

        _scratch = new AudioBuffer(widest, ChunkLength);
    }

    /// <inheritdoc/>
    public int SampleRate { get; }

    /// <inheritdoc/>
    public ChannelLayout Layout { get; }

    /// <inheritdoc/>
    public long Length => _latestEnd.Length == 0 ? 0 : _latestEnd[^1];

    /// <summary>The clips, the earliest first.</summary>
    public ImmutableArray<PlacedClip> Clips => _clips;

    /// <summary>The clips that sound between two positions.</summary>
    /// <param name="from">Samples.</param>
    /// <param name="to">Samples, exclusive.</param>
    public IEnumerable<PlacedClip> ClipsIn(long from, long to)
    {
        for (int i = FirstEndingAfter(from); i < _clips.Length && _clips[i].Start < to; i++)
        {
            if (_clips[i].End > from)
            {
                yield return _clips[i];
            }
        }
    }

    /// <inheritdoc/>
    public void Read(long position, AudioBlock destination)
    {
        destination.Clear();
        long end = position + destination.Length;
        for (int i = FirstEndingAfter(position); i < _clips.Length && _clips[i].Start < end; i++)
        {
            PlacedClip placed = _clips[i];
            long from = Math.Max(position, placed.Start), to = Math.Min(end, placed.End);
            for (; from < to; from += ChunkLength)
            {
                int count = (int)Math.Min(ChunkLength, to - from);
                AudioBlock audio = _scratch.Block.WithChannels(placed.Clip.Layout.Count).Slice(0, count);
                placed.Clip.Read(from - placed.Start, audio);
                placed.Map.AddTo(audio, destination.Slice((int)(from - position), count));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _scratch.Dispose();

    private int FirstEndingAfter(long position)
    {
        int index = Array.BinarySearch(_latestEnd, position + 1);
        if (index < 0)
        {
            return ~index;
        }

        while (index > 0 && _latestEnd[index - 1] > position)
        {
            index--;
        }

        return index;
    }
}
