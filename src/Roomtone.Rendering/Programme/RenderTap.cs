using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Listens to a track, a bus or the master behind its fader, as a meter tapped into the graph does.</summary>
/// <param name="Id">The strip's id.</param>
/// <param name="Open">Makes what takes the audio, for a sample rate in Hz and the strip's layout.</param>
public sealed record RenderTap(string Id, Func<int, ChannelLayout, IAudioSink> Open);

/// <summary>The taps of a render, each at its strip.</summary>
internal sealed class OpenTaps
{
    private readonly (int Place, IAudioSink Sink)[] _taps;

    /// <summary>Finds the strips.</summary>
    /// <exception cref="RoomtoneException">No strip has the id (exit 2).</exception>
    public OpenTaps(OpenSession session, RenderOptions options)
    {
        _taps = [.. options.Taps.Select(t => Find(session, t))];
    }

    /// <summary>Somebody listens.</summary>
    public bool IsAny => _taps.Length > 0;

    /// <summary>Passes the window just rendered on.</summary>
    /// <param name="outputs">The window.</param>
    public void Take(StripOutputs outputs)
    {
        foreach ((int place, IAudioSink sink) in _taps)
        {
            sink.Write(outputs.Of(place));
        }
    }

    private static (int Place, IAudioSink Sink) Find(OpenSession session, RenderTap tap)
    {
        for (int place = 0; place < session.Strips.Length; place++)
        {
            StripPlan strip = session.Strips[place];
            if (strip.Id == tap.Id)
            {
                return (place, tap.Open(session.Document.SampleRate, strip.Output));
            }
        }

        string known = string.Join(", ", session.Strips.Select(s => s.Id));
        throw new RoomtoneException(ExitCode.Usage, new Finding("RT0407", Severity.Error, $"no track or bus that is heard is named '{tap.Id}'")
        {
            Hint = $"there are: {known}",
        });
    }
}
