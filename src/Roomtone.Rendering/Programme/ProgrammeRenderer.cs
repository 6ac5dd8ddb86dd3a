using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Streams the programme of a session, in order or from a place, with or without a cache.</summary>
internal sealed class ProgrammeRenderer : IDisposable
{
    private static readonly Dictionary<string, IAudioSink> s_none = [];
    private readonly OpenSession _session;
    private readonly RenderEngine _engine;
    private readonly RenderCache? _cache;
    private readonly StripKeys _keys;
    private readonly OutputPipe _output;
    private readonly OpenTaps _taps;
    private readonly StemOutputs _stems;
    private readonly bool[] _isTaken;
    private SegmentWalk? _walk;

    /// <summary>Creates the engine, opens the cache.</summary>
    /// <param name="session">The session.</param>
    /// <param name="options">Block length and cache.</param>
    public ProgrammeRenderer(OpenSession session, RenderOptions options)
    {
        _session = session;
        _isTaken = [.. session.Strips.Select(s => options.Taps.Any(t => t.Id == s.Id) || session.StemOutputs.Values.Contains(s.Index))];
        _engine = new RenderEngine(
            session.Strips, session.Pool, options.BlockLength, options.UseLanes, place => _isTaken[place] || (options.CacheFolder is not null && SegmentWalk.IsWorthKeeping(session.Strips[place])));
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
        var keys = new Hash256[_session.Strips.Length];
        _keys.Fill(_engine.StartTime, _session.Plan.Length, _ => default, keys);
        return keys[^1].ToString();
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
        _walk = _cache is null ? null : new SegmentWalk(_engine, _cache, _keys, _session.Strips, _isTaken, _session.Plan.Length);
    }

    private void RenderUntil(
        long start, long end, IAudioSink sink, IReadOnlyDictionary<string, IAudioSink>? stems, IWorkProgress? progress, CancellationToken cancellation)
    {
        double rate = _session.Document.SampleRate;
        while (_engine.Time < end)
        {
            cancellation.ThrowIfCancellationRequested();
            long time = _engine.Time;
            if (TryPass(start, end, sink, stems))
            {
                progress?.Report("rendering", (_engine.Time - start) / rate, (end - start) / rate);
                continue;
            }

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
                StripOutputs outputs = new(_engine, output.Slice(0, count));
                _taps.Take(outputs);
                _stems.Take(outputs, stems);
                _output.Send(sink, count);
                progress?.Report("rendering", (time + count - start) / rate, (end - start) / rate);
            }
        }
    }

    // A whole segment that is kept goes to sinks that can read it by themselves.
    private bool TryPass(long start, long end, IAudioSink sink, IReadOnlyDictionary<string, IAudioSink>? stems)
    {
        if (_walk is not { IsInside: false } walk || walk.NextEnd <= start || walk.NextEnd > end || _taps.IsAny || Takers(sink, stems) is not { } takers)
        {
            return false;
        }

        long from = Math.Max(walk.Start, start);
        if (walk.TryPass([.. takers.Select(t => t.Place)]) is not { } kept)
        {
            return false;
        }

        _output.Flush();
        for (int i = 0; i < takers.Count; i++)
        {
            takers[i].Sink.Write(kept[i], from, walk.Start - from);
        }

        Statistics = walk.Statistics;
        return true;
    }

    // Null where one of them must be given samples.
    private List<(int Place, IKeptAudioSink Sink)>? Takers(IAudioSink sink, IReadOnlyDictionary<string, IAudioSink>? stems)
    {
        List<(int Place, IKeptAudioSink Sink)> takers = [];
        foreach ((int place, IAudioSink taker) in (stems ?? s_none).Select(s => (_stems.PlaceOf(s.Key), s.Value)).Prepend((_session.Strips.Length - 1, sink)))
        {
            if (place < 0 || taker is not IKeptAudioSink kept)
            {
                return null;
            }

            takers.Add((place, kept));
        }

        return takers;
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
