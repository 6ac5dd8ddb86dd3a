using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Delays blocks by a fixed number of samples, in place.</summary>
internal sealed class DelayLine : IDisposable
{
    private readonly AudioBuffer _history;
    private readonly float[] _work;

    /// <summary>Prepares silence.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="samples">Delay, 0 or more.</param>
    /// <param name="maximumLength">Largest block.</param>
    public DelayLine(int channels, int samples, int maximumLength)
    {
        Samples = samples;
        _history = new AudioBuffer(samples == 0 ? 0 : channels, samples);
        _work = new float[samples == 0 ? 0 : samples + maximumLength];
    }

    /// <summary>The delay.</summary>
    public int Samples { get; }

    /// <summary>Delays a block.</summary>
    /// <param name="audio">As many channels as the line.</param>
    public void Process(AudioBlock audio)
    {
        for (int c = 0; c < _history.Channels; c++)
        {
            Process(c, audio[c]);
        }
    }

    /// <summary>Delays one channel's part of a block.</summary>
    /// <param name="channel">Index.</param>
    /// <param name="samples">x, then y.</param>
    public void Process(int channel, Span<float> samples)
    {
        if (Samples == 0)
        {
            return;
        }

        Span<float> history = _history.Block[channel];
        Span<float> work = _work.AsSpan(0, Samples + samples.Length);
        history.CopyTo(work);
        samples.CopyTo(work[Samples..]);
        work[..samples.Length].CopyTo(samples);
        work[samples.Length..].CopyTo(history);
    }

    /// <summary>Returns to silence.</summary>
    public void Reset() => _history.Clear();

    /// <summary>Writes the samples under way.</summary>
    /// <param name="state">Receives them.</param>
    public void Save(StateWriter state)
    {
        for (int c = 0; c < _history.Channels; c++)
        {
            state.Write(_history.Block[c]);
        }
    }

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        for (int c = 0; c < _history.Channels; c++)
        {
            state.Read(_history.Block[c]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _history.Dispose();
}
