using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Turns the text of a session into what it means, and reports everything that is wrong with it in one pass.</summary>
public sealed partial class SessionBinder
{
    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");
    private const long UnknownLength = 1L << 50;
    private readonly BindingContext _context;
    private readonly SyntaxTree _tree;
    private readonly Dictionary<string, Statement> _stripIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Statement> _mediaIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Statement> _clipIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Region> _regions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Statement> _deliverIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _busIds = new(StringComparer.Ordinal);
    private readonly ImmutableArray<MediaReference>.Builder _media = ImmutableArray.CreateBuilder<MediaReference>();
    private readonly ImmutableArray<Bus>.Builder _buses = ImmutableArray.CreateBuilder<Bus>();
    private readonly ImmutableArray<Track>.Builder _tracks = ImmutableArray.CreateBuilder<Track>();
    private readonly ImmutableArray<Vca>.Builder _vcas = ImmutableArray.CreateBuilder<Vca>();
    private readonly List<(string Owner, string Output, Statement Statement, StripDraft Draft)> _routes = [];
    private readonly List<(PendingReference Key, string? Owner)> _keys = [];
    private readonly List<(Vca Vca, Statement Statement)> _drives = [];
    private readonly List<(string Media, Statement Clip)> _clipMedia = [];
    private readonly Dictionary<string, Statement> _stemIds = new(StringComparer.Ordinal);
    private readonly List<Stem> _stems = [];
    private readonly Dictionary<string, Statement> _reelIds = new(StringComparer.Ordinal);
    private readonly List<Statement> _reelLines = [];
    private readonly Dictionary<string, Reel?> _reels = new(StringComparer.Ordinal);
    private readonly List<Marker> _markers = [];
    private readonly List<Chapter> _chapters = [];
    private readonly List<Statement> _delivers = [];
    private readonly List<Tag> _tags = [];
    private string? _title;
    private string? _cover;
    private int? _rate;
    private long _seed;
    private DateOnly? _date;
    private ChannelLayout _layout = ChannelLayout.Stereo;
    private MasterBus _master = new();

    private SessionBinder(SyntaxTree tree, IProcessCatalog catalog, BindOptions options)
    {
        _tree = tree;
        _context = new BindingContext(catalog, options, new FindingSink());
    }

    /// <summary>Binds a tree.</summary>
    /// <param name="tree">The text.</param>
    /// <param name="catalog">The processes that there are.</param>
    /// <param name="options">How strict, and where included files come from.</param>
    public static BoundSession Bind(SyntaxTree tree, IProcessCatalog catalog, BindOptions? options = null) =>
        new SessionBinder(tree, catalog, options ?? new BindOptions()).Bind();

    private BoundSession Bind()
    {
        foreach (Finding finding in _tree.Findings)
        {
            _context.Findings.Add(finding);
        }

        if (!SchemaRules.Check(_tree, _context.Findings))
        {
            return new BoundSession(null, _context.Findings.ToSorted(_tree.Source.Path));
        }

        BindSettings();
        var includes = new IncludeReader(_context);
        includes.Collect(_tree, string.Empty);
        Scope.Walk(_context, includes.Stems, SessionSchema.Document, Read);
        Scope.Walk(_context, _tree.Statements, SessionSchema.Document, Read, _tree.Statements[0]);
        CheckReferences();
        ImmutableArray<Deliverable> deliverables = BindDeliverables();
        SessionDocument? document = _rate is null ? null : Document(deliverables);
        if (document is not null)
        {
            CheckTimeline(document);
        }

        return new BoundSession(document, _context.Findings.ToSorted(_tree.Source.Path));
    }

    // Rate and timecode first: every time in the text depends on them, wherever the statement stands.
    private void BindSettings()
    {
        foreach (Statement statement in _tree.Statements)
        {
            if (!statement.Tokens.IsEmpty && statement.Keyword is "session")
            {
                Scope.Walk(_context, statement.Children, "session", ReadSetting, statement);
                return;
            }
        }
    }

