using System.Collections.Immutable;
using Roomtone.Signal;
using static Roomtone.Session.ArgumentShape;

namespace Roomtone.Session;

/// <summary>The rows of the schema table.</summary>
internal static class StatementTable
{
    private const string Strips = "track bus";
    private static readonly ImmutableArray<string> s_fadeShapes = ["linear", "equal-power", "s-curve", "logarithmic", "exponential"];
    private static readonly ImmutableArray<string> s_crossfadeShapes = ["linear", "equal-power", "s-curve", "logarithmic", "exponential", "adaptive"];
    private static readonly ImmutableArray<string> s_pointShapes = ["hold", "linear", "curve", "s-curve"];
    private static readonly ImmutableArray<string> s_roles =
        ["dialogue", "adr", "narration", "group", "music", "effects", "foley", "ambience", "pfx"];

    public static ImmutableArray<StatementSpec> All { get; } =
    [
        Row("roomtone", "document", "First line: the version of the format.", [Arg("schema", Integer)]),
        Row("session", "document", "The session's name; what holds for all of it stands under it.", [Arg("title", Text)]) with { IsRequired = true },
        Row("rate", "session", "Sample rate of the session.", [Number("rate", Unit.Hertz, 8_000, 384_000)]) with { IsRequired = true },
        Row("timecode", "session", "Rate of the labels, and the label of the first sample.",
            [Number("rate", SchemaUnits.FramesPerSecond, 23, 120), Lead("start", "start", ArgumentShape.Timecode) with { IsRequired = false, Default = "00:00:00:00" }, Flag("drop-frame")]),
        Row("layout", "session bus", "Channels of the mix, or of a bus.", [Arg("layout", Layout)]),
        Row("seed", "session", "Where every random process starts.", [Arg("seed", Integer) with { Default = "0" }]),
        Row("date", "document session", "The date that goes into files; never the clock's.", [Arg("date", Date)]),
        Row("tag", "document session deliver", "A tag of the files.", [Arg("key", Name), Arg("value", Value)], repeats: true),
        Row("cover", "document session deliver", "Cover picture of the files.", [Arg("path", Text)]),
        Row("include", "document", "Brings strips from another file.", [Arg("path", Text)], repeats: true),
        Row("strip", "document", "A named chain, used by 'process strip NAME'.", [Arg("name", Id)], repeats: true),

        Row("media", "document", "A file that clips take ranges of.", [Arg("id", Id), Arg("path", Text)], repeats: true),
        Row("audio", "media", "Hash over the samples: sha256:….", [Arg("hash", Name)]),
        Row("format", "media", "Container, rate, word length, layout.", FormatArguments("float")),
        Row("length", "media", "Its length.", [Arg("length", Time)]),
        Row("timecode", "media", "Its first label, with the rate after @; kept for conforming.", [Arg("start", ArgumentShape.Timecode)]),
        Row("note", "media track bus clip region marker chapter deliver vca", "For people; reaches no sample.", [Arg("text", Text)]),

        Row("bus", "document", "A bus.", [Arg("id", Id), Optional("name", Text), Lead("to", "bus", Reference) with { IsRequired = false, Default = "master" }], repeats: true),
        Row("track", "document", "A track of clips.", [Arg("id", Id), Optional("name", Text), Lead("to", "bus", Reference) with { IsRequired = false, Default = "master" }], repeats: true),
        Row("vca", "document", "A fader over several tracks and buses.",
            [Arg("id", Id), Optional("name", Text), Lead("drives", "members", Reference) with { IsRepeated = true }], repeats: true),
        Row("master", "document", "The master bus."),
        Row("fader", Strips + " master vca", "Level.", [Number("level", Unit.Decibels, double.NegativeInfinity, 40)]),
        Row("mute", Strips + " clip vca", "Kept, but not heard."),
        Row("solo-safe", Strips, "Heard while others are soloed."),
        Row("role", "track", "What it carries.", [Words("role", s_roles)]),
        Row("edge-fade", "track", "Fade at every edge without one of its own.", [Arg("length", Time) with { Default = "4 ms", Maximum = 10 }]),
        Row("overlap", "track", "Overlapping clips are mixed.", [Words("rule", ["mix"])]),
        Row("send", Strips, "A send to a bus.",
            [
                Arg("bus", Reference), Number("level", Unit.Decibels, double.NegativeInfinity, 40),
                Words("place", ["post", "pre"]) with { IsRequired = false, Default = "post" }, Lead("pan", "place", Pan) with { IsRequired = false },
            ],
            repeats: true),
        Row("process", Strips + " master clip strip", "A process of the chain; its parameters stand under it.",
            [Arg("process", Name), Optional("slot", Id)], repeats: true) with { Process = "*" },
        Row("bypass", "process", "Kept in the chain, but not heard."),
        Row("automate", Strips + " master vca", "Moves a value: fader, mute, pan, send.BUS, slot.parameter.", [Arg("target", Name)], repeats: true),
        Row("at", "automate", "A point; its shape says how the value arrives.",
            [Arg("position", Position), Arg("value", Rest)], repeats: true),

        Row("clip", "track", "A range of media at a place.",
            [
                Arg("id", Id), Arg("media", Reference), Arg("range", TimeRange), Lead("at", "position", Position) with { IsRequired = false },
                Lead("after", "gap", Rest) with { IsRequired = false },
            ],
            repeats: true),
        Row("gain", "clip", "Level of the clip.", [Number("gain", Unit.Decibels, double.NegativeInfinity, 60)]),
        Row("fade", "clip", "Fade at the start or the end.",
            [Words("side", ["in", "out"]), Arg("length", Time) with { Maximum = 3600 }, Words("shape", s_fadeShapes) with { IsRequired = false, Default = "linear" }], repeats: true),
        Row("crossfade", "clip", "Crossfade with the clip before it; with a length, made from the handles.",
            [
                Optional("length", Time) with { Maximum = 3600 }, Words("side", ["centre", "before", "after"]) with { IsRequired = false, Default = "centre" },
                Words("shape", s_crossfadeShapes) with { IsRequired = false, Default = "equal-power" },
            ]),
        Row("gain-line", "clip", "Gain over time; rides with the clip."),
        Row("at", "gain-line", "A point of the gain line.",
            [
                Arg("offset", Offset), Number("gain", Unit.Decibels, double.NegativeInfinity, 60),
                Words("shape", s_pointShapes) with { IsRequired = false, Default = "linear" }, Arg("bend", ArgumentShape.Number) with { IsRequired = false, Minimum = -1, Maximum = 1 },
            ],
            repeats: true),
        Processed("pan", Strips + " clip", "Place from left to right."),
        Processed("balance", Strips + " clip", "Weight of left against right."),
        Processed("position", Strips + " clip", "Place in the room, in words and degrees."),
        Processed("drift", "clip", "The recorder's clock ran fast (+) or slow (−) by so many ppm."),
        Processed("polarity", "clip", "Turns the wave over."),
        Processed("reverse", "clip", "Plays it backwards."),
        Processed("stretch", "clip", "Longer or shorter at the same pitch."),
        Processed("pitch", "clip", "Higher or lower at the same length."),
        Processed("varispeed", "clip", "Faster or slower, pitch and all."),
        Processed("pull", "clip", "Pull-up or pull-down by a fraction."),

        Row("marker", "document", "A marker.", [Arg("position", Position), Arg("text", Text)], repeats: true),
        Row("chapter", "document", "A chapter.", [Arg("position", Position), Arg("title", Text)], repeats: true),
        Row("url", "chapter", "A web page.", [Arg("url", Text)]),
        Row("image", "chapter", "A picture.", [Arg("path", Text)]),
        Row("region", "document", "A range with a meaning.",
            [Arg("id", Id), Arg("range", PositionRange), Optional("name", Text), Lead("kind", "kind", Name) with { IsRequired = false }], repeats: true),

        Row("reel", "document", "A part of the picture: its first and last frame of action, both part of it.",
            [Arg("id", Id), Lead("ffoa", "ffoa", Position), Lead("lfoa", "lfoa", Position)], repeats: true),
        Row("leader", "reel", "How long before the first frame of action its files begin.", [Arg("length", Time) with { Maximum = 600, Default = "8 s" }]),
        Row("trailer", "reel", "How long after the last frame of action its files end.", [Arg("length", Time) with { Maximum = 600 }]),
        Row("pop", "reel", "A sync pop: so long before the first frame of action, or after the last.",
            [
                Words("side", ["head", "tail"]), Optional("distance", Time) with { Maximum = 600, Default = "2 s" },
                Number("freq", Unit.Hertz, 20, 20_000) with { IsRequired = false, Default = "1 kHz" }, Number("level", Unit.Dbfs, -80, 0) with { IsRequired = false, Default = "-20 dBFS" },
                Optional("length", Time) with { Maximum = 10, Default = "1 frame" }, Lead("except", "channels", Name) with { IsRequired = false, IsRepeated = true, Default = "LFE" },
            ],
            repeats: true),
        Row("tone", "reel", "Line-up tone in the leader: steady, or an ident of the channels.",
            [
                Words("pattern", ["steady", "ebu", "glits", "blits"]), Number("level", Unit.Dbfs, -80, 0) with { IsRequired = false, Default = "-18 dBFS" },
                Number("freq", Unit.Hertz, 20, 20_000) with { IsRequired = false, Default = "1 kHz" }, Lead("from", "from", Time) with { Maximum = 600 }, Lead("for", "length", Time) with { Maximum = 600 },
            ],
            repeats: true),
        Row("slate", "reel", "A recording in the leader, so long before the first frame of action.", [Arg("media", Reference), Lead("from", "from", Time) with { Maximum = 600 }]),

        Row("stem", "document", "A share of the mix: the tracks of some roles.", [Arg("id", Id), Lead("roles", "roles", Word) with { IsRepeated = true, Words = s_roles }], repeats: true),
        Row("deliver", "document", "A file that is rendered.", [Arg("id", Id)], repeats: true),
        Row("file", "deliver", "Name of the file, relative to the session; {title} {name} {index} {layout} … are filled in.", [Arg("path", Text)]) with { IsRequired = true },
        Row("format", "deliver", "Container, rate, word length or bit rate, layout.", FormatArguments("float", "cbr", "vbr")),
        Row("profile", "deliver", "A delivery specification; supplies every line that is not written.", [Arg("id", Name)]),
        Row("range", "deliver", "The part of the session: a reel, a region or a range.", [Optional("region", Reference), Optional("range", PositionRange)]),
        Row("omit", "deliver", "Kinds of regions that are cut out.", [Arg("kind", Name) with { IsRepeated = true }]),
        Row("per", "deliver", "One file per region of a kind, per reel or per role.", [Words("what", ["region", "reel", "role"]), Optional("kind", Name)]),
        Row("stems", "deliver", "One file per stem; mix is the whole.", [Arg("stems", Reference) with { IsRepeated = true }]),
        Row("layouts", "deliver", "One file per layout.", [Arg("layouts", Layout) with { IsRepeated = true }]),
        Row("gain-with", "deliver", "Whose gain and limiter stems take; the mix's, said or not.", [Words("what", ["mix"])]),
        Row("head", "deliver", "Before the programme.", [Arg("length", Time) with { Maximum = 600 }, Words("fill", ["silence", "room-tone"]) with { IsRequired = false, Default = "silence" }]),
        Row("tail", "deliver", "After the programme.", [Arg("length", Time) with { Maximum = 600 }, Words("fill", ["silence", "room-tone"]) with { IsRequired = false, Default = "silence" }]),
        Row("downmix", "deliver", "How the mix gets to the file's layout.",
            [
                Arg("layout", Layout), Words("method", ["lo-ro", "lt-rt"]) with { IsRequired = false, Default = "lo-ro" },
                Level("centre", 6, "-3 dB"), Level("surround", 6, "-3 dB"), Level("rear", 6, "0 dB"), Level("height", 6, "-3 dB"), Level("lfe", 10, "off"),
            ]),
        Row("channels", "deliver", "How channels lie in the file.",
            [Words("form", ["interleaved", "discrete"]) with { IsRequired = false, Default = "interleaved" }, Words("order", ["smpte", "itu", "film", "dts"]) with { IsRequired = false, Default = "smpte" }]),
        Row("loudness", "deliver", "Integrated loudness.",
            [
                Number("target", Unit.Lufs, -70, 0), Lead("tolerance", "tolerance", Quantity) with { IsRequired = false, Units = [Unit.Lu], Minimum = 0, Maximum = 20, Default = "0.5 LU" },
                Lead("mono-as", "mono", Word) with { IsRequired = false, Words = ["single", "dual"] },
            ]),
        Row("true-peak", "deliver", "Ceiling.", [Number("ceiling", Unit.Dbtp, -30, 0)]),
        Row("adjust", "deliver", "Whether loudness may be touched.", [Words("rule", ["never", "when-outside", "always"])]),
        Row("limiting", "deliver", "How much its limiter may take: 99th percentile.", [Number("reduction", Unit.Decibels, 0, 30)]),
        Row("leveller", "deliver", "Speech may be levelled where gain and limiter do not suffice.", [Words("rule", ["allow"])]),
        Row("dither", "deliver", "Dither of the word length.", [Words("shape", ["tpdf", "shaped", "none"])]),
        Row("chapters", "deliver", "Where chapters go.", [Words("form", ["id3", "vorbis", "mp4", "json"]) with { IsRepeated = true }]),
        Row("set", "deliver", "Its files belong together: an album keeps its offsets, a series goes to one loudness, a book to one loudness of speech.", [Words("kind", ["album", "series", "book"])]),

        .. Later("document", "patch", "profile"),
        .. Later("track", "lane", "comp"),
    ];

