using System.Globalization;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Binds a <c>reel</c>: frames of action by their labels, everything else by its distance from them.</summary>
/// <remarks>
/// Distances count labels, as leaders are built: two seconds before the first frame of action are 48 frames at 24 fps and at 23.976 fps.
/// The last frame of action is part of the reel; a tail pop lies as many labels after that frame's label.
/// </remarks>
internal sealed class ReelBinder(BindingContext context, IReadOnlyCollection<MediaReference> media)
{
    private const double PopHz = 1000;
    private const double PopDbfs = -20;
    private const double ToneDbfs = -18;
    private const int LeaderSeconds = 8;
    private const int AfterTailPopSeconds = 2;
    private FrameRate _rate;
    private long _first;
    private long _last;
    private long? _leader;
    private long? _trailer;
    private readonly List<(ReelTone Tone, Statement Line, bool IsHead)> _tones = [];
    private (ReelSlate Slate, Statement Line)? _slate;

    /// <summary>The reel; null where it was reported.</summary>
    public Reel? Bind(Statement statement)
    {
        int ffoa = context.Arguments["ffoa"], lfoa = context.Arguments["lfoa"];
        if (context.Timecode is not { } timecode)
        {
            context.Error("RT0504", statement, 0, "a reel counts frames, and the session has no timecode", "add a line 'timecode 24 fps start 01:00:00:00' under session");
            return null;
        }

        _rate = timecode.Rate;
        (_leader, _trailer, _slate) = (null, null, null);
        _tones.Clear();
        if (FrameAt(statement, ffoa) is not { } first || FrameAt(statement, lfoa) is not { } last)
        {
            return null;
        }

        if (last < first)
        {
            context.Error("RT0501", statement, lfoa, "the last frame of action is before the first");
            return null;
        }

        (_first, _last) = (first, last);
        Scope.Walk(context, statement.Children, "reel", Read, statement);
        return Complete(statement);
    }

    private Reel Complete(Statement statement)
    {
        long leader = _leader ?? (_tones.Exists(t => t.IsHead) || _slate is not null ? (long)LeaderSeconds * _rate.Nominal : 0);
        long start = Sample(_first - leader), end = Sample(_last + 1);
        long lastTone = _tones.Where(t => !t.IsHead).Select(t => t.Tone.Start).DefaultIfEmpty(end).Max();
        long stop = _trailer is { } trailer ? Sample(_last + 1 + trailer) : lastTone == end ? end : Sample(_rate.FrameAt(lastTone, context.SampleRate) + 1 + (long)AfterTailPopSeconds * _rate.Nominal);
        foreach ((ReelTone tone, Statement line, bool isHead) in _tones)
        {
            bool isOutside = isHead ? tone.Start < start : tone.Start + tone.Length > stop;
            bool isOver = isHead ? tone.Start + tone.Length > Sample(_first) : tone.Start < end;
            if (isOutside || isOver)
            {
                context.Error("RT0511", line, 0, isOver ? $"the {line.Keyword} would sound over the picture" : $"the {line.Keyword} lies outside the {(isHead ? "leader" : "trailer")}",
                    isOver ? "give it more distance, or less length" : isHead ? "add a line 'leader', as long as it needs" : "add a line 'trailer', as long as it needs");
            }
        }

        if (_slate is { } slate && slate.Slate.Start < start)
        {
            context.Error("RT0511", slate.Line, 0, "the slate begins before the leader", "add a line 'leader', as long as it needs");
        }

        return new Reel(statement.ValueOf(1), Sample(_first), end)
        {
            FileStart = start,
            FileEnd = stop,
            Tones = [.. _tones.Select(t => t.Tone)],
            Slate = _slate?.Slate,
            Origin = BindingContext.SpanOf(statement),
        };
    }

    private void Read(StatementSpec spec, Statement statement)
    {
        switch (spec.Keyword)
        {
            case "leader":
                _leader = Frames(statement, 1);
                break;
            case "trailer":
                _trailer = Frames(statement, 1);
                break;
            case "pop":
                ReadPop(statement);
                break;
            case "tone":
                ReadTone(statement);
                break;
            case "slate":
                ReadSlate(statement);
                break;
        }

        Scope.Leaf(context, statement);
    }

