using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Delays blocks by a fixed number of samples, in place: a ring whose oldest samples the newest replace.</summary>
internal sealed class DelayLine : IDisposable
{
    private readonly AudioBuffer _ring;
    private readonly float[] _newest;
    private int _at;

    /// <summary>Prepares silence.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="samples">Delay, 0 or more.</param>
    /// <param name="maximumLength">Largest block.</param>
    public DelayLine(int channels, int samples, int maximumLength)
    {
        _ring = new AudioBuffer(samples == 0 ? 0 : channels, samples);
        _newest = new float[Math.Min(samples, maximumLength)];
    }

    /// <summary>Delays a block.</summary>
    /// <param name="audio">As many channels as the line.</param>
    public void Process(AudioBlock audio)
    {
        for (int done = 0; done < audio.Length && _newest.Length > 0;)
        {
            int count = Math.Min(Math.Min(audio.Length - done, _ring.Length - _at), _newest.Length);
            Span<float> newest = _newest.AsSpan(0, count);
            for (int c = 0; c < _ring.Channels; c++)
            {
                Span<float> samples = audio[c].Slice(done, count);
                Span<float> ring = _ring.Block[c].Slice(_at, count);
                samples.CopyTo(newest);
                ring.CopyTo(samples);
                newest.CopyTo(ring);
            }

            done += count;
            _at = (_at + count) % _ring.Length;
        }
    }

    /// <summary>Returns to silence.</summary>
    public void Reset()
    {
        _ring.Clear();
        _at = 0;
    }

    /// <summary>Writes the samples under way, the oldest first.</summary>
    /// <param name="state">Receives them.</param>
    public void Save(StateWriter state)
    {
        for (int c = 0; c < _ring.Channels; c++)
        {
            state.Write(_ring.Block[c][_at..]);
            state.Write(_ring.Block[c][.._at]);
        }
    }

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        _at = 0;
        for (int c = 0; c < _ring.Channels; c++)
        {
            state.Read(_ring.Block[c]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ring.Dispose();
}
