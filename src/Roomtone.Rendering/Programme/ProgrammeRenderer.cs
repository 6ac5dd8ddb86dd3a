using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Streams the programme of a session, in order or from a place, with or without a cache.</summary>
internal sealed class ProgrammeRenderer : IDisposable
{
    private readonly OpenSession _session;
    private readonly RenderEngine _engine;
    private readonly RenderCache? _cache;
    private readonly StripKeys _keys;
    private readonly OutputPipe _output;
    private readonly OpenTaps _taps;
    private readonly StemOutputs _stems;
    private SegmentWalk? _walk;

    /// <summary>Creates the engine, opens the cache.</summary>
    /// <param name="session">The session.</param>
    /// <param name="options">Block length and cache.</param>
    public ProgrammeRenderer(OpenSession session, RenderOptions options)
    {
        _session = session;
        _engine = new RenderEngine(session.Strips, session.Pool, options.BlockLength, options.UseLanes, strip =>
            (options.CacheFolder is not null && SegmentWalk.IsWorthKeeping(strip)) || options.Taps.Any(t => t.Id == strip.Id) || StemOutputs.IsOutput(session, strip));
        _keys = new StripKeys(session.Strips, session.Document.SampleRate, options.Catalog);
        _output = new OutputPipe(session.Pool, _engine.Layout.Count, RenderEngine.WindowLength);
        _taps = new OpenTaps(session, options);
        _stems = new StemOutputs(session);
        _cache = options.CacheFolder is { } folder ? RenderCache.Open(folder, options.CacheLimitBytes) : null;
    }

    /// <summary>How the cache fared.</summary>
    public CacheStatistics Statistics { get; private set; }

    /// <summary>What the cache has to tell.</summary>
    public IReadOnlyList<Finding> CacheFindings => _cache?.Findings ?? [];

    /// <summary>Hash of everything that the programme's samples depend on.</summary>
    public string ContentKey()
    {
        var keys = new Dictionary<int, Hash256>();
        Hash256 last = default;
        for (int i = 0; i < _session.Strips.Length; i++)
        {
            last = _keys.Of(i, _engine.StartTime, _session.Plan.Length, default, index => keys[index]);
            keys[_session.Strips[i].Index] = last;
        }

        return last.ToString();
    }

    /// <summary>Renders a range.</summary>
    /// <param name="start">First sample.</param>
    /// <param name="length">Samples.</param>
    /// <param name="sink">Takes them in order.</param>
    /// <param name="stems">Take stems, by their ids; null = nobody.</param>
    /// <param name="progress">Told after each window.</param>
    /// <param name="cancellation">Looked at between tasks.</param>
    public void Render(
        long start, long length, IAudioSink sink, IReadOnlyDictionary<string, IAudioSink>? stems, IWorkProgress? progress, CancellationToken cancellation)
    {
        if (start < _engine.Time || _engine.Time == _engine.StartTime)
        {
            Restart();
        }

        try
        {
            RenderUntil(start, start + length, sink, stems, progress, cancellation);
            _output.Flush();
        }
        catch
        {
            _output.Abandon();
            _walk?.Abandon();
            _walk = null;
            _engine.Reset();
            throw;
        }
        finally
        {
            _cache?.Close();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _walk?.Abandon();
        _engine.Dispose();
        _output.Dispose();
        _stems.Dispose();
    }

    private void Restart()
    {
        _walk?.Abandon();
        _engine.Reset();
        _walk = _cache is null ? null : new SegmentWalk(_engine, _cache, _keys, _session.Strips, _session.Plan.Length);
    }

    private void RenderUntil(
        long start, long end, IAudioSink sink, IReadOnlyDictionary<string, IAudioSink>? stems, IWorkProgress? progress, CancellationToken cancellation)
    {
        double rate = _session.Document.SampleRate;
        while (_engine.Time < end)
        {
            cancellation.ThrowIfCancellationRequested();
            long time = _engine.Time;
            long limit = time < 0 ? 0 : time < start ? start : end;
            int count = (int)Math.Min(RenderEngine.WindowAt(time), limit - time);
            AudioBlock output = _output.Next;
            if (_walk is { } walk && time < _session.Plan.Length)
            {
                count = (int)Math.Min(count, _session.Plan.Length - time);
                RenderKept(walk, output.Slice(0, count), start, cancellation);
            }
            else
            {
                _engine.Render(count, cancellation).CopyTo(output.Slice(0, count));
            }

            if (time >= start)
            {
                _taps.Take(_engine, count);
                _stems.Take(_engine, count, stems);
                _output.Send(sink, count);
                progress?.Report("rendering", (time + count - start) / rate, (end - start) / rate);
            }
        }
    }

    private void RenderKept(SegmentWalk walk, AudioBlock output, long start, CancellationToken cancellation)
    {
        if (!walk.IsInside)
        {
            walk.Begin(walk.NextEnd > start, cancellation);
        }

        walk.Render(output.Length, output, cancellation);
        if (_engine.Time == walk.End)
        {
            walk.Finish();
            Statistics = walk.Statistics;
        }
    }
}
