using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Binds a <c>deliver</c> with everything under it.</summary>
internal sealed class DeliverableBinder(BindingContext context, IReadOnlyDictionary<string, Region> regions, IReadOnlyCollection<Stem> stems, IReadOnlyDictionary<string, Reel?> reels)
{
    private Deliverable _deliverable = null!;
    private Statement? _layoutStatement;

    /// <summary>The line that says the layout, for messages; null without one.</summary>
    public Statement? LayoutStatement => _layoutStatement;

    public Deliverable Bind(Statement statement)
    {
        _layoutStatement = null;
        _deliverable = new Deliverable { Id = statement.TextOf(1).ToString(), File = string.Empty, Origin = BindingContext.SpanOf(statement) };
        Scope.Walk(context, statement.Children, "deliver", Read, statement);
        return _deliverable;
    }

    private void Read(StatementSpec spec, Statement statement)
    {
        _deliverable = spec.Keyword switch
        {
            "file" => _deliverable with { File = statement.ValueOf(1) },
            "format" => _deliverable with { Format = Format(context.Arguments, statement, ref _layoutStatement) },
            "profile" => _deliverable with { Profile = statement.ValueOf(1) },
            "cover" => _deliverable with { Cover = statement.ValueOf(1) },
            "tag" => _deliverable with { Tags = _deliverable.Tags.Add(new Tag(statement.ValueOf(1), statement.ValueOf(2))) },
            "omit" => _deliverable with { Omit = Many(statement) },
            "chapters" => _deliverable with { ChapterForms = Many(statement) },
            "adjust" => _deliverable with { Adjust = statement.TextOf(1) switch { "never" => AdjustRule.Never, "always" => AdjustRule.Always, _ => AdjustRule.WhenOutside } },
            "limiting" => _deliverable with { LimitingDb = Values.Number(statement, statement.Tokens[1]) },
            "true-peak" => _deliverable with { TruePeakDbtp = Values.Number(statement, statement.Tokens[1]) },
            "set" => _deliverable with { Set = statement.ValueOf(1) },
            "leveller" => _deliverable with { AllowsLeveller = true },
            "dither" => _deliverable with { Dither = statement.ValueOf(1) },
            "loudness" => _deliverable with { Loudness = Loudness(statement) },
            "downmix" => _deliverable with { Downmix = Downmix(statement) },
            "range" => Range(statement),
            "per" => Per(statement),
            "stems" => _deliverable with { Stems = Stems(statement) },
            "layouts" => Layouts(statement),
            "head" => _deliverable with { Head = Around(statement), IsHeadTone = IsTone(statement) },
            "tail" => _deliverable with { Tail = Around(statement), IsTailTone = IsTone(statement) },
            "channels" => Channels(statement),
            _ => _deliverable,
        };
        Scope.Leaf(context, statement);
    }

    /// <summary>Reads a format line of a deliverable or of media.</summary>
    public static FileFormat Format(ArgumentMatcher arguments, Statement statement, ref Statement? layoutStatement)
    {
        int rate = arguments["rate"];
        int bits = arguments["bits"];
        int bitRate = arguments["bit-rate"];
        int layout = arguments["layout"];
        if (layout >= 0)
        {
            layoutStatement = statement;
        }

        return new FileFormat(statement.ValueOf(arguments["container"]))
        {
            SampleRate = rate < 0 ? null : (int)Math.Round(Hertz(statement, rate)),
            Bits = bits < 0 ? null : (int)Values.Number(statement, statement.Tokens[bits]),
            BitRateKbps = bitRate < 0 ? null : (int)Values.Number(statement, statement.Tokens[bitRate]),
            Layout = layout < 0 ? null : ChannelLayout.Find(statement.TextOf(layout).ToString()),
            IsFloat = arguments["float"] >= 0,
            IsConstantBitRate = arguments["cbr"] >= 0,
            IsVariableBitRate = arguments["vbr"] >= 0,
        };
    }

    /// <summary>A frequency in Hz.</summary>
    public static double Hertz(Statement statement, int token) =>
        Values.Number(statement, statement.Tokens[token]) * (Values.UnitOf(statement, statement.Tokens[token]) is "kHz" ? 1000 : 1);

    private static ImmutableArray<string> Many(Statement statement) => [.. Enumerable.Range(1, statement.Tokens.Length - 1).Select(statement.ValueOf)];