    private void ReadSetting(StatementSpec spec, Statement statement)
    {
        switch (spec.Keyword)
        {
            case "rate":
                _rate = (int)Math.Round(DeliverableBinder.Hertz(statement, 1));
                _context.SampleRate = _rate.Value;
                break;
            case "timecode":
                ReadTimecode(statement);
                break;
            case "layout":
                _layout = ChannelLayout.Find(statement.TextOf(1).ToString())!;
                break;
            case "seed":
                _seed = long.Parse(statement.TextOf(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                break;
            default:
                ReadCommon(spec, statement);
                break;
        }

        Scope.Leaf(_context, statement);
    }

    private void ReadCommon(StatementSpec spec, Statement statement)
    {
        switch (spec.Keyword)
        {
            case "date":
                if (DateOnly.TryParseExact(statement.TextOf(1), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
                {
                    _date = date;
                }
                else
                {
                    _context.Error("RT0603", statement, 1, $"{statement.TextOf(1)} is no day of the calendar");
                }

                break;
            case "tag":
                _tags.Add(new Tag(statement.ValueOf(1), statement.ValueOf(2)));
                break;
            case "cover":
                _cover = statement.ValueOf(1);
                CheckMediaPath(statement, _cover);
                break;
        }
    }

    private void ReadTimecode(Statement statement)
    {
        int start = _context.Arguments["start"];
        Token number = statement.Tokens[1];
        ReadOnlySpan<char> text = statement.TextOf(number)[..number.Split];
        if (!FrameRate.TryParse(text, out FrameRate rate))
        {
            _context.Error("RT0603", statement, 1, $"no timecode counts {text} fps", "rates: " + string.Join(", ", FrameRate.Known));
            return;
        }

        bool isDropFrame = _context.Arguments["drop-frame"] >= 0;
        ReadOnlySpan<char> label = start < 0 ? "00:00:00:00" : statement.TextOf(start)[..statement.Tokens[start].Split];
        isDropFrame |= label.Contains(';');
        if (isDropFrame && rate.DroppedLabels == 0)
        {
            _context.Error("RT0504", statement, start < 0 ? 1 : start, $"{rate} fps has no drop-frame labels", "drop-frame goes with 29.97, 30, 59.94, 60, 119.88 and 120 fps");
            return;
        }

        if (_context.Times.Frame(statement, start < 0 ? number.Start : statement.Tokens[start].Start, label, rate, isDropFrame) is { } frame)
        {
            _context.Timecode = new SessionTimecode(rate.Numerator, rate.Denominator, isDropFrame, frame);
        }
    }

    private void Read(StatementSpec spec, Statement statement)
    {
        switch (spec.Keyword)
        {
            case "roomtone" or "include":
                Scope.Leaf(_context, statement);
                break;
            case "session":
                _title = statement.ValueOf(1);
                break;
            case "strip":
                ReadStrip(statement);
                break;
            case "media":
                ReadMedia(statement);
                break;
            case "bus":
                ReadBus(statement);
                break;
            case "track":
                ReadTrack(statement);
                break;
            case "vca":
                ReadVca(statement);
                break;
            case "stem":
                ReadStem(statement);
                break;
            case "reel":
                ReadId(_reelIds, statement, "reel");
                _reelLines.Add(statement);
                break;
            case "master":
                ReadMaster(statement);
                break;
            case "marker":
                AddAt(statement, (at, text) => _markers.Add(new Marker(at, text)));
                Scope.Walk(_context, statement.Children, "marker", (_, _) => { });
                break;
            case "chapter":
                ReadChapter(statement);
                break;
            case "region":
                ReadRegion(statement);
                break;
            case "deliver":
                ReadId(_deliverIds, statement, "deliverable");
                _delivers.Add(statement);
                break;
            default:
                ReadCommon(spec, statement);
                Scope.Leaf(_context, statement);
                break;
        }
    }

    private void ReadStrip(Statement statement) => Scope.Walk(_context, statement.Children, "strip", (_, process) => _context.Slots.BindInto(process, []));

    private void ReadBus(Statement statement)
    {
        (string id, string name, string output) = Head(statement);
        _busIds.Add(id);
        StripDraft draft = new(_context, "bus", id);
        ChannelLayout? layout = null;
        int firstKey = _context.Keys.Count;
        Scope.Walk(_context, statement.Children, "bus", (spec, line) =>
        {
            if (spec.Keyword == "layout")
            {
                layout = ChannelLayout.Find(line.TextOf(1).ToString());
            }
            else
            {
                draft.Read(spec, line);
            }
        }, statement);
        ImmutableArray<AutomationLane> automation = Finish(statement, draft, output, firstKey);
        _buses.Add(new Bus
        {
            Id = id,
            Name = name,
            Output = output,
            Layout = layout,
            FaderDb = draft.FaderDb,
            IsMuted = draft.IsMuted,
            IsSoloSafe = draft.IsSoloSafe,
            Processes = [.. draft.Processes],
            Panner = draft.Panner,
            Sends = [.. draft.Sends],
            Automation = automation,
            Origin = BindingContext.SpanOf(statement),
        });
    }

    private void ReadTrack(Statement statement)
    {
        (string id, string name, string output) = Head(statement);
        StripDraft draft = new(_context, "track", id);
        var clips = new ClipBinder(_context, _clipIds);
        ImmutableArray<Clip>.Builder bound = ImmutableArray.CreateBuilder<Clip>();
        var written = new HashSet<string>(StringComparer.Ordinal);
        string? role = null;
        ExactTime edge = ExactTime.FromSeconds(0.004m);
        bool mixes = false;
        int firstKey = _context.Keys.Count;
        Scope.Walk(_context, statement.Children, "track", (spec, line) =>
        {
            switch (spec.Keyword)
            {
                case "clip":
                    _clipMedia.Add((_context.Name(line.TextOf(2)), line));
                    Clip? clip = clips.Bind(line);
                    if (clip is not null)
                    {
                        CheckAnchor(clip, line, bound.Count, written);
                        bound.Add(clip);
                    }

                    written.Add(clip?.Id ?? line.TextOf(1).ToString());
                    break;
                case "role":
                    role = line.ValueOf(1);
                    break;
                case "edge-fade":
                    edge = _context.Times.Time(line, 1, reportsRounding: true) ?? edge;
                    break;
                case "overlap":
                    mixes = true;
                    break;
                default:
                    draft.Read(spec, line);
                    break;
            }
        }, statement);
        ImmutableArray<AutomationLane> automation = Finish(statement, draft, output, firstKey);
        _tracks.Add(new Track
        {
            Id = id,
            Name = name,
            Output = output,
            Role = role,
            EdgeFade = edge,
            MixesOverlaps = mixes,
            Clips = bound.ToImmutable(),
            FaderDb = draft.FaderDb,
            IsMuted = draft.IsMuted,
            IsSoloSafe = draft.IsSoloSafe,
            Processes = [.. draft.Processes],
            Panner = draft.Panner,
            Sends = [.. draft.Sends],
            Automation = automation,
            Origin = BindingContext.SpanOf(statement),
        });
    }

    private void CheckAnchor(Clip clip, Statement line, int index, HashSet<string> written)
    {
        if (clip.Placement.Position is not null)
        {
            return;
        }

        if (clip.Placement.AfterClip is { } anchor)
        {
            if (!written.Contains(anchor))
            {
                _context.Error("RT0403", line, line.Tokens.Length - 2, $"no clip '{anchor}' is written before this one on the track", Suggestions.For(anchor, written));
            }
        }
        else if (index == 0)
        {
            _context.Error("RT0403", line, line.Tokens.Length - 1, "no clip is written before this one on the track", "write 'at POSITION'");
        }
    }

    private ImmutableArray<AutomationLane> Finish(Statement statement, StripDraft draft, string output, int firstKey)
    {
        draft.CheckOrder();
        ImmutableArray<AutomationLane> automation = draft.Automation();
        _routes.Add((draft.Id, output, statement, draft));
        TakeKeys(firstKey, draft.Id);
        return automation;
    }

    private void TakeKeys(int first, string? owner)
    {
        for (int i = first; i < _context.Keys.Count; i++)
        {
            _keys.Add((_context.Keys[i], owner));
        }
    }

    private void ReadVca(Statement statement)
    {
        int members = _context.Arguments["members"];
        int count = _context.Arguments.CountOf("members");
        string id = ReadId(_stripIds, statement, "track, bus or VCA");
        string name = NameOf(statement, id);
        StripDraft draft = new(_context, "vca", id);
        Scope.Walk(_context, statement.Children, "vca", (spec, line) => draft.Read(spec, line), statement);
        var vca = new Vca(id, [.. Enumerable.Range(members, count).Select(statement.ValueOf)])
        {
            Name = name,
            FaderDb = draft.FaderDb,
            IsMuted = draft.IsMuted,
            Automation = draft.Automation(),
            Origin = BindingContext.SpanOf(statement),
        };
        _vcas.Add(vca);
        _drives.Add((vca, statement));
    }

    private void ReadMaster(Statement statement)
    {
        StripDraft draft = new(_context, "master", "master");
        int firstKey = _context.Keys.Count;
        Scope.Walk(_context, statement.Children, "master", (spec, line) => draft.Read(spec, line), statement);
        draft.CheckOrder();
        TakeKeys(firstKey, null);
        _master = new MasterBus { FaderDb = draft.FaderDb, Processes = [.. draft.Processes], Automation = draft.Automation() };
    }

    private void AddAt(Statement statement, Action<long, string> add)
    {
        if (_context.Times.Position(statement, 1) is { } position)
        {
            add(position, statement.ValueOf(2));
        }
    }

    private void ReadChapter(Statement statement)
    {
        string? url = null;
        string? image = null;
        AddAt(statement, (at, title) =>
        {
            Scope.Walk(_context, statement.Children, "chapter", (spec, line) =>
            {
                url = spec.Keyword == "url" ? line.ValueOf(1) : url;
                image = spec.Keyword == "image" ? line.ValueOf(1) : image;
                if (spec.Keyword == "image")
                {
                    CheckMediaPath(line, image!);
                }
            });
            _chapters.Add(new Chapter(at, title) { Url = url, Image = image });
        });
    }

    private void ReadRegion(Statement statement)
    {
        int kind = _context.Arguments["kind"];
        int name = _context.Arguments["name"];
        string? note = null;
        (long Start, long End)? range = _context.Times.PositionRange(statement, _context.Arguments["range"]);
        Scope.Walk(_context, statement.Children, "region", (_, line) => note = line.ValueOf(1), statement);
        string id = statement.ValueOf(1);
        if (range is { } span && !_regions.TryAdd(id, new Region(id, span.Start, span.End, kind < 0 ? null : statement.ValueOf(kind))
        {
            Name = name < 0 ? string.Empty : statement.ValueOf(name),
            Note = note,
            Origin = BindingContext.SpanOf(statement),
        }))
        {
            _context.Error("RT0201", statement, 1, $"the region id '{id}' is used already (line {_regions[id].Origin.Line})");
        }
    }

    private (string Id, string Name, string Output) Head(Statement statement)
    {
        int bus = _context.Arguments["bus"];
        string id = ReadId(_stripIds, statement, "track, bus or VCA");
        return (id, NameOf(statement, id), bus < 0 ? "master" : statement.ValueOf(bus));
    }

    private string ReadId(Dictionary<string, Statement> ids, Statement statement, string what)
    {
        string id = statement.ValueOf(1);
        if (id == "master" && ids == _stripIds)
        {
            _context.Error("RT0202", statement, 1, "'master' is the master bus; it can't be the id of something else");
        }
        else if (!ids.TryAdd(id, statement))
        {
            _context.Error("RT0201", statement, 1, $"the {what} id '{id}' is used already ({BindingContext.LineOf(ids[id])})", "ids are unique: choose another");
        }

        return id;
    }

    private static string NameOf(Statement statement, string id) =>
        statement.Tokens.Length > 2 && statement.Tokens[2].Kind == TokenKind.String ? statement.ValueOf(2) : id;

    private void CheckReferences()
    {
        foreach ((string media, Statement clip) in _clipMedia)
        {
            if (!_mediaIds.ContainsKey(media) && !_context.LaterSources.Contains(media))
            {
                _context.Error("RT0402", clip, 2, $"no media is called '{media}'", Suggestions.For(media, _mediaIds.Keys));
            }
        }

        foreach (PendingReference use in _context.MediaUses)
        {
            if (!_mediaIds.ContainsKey(use.Id) && !_context.LaterSources.Contains(use.Id))
            {
                _context.Error("RT0402", use.Statement, use.Token, $"no media is called '{use.Id}'", Suggestions.For(use.Id, _mediaIds.Keys));
            }
        }

        var routing = new RoutingChecks(_context, _stripIds, _busIds);
        foreach ((string owner, string output, Statement statement, StripDraft draft) in _routes)
        {
            routing.Output(statement, owner, output);
            foreach ((Send send, Statement line) in draft.SendStatements)
            {
                routing.Send(line, owner, send.Bus);
            }
        }

        foreach ((PendingReference key, string? owner) in _keys)
        {
            routing.Key(key, owner);
        }

        foreach ((Vca vca, Statement statement) in _drives)
        {
            foreach (string member in vca.Members)
            {
                if (!_stripIds.ContainsKey(member) || member == vca.Id)
                {
                    int token = Enumerable.Range(2, statement.Tokens.Length - 2).First(i => statement.TextOf(i).SequenceEqual(member));
                    _context.Error("RT0401", statement, token, $"no track or bus is named '{member}'", Suggestions.For(member, _stripIds.Keys));
                }
            }
        }

        routing.CheckCircles();
    }

    private SessionDocument Document(ImmutableArray<Deliverable> deliverables) => new()
    {
        Schema = _tree.Schema ?? SyntaxTree.CurrentSchema,
        Title = _title ?? string.Empty,
        SampleRate = _rate!.Value,
        Layout = _layout,
        Seed = _seed,
        Date = _date,
        Timecode = _context.Timecode,
        Media = _media.ToImmutable(),
        Buses = _buses.ToImmutable(),
        Vcas = _vcas.ToImmutable(),
        Tracks = _tracks.ToImmutable(),
        Master = _master,
        Markers = [.. _markers.OrderBy(m => m.Position)],
        Chapters = [.. _chapters.OrderBy(c => c.Position)],
        Regions = [.. _regions.Values.OrderBy(r => r.Origin.Line)],
        Tags = [.. _tags],
        Cover = _cover,
        Reels = [.. _reels.Values.OfType<Reel>().OrderBy(r => r.Origin.Line)],
        Stems = [.. _stems],
        Deliverables = deliverables,
    };

    private void CheckTimeline(SessionDocument document)
    {
        Dictionary<string, MediaFacts> facts = [];
        foreach (MediaReference media in document.Media)
        {
            int rate = media.SampleRate ?? document.SampleRate;
            facts[media.Id] = _context.Options.Media?.Invoke(media.Id)
                ?? MediaFacts.FromStatement(media, document.SampleRate)
                ?? new MediaFacts(rate, UnknownLength, media.Layout ?? ChannelLayout.Mono);
        }

        var lines = new SourceLines(_tree);
        foreach (Finding finding in TimelineResolver.Resolve(document, facts.GetValueOrDefault).Findings)
        {
            _context.Findings.Add(lines.Complete(finding));
        }
    }
}
