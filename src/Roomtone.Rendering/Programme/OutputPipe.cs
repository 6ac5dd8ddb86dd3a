using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Two windows between the engine and what takes its output: one is measured and written while the next is rendered.</summary>
/// <remarks>The sink gets its windows in order, one at a time, from a worker of the pool or from the caller where there is none to spare.</remarks>
internal sealed class OutputPipe(WorkPool pool, int channels, int windowLength) : IDisposable
{
    private readonly AudioBuffer[] _windows = [new AudioBuffer(channels, windowLength), new AudioBuffer(channels, windowLength)];
    private PoolTask<bool>? _sending;
    private int _next;

    /// <summary>The window to fill.</summary>
    public AudioBlock Next => _windows[_next].Block;

    /// <summary>Sends the window that was filled, as soon as the one before it is through.</summary>
    /// <param name="sink">Takes it.</param>
    /// <param name="length">Samples.</param>
    /// <exception cref="Exception">What the sink threw, over this window or the one before.</exception>
    public void Send(IAudioSink sink, int length)
    {
        Flush();
        AudioBuffer window = _windows[_next];
        if (pool.Workers < 2)
        {
            sink.Write(window.Block.Slice(0, length));
            return;
        }

        _next ^= 1;
        _sending = pool.Start(() =>
        {
            sink.Write(window.Block.Slice(0, length));
            return true;
        });
    }

    /// <summary>Waits until the sink has everything.</summary>
    /// <exception cref="Exception">What the sink threw.</exception>
    public void Flush()
    {
        PoolTask<bool>? sending = _sending;
        _sending = null;
        _ = sending?.Result;
    }

    /// <summary>Waits until the sink is at rest, whatever came of it.</summary>
    public void Abandon()
    {
        _sending?.Abandon();
        _sending = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Abandon();
        foreach (AudioBuffer window in _windows)
        {
            window.Dispose();
        }
    }
}