    private ImmutableArray<string> Stems(Statement statement)
    {
        ImmutableArray<string> ids = Many(statement);
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] != Deliverable.Mix && stems.All(s => s.Id != ids[i]))
            {
                context.Error("RT0409", statement, i + 1, $"no stem is called '{ids[i]}'", Suggestions.For(ids[i], [Deliverable.Mix, .. stems.Select(s => s.Id)]));
            }
        }

        return ids;
    }

    private Deliverable Layouts(Statement statement)
    {
        _layoutStatement = statement;
        return _deliverable with { Layouts = [.. Many(statement).Select(ChannelLayout.Find).OfType<ChannelLayout>()] };
    }

    private LoudnessTarget Loudness(Statement statement)
    {
        int tolerance = context.Arguments["tolerance"];
        int mono = context.Arguments["mono"];
        return new LoudnessTarget(
            Values.Number(statement, statement.Tokens[1]),
            tolerance < 0 ? 0.5 : Values.Number(statement, statement.Tokens[tolerance]),
            mono < 0 ? null : statement.TextOf(mono) is "dual" ? MonoLoudness.Dual : MonoLoudness.Single);
    }

    private DownmixRule Downmix(Statement statement)
    {
        int method = context.Arguments["method"];
        var rule = new DownmixRule(ChannelLayout.Find(statement.TextOf(1).ToString())!, method < 0 ? "lo-ro" : statement.ValueOf(method));
        return rule with
        {
            CentreDb = Level("centre", rule.CentreDb, statement),
            SurroundDb = Level("surround", rule.SurroundDb, statement),
            RearDb = Level("rear", rule.RearDb, statement),
            HeightDb = Level("height", rule.HeightDb, statement),
            LfeDb = Level("lfe", rule.LfeDb, statement),
        };
    }

    private double Level(string name, double usual, Statement statement)
    {
        int token = context.Arguments[name];
        return token < 0 ? usual : statement.Tokens[token].Kind == TokenKind.Word ? double.NegativeInfinity : Values.Number(statement, statement.Tokens[token]);
    }

    private Deliverable Range(Statement statement)
    {
        int region = context.Arguments["region"];
        int range = context.Arguments["range"];
        if (range >= 0)
        {
            return context.Times.PositionRange(statement, range) is { } span ? _deliverable with { RangeStart = span.Start, RangeEnd = span.End } : _deliverable;
        }

        if (region < 0)
        {
            context.ErrorAtEnd("RT0302", statement, "'range' needs a reel, a region or a range", "write 'range ID' or 'range 0:10..0:20'");
            return _deliverable;
        }

        string id = statement.ValueOf(region);
        if (regions.TryGetValue(id, out Region? known))
        {
            return _deliverable with { RangeStart = known.Start, RangeEnd = known.End };
        }

        if (reels.TryGetValue(id, out Reel? reel))
        {
            // What is wrong with a reel was told at its own line.
            return reel is null ? _deliverable : _deliverable with { RangeStart = reel.Start, RangeEnd = reel.End, Reel = id };
        }

        context.Error("RT0408", statement, region, $"no reel or region is called '{id}'", Suggestions.For(id, [.. regions.Keys, .. reels.Keys]));
        return _deliverable;
    }

    private Deliverable Per(Statement statement)
    {
        switch (statement.TextOf(1))
        {
            case "role":
                return _deliverable with { IsPerRole = true };
            case "reel":
                if (reels.Count == 0)
                {
                    context.Error("RT0408", statement, 1, "the session has no reel", "add a line 'reel r1 ffoa 01:00:00:00 lfoa 01:20:00:00'");
                }

                return _deliverable with { IsPerReel = true };
        }

        if (statement.Tokens.Length < 3)
        {
            context.ErrorAtEnd("RT0302", statement, "'per region' needs the kind of region", "write 'per region chapter'");
            return _deliverable;
        }

        return _deliverable with { PerRegionKind = statement.ValueOf(2) };
    }

    private ExactTime? Around(Statement statement) => context.Times.Time(statement, context.Arguments["length"], reportsRounding: true);

    private bool IsTone(Statement statement) => context.Arguments["fill"] is >= 0 and int fill && statement.TextOf(fill) is "room-tone";

    private Deliverable Channels(Statement statement)
    {
        int form = context.Arguments["form"];
        int order = context.Arguments["order"];
        return _deliverable with
        {
            IsDiscrete = form >= 0 && statement.TextOf(form) is "discrete",
            ChannelOrder = order < 0 ? ChannelOrdering.Smpte : statement.TextOf(order) switch
            {
                "film" => ChannelOrdering.Film,
                "dts" => ChannelOrdering.Dts,
                _ => ChannelOrdering.Smpte,
            },
        };
    }
}
