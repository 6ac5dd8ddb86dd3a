using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>A session made ready: media open, routing checked, every strip compiled.</summary>
internal sealed class OpenSession : IDisposable
{
    /// <summary>An endless tail is cut after this, seconds.</summary>
    private const int LongestTailSeconds = 60;

    private readonly TrackOpener _opener;
    private Dictionary<(int Strip, string Slot), ImmutableArray<AutomaticValue>> _found = [];

    private OpenSession(SessionDocument document, RenderOptions options)
    {
        Document = document;
        Slots = new SlotCompiler(options.Catalog, document.SampleRate, options.BlockLength);
        _opener = new TrackOpener(document, options, Slots);
        Pool = options.Pool ?? WorkPool.Shared;
    }

    /// <summary>The session.</summary>
    public SessionDocument Document { get; }

    /// <summary>Threads.</summary>
    public WorkPool Pool { get; }

    /// <summary>Makes settings and plans of slots.</summary>
    public SlotCompiler Slots { get; }

    /// <summary>Strips in rendering order, the master last.</summary>
    public ImmutableArray<StripPlan> Strips { get; private set; } = [];

    /// <summary>For each stem the index of the strip that is its mix; −1 where none of its tracks is heard.</summary>
    public IReadOnlyDictionary<string, int> StemOutputs { get; private set; } = new Dictionary<string, int>();

    /// <summary>Processes through which the stems do not add up to the mix.</summary>
    public ImmutableArray<string> StemResidue { get; private set; } = [];

    /// <summary>The plan for people.</summary>
    public RenderPlan Plan { get; private set; } = new(0, ChannelLayout.Mono, 0, 0, []);

    /// <summary>Warnings and notes.</summary>
    public List<Finding> Findings => _opener.Findings;

    /// <summary>What the media read so far have to tell.</summary>
    public IEnumerable<Finding> MediaFindings => _opener.MediaFindings();

    /// <summary>Opens a session.</summary>
    /// <param name="document">The session.</param>
    /// <param name="options">Media, catalog, solo.</param>
    public static OpenSession Open(SessionDocument document, RenderOptions options)
    {
        var session = new OpenSession(document, options);
        try
        {
            session.Compile(options);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _opener.Dispose();

    private void Compile(RenderOptions options)
    {
        ResolvedTimeline timeline = TimelineResolver.Resolve(Document, _opener.Facts);
        var graph = RoutingGraph.Build(Document, options.Catalog);
        Findings.AddRange(timeline.Findings.Concat(graph.Findings));
        foreach (string id in options.Solo.Where(s => graph.IndexOf(s) < 0))
        {
            Findings.Add(new Finding("RT0401", Severity.Error, $"no track or bus is named '{id}'"));
        }

        ThrowOnErrors();
        var chains = new StripChains(graph, options.Catalog);
        Findings.AddRange(chains.Findings);
        ThrowOnErrors();

        Silence[] silence = Audibility.Of(Document, graph, options.Solo);
        var open = new Dictionary<int, TrackSource>();
        TrackSource OpenTrack(int index)
        {
            if (!open.TryGetValue(index, out TrackSource? source))
            {
                open[index] = source = _opener.Open(timeline.Tracks[index], chains.Pushed(index), BusOf(graph.Strips[index]));
            }

            return source;
        }

        ImmutableArray<StripPlan> CompileStrip(Silence[] heard, int root, int? slotCount) =>
            new PlanCompiler(Document, graph, heard, Slots, OpenTrack, chains.Streaming).Compile(root, slotCount);

        Silence[] withoutSolo = Audibility.Of(Document, graph, []);
        var automatic = new AutoResolver(graph, chains, (root, count) => CompileStrip(withoutSolo, root, count), Slots, options);
        automatic.Resolve(i => withoutSolo[i] == Silence.None, Pool, Document.SampleRate, timeline.Length);
        _found = automatic.Found;
        Strips = CompileStrip(silence, graph.Strips.Count - 1, null);
        if (!options.Stems.IsEmpty)
        {
            var stems = StemCompiler.Compile(Strips, options.Stems);
            Strips = stems.Strips;
            StemOutputs = stems.Outputs;
            StemResidue = [.. stems.Residue];
        }

        Describe(graph, silence, timeline, Tail(timeline));
        ReportFolds();
    }

    private ChannelLayout BusOf(GraphStrip track) =>
        Document.Buses.FirstOrDefault(b => b.Id == track.Strip!.Output)?.Layout ?? Document.Layout;

    private void ThrowOnErrors()
    {
        ImmutableArray<Finding> errors = [.. Findings.Where(f => f.Severity == Severity.Error)];
        if (errors.Length > 0)
        {
            throw new RoomtoneException(ExitCode.Usage, errors);
        }
    }

    // For each strip, when its sound is over: its own end, or the latest of what feeds it, plus its tails.
    private long Tail(ResolvedTimeline timeline)
    {
        var ends = new Dictionary<int, long>();
        long longest = (long)LongestTailSeconds * Document.SampleRate;
        foreach (StripPlan strip in Strips)
        {
            long end = strip.Source?.Length ?? 0;
            foreach (InputPlan input in strip.Inputs)
            {
                end = Math.Max(end, ends[input.Source] + Math.Min(input.Panner?.TailSamples ?? 0, longest));
            }

            ends[strip.Index] = end == 0 ? 0 : end + strip.Slots.Sum(s => Math.Min(s.TailSamples, longest));
        }

        return Math.Max(0, ends[Strips[^1].Index] - timeline.Length);
    }

    private void Describe(RoutingGraph graph, Silence[] silence, ResolvedTimeline timeline, long tail)
    {
        var byIndex = Strips.ToDictionary(s => s.Index);
        var planned = graph.Strips.Select(g =>
        {
            StripPlan? plan = byIndex.GetValueOrDefault(g.Index);
            return new PlannedStrip(g.Id, g.Name, g.Kind, silence[g.Index])
            {
                Layout = plan?.Output,
                LeadSamples = plan?.OutputLead ?? 0,
                Processes = plan is null ? [] : [.. plan.Slots.Select(s => new PlannedProcess(
                    s.Slot.Id, s.Process.Definition.Id, s.LatencySamples, s.TailSamples, _found.GetValueOrDefault((g.Index, s.Slot.Id), []), s.KeyStrip < 0 ? null : graph.Strips[s.KeyStrip].Id))],
                MutedClips = g.Kind == StripKind.Track
                    ? [.. timeline.Tracks[g.Index].Clips.Where(c => c.Clip.IsMuted).Select(c => c.Clip.Id)]
                    : [],
            };
        });
        Plan = new RenderPlan(Document.SampleRate, Strips[^1].Output, timeline.Length + tail, tail, [.. planned]);
    }

    private void ReportFolds()
    {
        var byIndex = Strips.ToDictionary(s => s.Index);
        foreach (StripPlan strip in Strips.Where(s => !s.IsStem))
        {
            foreach (InputPlan input in strip.Inputs.Where(i => !i.Map.Folded.IsEmpty))
            {
                StripPlan source = byIndex[input.Source];
                Findings.Add(new Finding(
                    "RT0411", Severity.Warning,
                    $"'{source.Id}' ({source.Output}) has channels that '{strip.Id}' ({strip.Input}) lacks: {string.Join(", ", input.Map.Folded)}; they are folded to the nearest ones, LFE is dropped"));
            }
        }
    }
}
