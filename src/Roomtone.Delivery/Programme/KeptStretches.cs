using Roomtone.Rendering;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>What an earlier render has kept of a mix, in the order of time: read where it lies, and rendered again where it is gone.</summary>
/// <param name="layout">Channels.</param>
/// <param name="render">Renders a stretch again: first sample of the session, samples, sink. From any thread.</param>
internal sealed class KeptStretches(ChannelLayout layout, Action<long, long, IAudioSink> render)
{
    private readonly Lock _gate = new();
    private readonly List<Stretch> _stretches = [];

    /// <summary>Adds a stretch, later than all before it.</summary>
    /// <param name="audio">Holds it.</param>
    /// <param name="start">First sample of the session.</param>
    /// <param name="length">Samples.</param>
    public void Add(KeptAudio audio, long start, long length)
    {
        lock (_gate)
        {
            _stretches.Add(new Stretch(audio, start, start + length));
        }
    }

    /// <summary>The stretch around a sample of the session, and the next sample at which one begins or ends.</summary>
    /// <param name="position">The session's sample.</param>
    public (Stretch? Stretch, long Until) At(long position)
    {
        lock (_gate)
        {
            int low = 0, high = _stretches.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = _stretches[middle].End <= position ? (middle + 1, high) : (low, middle);
            }

            if (low == _stretches.Count)
            {
                return (null, long.MaxValue);
            }

            Stretch next = _stretches[low];
            return next.Start <= position ? (next, next.End) : (null, next.Start);
        }
    }

    /// <summary>The samples of a stretch.</summary>
    /// <param name="stretch">Which.</param>
    public IKeptSamples Open(Stretch stretch)
    {
        if (stretch.Audio.Open() is { } samples)
        {
            return samples;
        }

        RenderedStretch again = new(layout.Count, stretch.Start, (int)(stretch.End - stretch.Start));
        render(stretch.Start, stretch.End - stretch.Start, again);
        return again;
    }

    /// <summary>A stretch.</summary>
    /// <param name="Audio">Holds it.</param>
    /// <param name="Start">First sample of the session.</param>
    /// <param name="End">One past the last.</param>
    internal sealed record Stretch(KeptAudio Audio, long Start, long End);

    private sealed class RenderedStretch(int channels, long start, int length) : IKeptSamples, IAudioSink
    {
        private readonly AudioBuffer _samples = new(channels, length);
        private int _written;

        public void Write(ReadOnlyAudioBlock audio)
        {
            audio.CopyTo(_samples.Block.Slice(_written, audio.Length));
            _written += audio.Length;
        }

        public void Read(long position, AudioBlock destination) => ((ReadOnlyAudioBlock)_samples.Block).Slice((int)(position - start), destination.Length).CopyTo(destination);

        public void Dispose() => _samples.Dispose();
    }
}
