using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Streams the programme of a session, in order or from a place.</summary>
internal sealed class ProgrammeRenderer : IDisposable
{
    private readonly OpenSession _session;
    private readonly RenderEngine _engine;

    /// <summary>Creates the engine.</summary>
    /// <param name="session">The session.</param>
    /// <param name="options">The block length.</param>
    public ProgrammeRenderer(OpenSession session, RenderOptions options)
    {
        _session = session;
        _engine = new RenderEngine(session.Strips, session.Pool, options.BlockLength);
    }

    /// <summary>Renders a range.</summary>
    /// <param name="start">First sample.</param>
    /// <param name="length">Samples.</param>
    /// <param name="sink">Takes them in order.</param>
    /// <param name="progress">Told after each window.</param>
    /// <param name="cancellation">Looked at between tasks.</param>
    public void Render(long start, long length, IAudioSink sink, IWorkProgress? progress, CancellationToken cancellation)
    {
        if (start < _engine.Time)
        {
            _engine.Reset();
        }

        double rate = _session.Document.SampleRate;
        long end = start + length;
        while (_engine.Time < end)
        {
            cancellation.ThrowIfCancellationRequested();
            long time = _engine.Time;
            long limit = time < 0 ? 0 : time < start ? start : end;
            int count = (int)Math.Min(RenderEngine.WindowAt(time), limit - time);
            ReadOnlyAudioBlock window = _engine.Render(count, cancellation);
            if (time >= start)
            {
                sink.Write(window);
                progress?.Report("rendering", (time + count - start) / rate, length / rate);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
