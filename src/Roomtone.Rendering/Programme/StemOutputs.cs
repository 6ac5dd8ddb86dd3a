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

    /// <summary>Passes the window just rendered on.</summary>
    /// <param name="outputs">The window.</param>
    /// <param name="sinks">Take stems, by their ids; null = nobody.</param>
    public void Take(StripOutputs outputs, IReadOnlyDictionary<string, IAudioSink>? sinks)
    {
        if (sinks is null)
        {
            return;
        }

        foreach ((string id, IAudioSink sink) in sinks)
        {
            int place = _places[id];
            sink.Write(place < 0 ? _silence.Block.Slice(0, outputs.Length) : outputs.Of(place));
        }
    }

    /// <summary>The strip of a stem, by place in rendering order; −1 where none of its tracks is heard.</summary>
    /// <param name="id">The stem.</param>
    public int PlaceOf(string id) => _places[id];

    /// <inheritdoc/>
    public void Dispose() => _silence.Dispose();
}