    private void ReadPop(Statement statement)
    {
        int distance = context.Arguments["distance"], frequency = context.Arguments["freq"], level = context.Arguments["level"];
        int length = context.Arguments["length"], except = context.Arguments["channels"], silent = context.Arguments.CountOf("channels");
        long? frames = distance < 0 ? 2L * _rate.Nominal : Frames(statement, distance);
        long? count = length < 0 ? 1 : Frames(statement, length);
        if (frames is not { } far || count is not { } popFrames)
        {
            return;
        }

        bool isHead = statement.TextOf(1) is "head";
        long frame = isHead ? _first - far : _last + far;
        _tones.Add((
            new ReelTone(
                ReelToneKind.Pop, Sample(frame), Sample(frame + popFrames) - Sample(frame), frequency < 0 ? PopHz : DeliverableBinder.Hertz(statement, frequency),
                level < 0 ? PopDbfs : Values.Number(statement, statement.Tokens[level]),
                except < 0 ? ["LFE"] : [.. Enumerable.Range(except, silent).Select(statement.ValueOf)]),
            statement, isHead));
    }

    private void ReadTone(Statement statement)
    {
        int level = context.Arguments["level"], frequency = context.Arguments["freq"];
        int fromToken = context.Arguments["from"], lengthToken = context.Arguments["length"];
        ReelToneKind kind = Enum.Parse<ReelToneKind>(statement.TextOf(1).ToString(), ignoreCase: true);
        if (kind != ReelToneKind.Steady && frequency >= 0)
        {
            context.Error("RT0303", statement, frequency, "the tones of an ident are its own", "write 'tone steady' for a tone of another frequency");
            return;
        }

        if (Frames(statement, fromToken) is { } from && Frames(statement, lengthToken) is { } length)
        {
            long frame = _first - from;
            _tones.Add((
                new ReelTone(
                    kind, Sample(frame), Sample(frame + length) - Sample(frame), frequency < 0 ? PopHz : DeliverableBinder.Hertz(statement, frequency),
                    level < 0 ? ToneDbfs : Values.Number(statement, statement.Tokens[level]), []),
                statement, true));
        }
    }

    private void ReadSlate(Statement statement)
    {
        string id = statement.ValueOf(1);
        if (media.FirstOrDefault(m => m.Id == id) is not { } source)
        {
            context.Error("RT0402", statement, 1, $"no media is called '{id}'", Suggestions.For(id, media.Select(m => m.Id)));
        }
        else if (Frames(statement, context.Arguments["from"]) is { } from)
        {
            _slate = (new ReelSlate(id, source.Path, Sample(_first - from)), statement);
        }
    }

    private long Sample(long frame) => _rate.FirstSample(frame, context.SampleRate);

    private long? FrameAt(Statement statement, int token)
    {
        if (context.Times.Position(statement, token) is not { } sample)
        {
            return null;
        }

        long frame = _rate.FrameAt(sample, context.SampleRate);
        if (Sample(frame) == sample)
        {
            return frame;
        }

        context.Error("RT0504", statement, token, $"{statement.TextOf(token)} is on no frame at {_rate} fps", "write a timecode label");
        return null;
    }

    /// <summary>A distance in frames: seconds count labels.</summary>
    private long? Frames(Statement statement, int token)
    {
        ReadOnlySpan<char> text = statement.TextOf(token);
        bool isFrames = text.EndsWith("frame") || text.EndsWith("frames");
        if (!isFrames && context.Times.Time(statement, token) is not { IsSamples: false })
        {
            context.Error("RT0504", statement, token, $"{text} is no number of frames", "write s or frames");
            return null;
        }

        decimal frames = isFrames
            ? (decimal)Values.Number(statement, statement.Tokens[token])
            : Values.Time(text, context.Timecode)!.Value.Amount * _rate.Nominal;
        if (decimal.IsInteger(frames) && frames >= 0)
        {
            return (long)frames;
        }

        context.Error("RT0504", statement, token, string.Create(CultureInfo.InvariantCulture, $"{text} are {frames:0.###} frames at {_rate} fps"), "write a whole number of frames");
        return null;
    }
}
