using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Times of options on a session's timeline: clocks and lengths from its start, or timecode labels.</summary>
internal static class SessionTime
{
    /// <summary>A range in samples.</summary>
    /// <param name="option">The option, for the message.</param>
    /// <param name="text">As typed: <c>A..B</c>, either side may be missing.</param>
    /// <param name="document">The session.</param>
    /// <returns>First sample and end; null = open.</returns>
    /// <exception cref="RoomtoneException">No range (exit 2).</exception>
    public static (long? Start, long? End) Range(string option, string text, SessionDocument document)
    {
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            throw Quantities.Refuse(option, text, "a range such as 0:10..0:20");
        }

        long? start = Position(option, text[..dots].Trim(), document);
        long? end = Position(option, text[(dots + 2)..].Trim(), document);
        return start is { } from && end is { } to && to <= from
            ? throw Quantities.Refuse(option, text, "a range that ends after it starts")
            : (start, end);
    }

    private static long? Position(string option, string text, SessionDocument document)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (document.Timecode is not { } timecode || !Timecode.TryParse(text, out Timecode label))
        {
            return Quantities.Time(option, text).ToSamples(document.SampleRate);
        }

        FrameRate rate = timecode.Rate;
        long frame = label.ToFrame(rate);
        return label.Check(rate) == TimecodeFault.None && frame >= timecode.StartFrame
            ? rate.FirstSample(frame, document.SampleRate) - rate.FirstSample(timecode.StartFrame, document.SampleRate)
            : throw Quantities.Refuse(option, text, $"a label of the session's timecode at {rate} from its start on");
    }
}