    private static StatementSpec Row(string keyword, string parents, string summary, ImmutableArray<ArgumentSpec> arguments = default, bool repeats = false) =>
        new(keyword, summary) { Parents = [.. parents.Split(' ')], Arguments = arguments.IsDefault ? [] : arguments, IsRepeatable = repeats };

    private static StatementSpec Processed(string keyword, string parents, string summary) =>
        Row(keyword, parents, summary, [Optional("values", Rest)]) with { Process = keyword };

    private static List<StatementSpec> Later(string parent, params ReadOnlySpan<string> keywords)
    {
        var rows = new List<StatementSpec>();
        foreach (string keyword in keywords)
        {
            rows.Add(Row(keyword, parent, "Part of the format; a later version does it.", [Optional("values", Rest)], repeats: true) with { IsLater = true });
        }

        return rows;
    }

    private static ImmutableArray<ArgumentSpec> FormatArguments(params ReadOnlySpan<string> flags)
    {
        ImmutableArray<ArgumentSpec>.Builder arguments = ImmutableArray.CreateBuilder<ArgumentSpec>();
        arguments.Add(Words("container", ["wav", "bwf", "rf64", "bw64", "w64", "aiff", "aifc", "caf", "flac", "alac", "mp3", "aac", "m4a", "opus", "vorbis", "ogg", "au"]));
        arguments.Add(Number("rate", Unit.Hertz, 8_000, 384_000) with { IsRequired = false });
        arguments.Add(Number("bits", Unit.Bits, 8, 64) with { IsRequired = false });
        arguments.Add(Number("bit-rate", SchemaUnits.KilobitsPerSecond, 6, 3000) with { IsRequired = false });
        arguments.Add(Optional("layout", Layout));
        foreach (string flag in flags)
        {
            arguments.Add(Flag(flag));
        }

        return arguments.ToImmutable();
    }

    private static ArgumentSpec Arg(string name, ArgumentShape shape) => new(name, shape);

    private static ArgumentSpec Optional(string name, ArgumentShape shape) => new(name, shape) { IsRequired = false };

    private static ArgumentSpec Lead(string lead, string name, ArgumentShape shape) => new(name, shape) { Lead = lead };

    private static ArgumentSpec Level(string name, double maximumDb, string usual) => Lead(name, name, Quantity) with
    {
        IsRequired = false, Units = [Unit.Decibels], Minimum = double.NegativeInfinity, Maximum = maximumDb, Words = ["off"], Default = usual,
    };

    private static ArgumentSpec Flag(string word) => new(word, ArgumentShape.Flag) { Lead = word, IsRequired = false };

    private static ArgumentSpec Words(string name, ImmutableArray<string> words) => new(name, Word) { Words = words };

    private static ArgumentSpec Number(string name, Unit unit, double minimum, double maximum) =>
        new(name, Quantity) { Units = [unit], Minimum = minimum, Maximum = maximum };
}
