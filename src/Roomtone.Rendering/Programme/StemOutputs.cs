using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Passes the stems of each window on.</summary>
internal sealed class StemOutputs : IDisposable
{
    private readonly Dictionary<string, int> _places;
    private readonly AudioBuffer _silence;

    /// <summary>Finds the strips of the stems.</summary>
    public StemOutputs(OpenSession session)
    {
        var byIndex = session.Strips.Select((s, place) => (s.Index, Place: place)).ToDictionary(p => p.Index, p => p.Place);
        _places = session.StemOutputs.ToDictionary(p => p.Key, p => p.Value < 0 ? -1 : byIndex[p.Value], StringComparer.Ordinal);
        _silence = new AudioBuffer(session.Strips[^1].Output.Count, RenderEngine.WindowLength);
    }

    /// <summary>Whether a stem is a strip's output, which must then be held.</summary>
    public static bool IsOutput(OpenSession session, StripPlan strip) => session.StemOutputs.Values.Contains(strip.Index);

    /// <summary>Passes the window just rendered on.</summary>
    public void Take(RenderEngine engine, int length, IReadOnlyDictionary<string, IAudioSink>? sinks)
    {
        if (sinks is null)
        {
            return;
        }

        foreach ((string id, IAudioSink sink) in sinks)
        {
            int place = _places[id];
            sink.Write(place < 0 ? _silence.Block.Slice(0, length) : engine.Output(place, length));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _silence.Dispose();
}
