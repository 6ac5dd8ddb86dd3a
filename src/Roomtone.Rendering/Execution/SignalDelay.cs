using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Holds a signal back so that it meets a later one: whole samples, across windows.</summary>
internal sealed class SignalDelay : IDisposable
{
    private readonly AudioBuffer _line;
    private readonly int _delay;
    private int _held;

    /// <summary>Allocates silence.</summary>
    /// <param name="channels">Channels of the signal.</param>
    /// <param name="delay">Samples.</param>
    /// <param name="windowLength">Longest window, samples.</param>
    public SignalDelay(int channels, int delay, int windowLength)
    {
        _delay = delay;
        _line = new AudioBuffer(channels, delay + windowLength);
    }

    /// <summary>The last window taken, delayed.</summary>
    public ReadOnlyAudioBlock Delayed => _line.Block.Slice(0, _held);

    /// <summary>Takes a window.</summary>
    /// <param name="window">The signal now.</param>
    public void Take(ReadOnlyAudioBlock window)
    {
        // What the last window left past its start moves to the front first.
        for (int c = 0; c < _line.Channels; c++)
        {
            Span<float> plane = _line.Block[c];
            plane.Slice(_held, _delay).CopyTo(plane);
            window[c].CopyTo(plane[_delay..]);
        }

        _held = window.Length;
    }

    /// <summary>Forgets the signal.</summary>
    public void Reset()
    {
        _line.Clear();
        _held = 0;
    }

    /// <summary>Writes what the next window needs.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state)
    {
        for (int c = 0; c < _line.Channels; c++)
        {
            state.Write(_line.Block[c].Slice(_held, _delay));
        }
    }

    /// <summary>Takes over a saved state.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        _held = 0;
        for (int c = 0; c < _line.Channels; c++)
        {
            state.Read(_line.Block[c][.._delay]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();
}
