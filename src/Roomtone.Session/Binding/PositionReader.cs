using System.Globalization;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Turns written times into samples: labels by the ceiling, clocks rounded half up.</summary>
internal sealed class PositionReader(BindingContext context)
{
    private const decimal LongestSeconds = TimelineResolver.MaximumHours * 3600m;

    private int Rate => context.SampleRate;

    /// <summary>A place on the timeline; null where it was reported.</summary>
    public long? Position(Statement statement, int token)
    {
        Token at = statement.Tokens[token];
        return Position(statement, at.Start, statement.TextOf(at));
    }

    /// <summary>A range of the timeline; null where it was reported.</summary>
    public (long Start, long End)? PositionRange(Statement statement, int token)
    {
        Token at = statement.Tokens[token];
        ReadOnlySpan<char> text = statement.TextOf(at);
        if (Position(statement, at.Start, text[..at.Split]) is not { } start || Position(statement, at.Start + at.Split + 2, text[(at.Split + 2)..]) is not { } end)
        {
            return null;
        }

        if (end <= start)
        {
            context.Error("RT0501", statement, token, "the range ends where it starts, or before");
            return null;
        }

        return (start, end);
    }

    /// <summary>A range of media time; null where it was reported.</summary>
    public (ExactTime Start, ExactTime End)? MediaRange(Statement statement, int token)
    {
        Token at = statement.Tokens[token];
        ReadOnlySpan<char> text = statement.TextOf(at);
        if (Time(statement, at.Start, text[..at.Split]) is not { } start || Time(statement, at.Start + at.Split + 2, text[(at.Split + 2)..]) is not { } end)
        {
            return null;
        }

        if (start.IsSamples == end.IsSamples && end.Amount <= start.Amount)
        {
            context.Error("RT0501", statement, token, $"the range {text} ends where it starts, or before");
            return null;
        }

        return (start, end);
    }

    /// <summary>A length of time; null where it was reported.</summary>
    public ExactTime? Time(Statement statement, int token, bool reportsRounding = false)
    {
        Token at = statement.Tokens[token];
        ExactTime? time = Time(statement, at.Start, statement.TextOf(at));
        if (reportsRounding && time is { } exact)
        {
            ReportRounding(statement, at.Start, at.Length, exact, Rate);
        }

        return time;
    }

    /// <summary>A place in a clip: samples of the session from its start.</summary>
    public long? Offset(Statement statement, int token)
    {
        Token at = statement.Tokens[token];
        ReadOnlySpan<char> text = statement.TextOf(at);
        return Time(statement, at.Start, text[0] == '+' ? text[1..] : text)?.ToSamples(Rate);
    }

    /// <summary>Tells under <c>--strict</c> that a time lies between samples.</summary>
    public void ReportRounding(Statement statement, int start, int length, ExactTime time, int rate)
    {
        if (context.Options.ReportsRounding && !time.IsExact(rate))
        {
            decimal rounded = (decimal)time.ToSamples(rate) / rate;
            context.Findings.Add(Severity.Warning, "RT0507", $"{statement.Source.LineAt(statement.LineStart).Slice(start, length)} lies between samples at {rate} Hz", statement.Source, statement.Line,
                statement.LineStart, start, length, string.Create(CultureInfo.InvariantCulture, $"it is rounded to {time.ToSamples(rate)} samples ({decimal.Round(rounded, 7):0.#######} s)"));
        }
    }

    private ExactTime? Time(Statement statement, int start, ReadOnlySpan<char> text)
    {
        if (Values.Time(text, context.Timecode) is not { } time)
        {
            string? hint = text.EndsWith("frames") || text.EndsWith("frame")
                ? "frames need a line 'timecode 25 fps start 01:00:00:00' under session"
                : "write a clock (0:12.480), or s, ms, samples";
            context.ErrorAt("RT0602", statement, start, text.Length, $"'{text}' is no time of media or length", hint);
            return null;
        }

        if (time.Amount < 0 || time.Amount > (time.IsSamples ? LongestSeconds * 384_000 : LongestSeconds))
        {
            context.ErrorAt("RT0508", statement, start, text.Length, $"'{text}' is outside 0 … {TimelineResolver.MaximumHours} hours");
            return null;
        }

        return time;
    }

    private long? Position(Statement statement, int start, ReadOnlySpan<char> text)
    {
        if (text.Length > 8 && text[2] == ':' && text[5] == ':' && text[8] is ':' or ';')
        {
            return Label(statement, start, text);
        }

        if (Time(statement, start, text) is not { } time)
        {
            return null;
        }

        ReportRounding(statement, start, text.Length, time, Rate);
        return time.ToSamples(Rate);
    }

    private long? Label(Statement statement, int start, ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny(' ', '@');
        ReadOnlySpan<char> label = end < 0 ? text : text[..end];
        if (context.Timecode is not { } session)
        {
            context.ErrorAt("RT0504", statement, start, text.Length, $"{text} is a timecode label, and the session has no timecode", "add a line 'timecode 25 fps start 01:00:00:00' under session, or write a clock");
            return null;
        }

        FrameRate rate = session.Rate;
        if (end >= 0 && (!FrameRate.TryParse(text[(text.IndexOf('@') + 1)..], out FrameRate own) || own != rate))
        {
            context.ErrorAt("RT0504", statement, start, text.Length, $"labels of this session count {rate} fps", $"write {label}");
            return null;
        }

        if (Frame(statement, start, label, rate, session.IsDropFrame) is not { } frame)
        {
            return null;
        }

        long relative = frame - session.StartFrame;
        long day = Signal.Timecode.FramesPerDay(rate, session.IsDropFrame);
        relative += relative < -day / 2 ? day : 0;
        if (relative < 0)
        {
            context.ErrorAt("RT0508", statement, start, text.Length, $"{label} is before the session's start, {Signal.Timecode.FromFrame(session.StartFrame, rate, session.IsDropFrame)}");
            return null;
        }

        return rate.FirstSample(relative, Rate);
    }

    /// <summary>The frame of a label, checked against a rate; null where it was reported.</summary>
    public long? Frame(Statement statement, int start, ReadOnlySpan<char> text, FrameRate rate, bool isDropFrame)
    {
        if (!Signal.Timecode.TryParse(text, out Timecode label))
        {
            context.ErrorAt("RT0504", statement, start, text.Length, $"{text} is no timecode label", "write hh:mm:ss:ff");
            return null;
        }

        label = label with { IsDropFrame = label.IsDropFrame || isDropFrame };
        switch (label.Check(rate))
        {
            case TimecodeFault.None:
                return label.ToFrame(rate);
            case TimecodeFault.NoSuchFrame:
                context.ErrorAt("RT0504", statement, start, text.Length, string.Create(CultureInfo.InvariantCulture, $"{text} does not exist at {rate} fps (frames run 00 to {rate.Nominal - 1:00})"));
                return null;
            case TimecodeFault.NoDropFrame:
                context.ErrorAt("RT0504", statement, start, text.Length, $"{rate} fps has no drop-frame labels", $"write {text.ToString().Replace(';', ':')}");
                return null;
            case TimecodeFault.Dropped:
                context.ErrorAt("RT0505", statement, start, text.Length, $"{text} is one of the labels that drop-frame skips",
                    $"the next label is {label with { Frames = rate.DroppedLabels }}");
                return null;
            default:
                context.ErrorAt("RT0504", statement, start, text.Length, $"{text} is no time of a day (00:00:00 to 23:59:59)");
                return null;
        }
    }
}
