using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Binds the clips of a track.</summary>
internal sealed class ClipBinder(BindingContext context, Dictionary<string, Statement> clips)
{
    private readonly List<ProcessSlot> _chain = [];
    private Clip _clip = null!;

    /// <summary>Binds a clip whose arguments were matched just now; null where it can't be placed.</summary>
    public Clip? Bind(Statement statement)
    {
        ArgumentMatcher arguments = context.Arguments;
        int at = arguments["position"];
        int after = arguments["gap"];
        int range = arguments["range"];
        string id = statement.TextOf(1).ToString();
        if (!clips.TryAdd(id, statement))
        {
            context.Error("RT0201", statement, 1, $"the clip id '{id}' is used already ({BindingContext.LineOf(clips[id])})", "ids are unique in a session: give this clip another");
        }

        (ExactTime Start, ExactTime End)? source = context.Times.MediaRange(statement, range);
        ClipPlacement? placement = Placement(statement, at, after);
        _chain.Clear();
        _clip = new Clip
        {
            Id = id,
            Media = context.Name(statement.TextOf(2)),
            SourceStart = source?.Start ?? default,
            SourceEnd = source?.End ?? default,
            Placement = placement ?? default,
            Origin = BindingContext.SpanOf(statement),
            SourceOrigin = BindingContext.SpanOf(statement, range),
            PlacementOrigin = BindingContext.SpanOf(statement, at >= 0 ? at : Math.Max(after, 0)),
        };
        if (!statement.Children.IsEmpty)
        {
            Scope.Walk(context, statement.Children, "clip", Read, statement);
        }

        return source is null || placement is null ? null : _chain.Count == 0 ? _clip : _clip with { Processes = [.. _chain] };
    }

    private ClipPlacement? Placement(Statement statement, int at, int after)
    {
        if (at >= 0 && after >= 0)
        {
            context.Error("RT0303", statement, after, "a clip stands either at a position or after another clip");
            return null;
        }

        if (at >= 0)
        {
            return context.Times.Position(statement, at) is { } position ? new ClipPlacement(position, null, default) : null;
        }

        if (after < 0)
        {
            context.ErrorAtEnd("RT0302", statement, "the clip has no place", "write 'at POSITION' or 'after 350 ms'");
            return null;
        }

        string? anchor = statement.Tokens[after].Kind == TokenKind.Word ? statement.TextOf(after).ToString() : null;
        int gap = anchor is null ? after : after + 1;
        if (gap >= statement.Tokens.Length || gap + 1 < statement.Tokens.Length)
        {
            context.Error("RT0302", statement, Math.Min(gap, statement.Tokens.Length - 1), "'after' is followed by a gap, or by a clip and a gap", "write 'after 350 ms' or 'after CLIP 350 ms'");
            return null;
        }

        return context.Times.Time(statement, gap, reportsRounding: true) is { } offset ? new ClipPlacement(null, anchor, offset) : null;
    }

    private void Read(StatementSpec spec, Statement statement)
    {
        switch (spec.Keyword)
        {
            case "fade":
                ReadFade(statement);
                break;
            case "gain":
                _clip = _clip with { GainDb = Values.Number(statement, statement.Tokens[1]) };
                break;
            case "mute":
                _clip = _clip with { IsMuted = true };
                break;
            case "note":
                _clip = _clip with { Note = statement.ValueOf(1) };
                break;
            case "crossfade":
                ReadCrossfade(statement);
                break;
            case "gain-line":
                _clip = _clip with { GainLine = GainLine(statement) };
                return;
            case "process":
                context.Slots.BindInto(statement, _chain);
                return;
            default:
                _chain.Add(context.Slots.BindHead(statement, spec.Keyword));
                return;
        }

        Scope.Leaf(context, statement);
    }

    private void ReadFade(Statement statement)
    {
        ArgumentMatcher arguments = context.Arguments;
        FadeShape shape = ShapeOf(statement, arguments["shape"], FadeShape.Linear);
        if (context.Times.Time(statement, arguments["length"], reportsRounding: true) is not { } length)
        {
            return;
        }

        bool isIn = statement.TextOf(arguments["side"]) is "in";
        if ((isIn ? _clip.FadeIn : _clip.FadeOut) is not null)
        {
            context.Error("RT0305", statement, 0, $"the clip has a fade {(isIn ? "in" : "out")} already");
            return;
        }

        _clip = isIn ? _clip with { FadeIn = new Fade(length, shape) } : _clip with { FadeOut = new Fade(length, shape) };
    }

    private void ReadCrossfade(Statement statement)
    {
        ArgumentMatcher arguments = context.Arguments;
        int length = arguments["length"];
        int side = arguments["side"];
        FadeShape shape = ShapeOf(statement, arguments["shape"], FadeShape.EqualPower);
        if (length < 0)
        {
            if (side >= 0)
            {
                context.Error("RT0302", statement, side, "a crossfade that takes handles needs a length", "write 'crossfade 20 ms centre'");
            }

            _clip = _clip with { Crossfade = new Crossfade(shape, null, CrossfadePlacement.Overlap) };
            return;
        }

        CrossfadePlacement placement = side < 0
            ? CrossfadePlacement.Centre
            : statement.TextOf(side) switch { "before" => CrossfadePlacement.Before, "after" => CrossfadePlacement.After, _ => CrossfadePlacement.Centre };
        if (context.Times.Time(statement, length, reportsRounding: true) is { } time)
        {
            _clip = _clip with { Crossfade = new Crossfade(shape, time, placement) };
        }
    }

    private ImmutableArray<AutomationPoint> GainLine(Statement statement)
    {
        ImmutableArray<AutomationPoint>.Builder points = ImmutableArray.CreateBuilder<AutomationPoint>();
        Scope.Walk(context, statement.Children, "gain-line", (_, at) =>
        {
            double gain = Values.Number(at, at.Tokens[2]);
            if (context.Times.Offset(at, 1) is { } position && AutomationBinder.Shape(context, at, 3, out AutomationShape shape, out double curve))
            {
                AutomationBinder.Append(context, points, new AutomationPoint(position, gain, shape, curve), at);
            }
        });
        return points.ToImmutable();
    }

    private static FadeShape ShapeOf(Statement statement, int token, FadeShape usual) => token < 0
        ? usual
        : statement.TextOf(token) switch
        {
            "linear" => FadeShape.Linear,
            "equal-power" => FadeShape.EqualPower,
            "s-curve" => FadeShape.SCurve,
            "logarithmic" => FadeShape.Logarithmic,
            "exponential" => FadeShape.Exponential,
            _ => FadeShape.Adaptive,
        };
}
