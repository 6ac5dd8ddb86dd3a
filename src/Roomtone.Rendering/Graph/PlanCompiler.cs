using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Session → strips in an order in which they can be rendered, with layouts, latencies and everything resolved.</summary>
/// <remarks>
/// <para>Delay compensation: the programme is known ahead, so a strip is not delayed to wait for others but runs early by what is still
/// to come behind it (<see cref="StripPlan.OutputLead"/>). Only a signal that is needed at two times gets a delay.</para>
/// <para>Strips that cannot reach the root are left out; what is left out stays counted in the inputs of its bus.</para>
/// </remarks>
internal sealed class PlanCompiler
{
    private static readonly ChannelMap NoMap = new([], []);
    private readonly SessionDocument _document;
    private readonly RoutingGraph _graph;
    private readonly Silence[] _silence;
    private readonly Func<int, TrackSource> _openTrack;
    private readonly Func<int, ImmutableArray<ProcessSlot>> _chain;
    private readonly SlotCompiler _slots;
    private readonly bool[] _isLive;
    private readonly StripPlan?[] _plans;
    private readonly Dictionary<string, List<Vca>> _vcasByMember = new(StringComparer.Ordinal);

    /// <summary>Prepares a compilation.</summary>
    /// <param name="document">The session.</param>
    /// <param name="graph">Its routing, free of cycles.</param>
    /// <param name="silence">Why strips are not heard, by index.</param>
    /// <param name="slots">Compiles slots.</param>
    /// <param name="openTrack">The clips of a track, by the strip's index.</param>
    /// <param name="chain">The streaming chain of a strip, <c>auto</c> resolved, bypassed slots left out.</param>
    public PlanCompiler(
        SessionDocument document, RoutingGraph graph, Silence[] silence, SlotCompiler slots,
        Func<int, TrackSource> openTrack, Func<int, ImmutableArray<ProcessSlot>> chain)
    {
        _document = document;
        _graph = graph;
        _silence = silence;
        _slots = slots;
        _openTrack = openTrack;
        _chain = chain;
        _isLive = new bool[graph.Strips.Count];
        _plans = new StripPlan?[graph.Strips.Count];
        foreach (Vca vca in document.Vcas)
        {
            foreach (string member in vca.Members.Distinct(StringComparer.Ordinal))
            {
                if (!_vcasByMember.TryGetValue(member, out List<Vca>? list))
                {
                    _vcasByMember[member] = list = [];
                }

                list.Add(vca);
            }
        }
    }

    /// <summary>Compiles what a strip needs.</summary>
    /// <param name="root">Index of the strip whose output is wanted: the master, or a strip that is analysed.</param>
    /// <param name="slotCount">How many slots of the root run; all of them and the fader where null.</param>
    /// <returns>The strips in rendering order, the root last.</returns>
    /// <exception cref="RoomtoneException">A process cannot run.</exception>
    public ImmutableArray<StripPlan> Compile(int root, int? slotCount = null)
    {
        MarkLive(root);
        foreach (int index in _graph.Order)
        {
            if (_isLive[index])
            {
                _plans[index] = Strip(_graph.Strips[index], index == root ? slotCount : null);
            }
        }

        SetLeads(root);
        return [.. _graph.Order.Where(i => _isLive[i] && i != root).Select(i => _plans[i]!), _plans[root]!];
    }

    private void MarkLive(int root)
    {
        var open = new Stack<int>([root]);
        while (open.TryPop(out int index))
        {
            if (_isLive[index] || (index != root && _silence[index] != Silence.None))
            {
                continue;
            }

            _isLive[index] = true;
            GraphStrip strip = _graph.Strips[index];
            foreach (int source in strip.Inputs.Select(c => c.Source).Concat(strip.Keys.Where(k => k >= 0)))
            {
                open.Push(source);
            }
        }
    }

    private StripPlan Strip(GraphStrip strip, int? slotCount)
    {
        TrackSource? source = strip.Kind == StripKind.Track ? _openTrack(strip.Index) : null;
        ChannelLayout input = source?.Layout ?? (strip.Strip as Bus)?.Layout ?? _document.Layout;
        ImmutableArray<AutomationLane> lanes = strip.Strip?.Automation ?? _document.Master.Automation;
        ImmutableArray<ProcessSlot> chain = _chain(strip.Index);
        var slots = new List<SlotPlan>();
        ChannelLayout layout = input;
        int level = 0;
        foreach (ProcessSlot slot in chain.Take(slotCount ?? chain.Length))
        {
            int key = strip.Keys[strip.Processes.IndexOf(slot, 0, strip.Processes.Length, SlotById.Instance)];
            bool hasKey = key >= 0 && _isLive[key];
            SlotPlan plan = _slots.Compile(strip.Name, slot, layout, hasKey ? _plans[key]!.Output : null, lanes);
            slots.Add(plan with { KeyStrip = hasKey ? key : -1 });
            layout = plan.Format.Output;
            level = hasKey ? Math.Max(level, _plans[key]!.Level + 1) : level;
        }

        ImmutableArray<InputPlan> inputs = [.. strip.Inputs.Where(c => _isLive[c.Source]).Select(c => Input(c, input))];
        foreach (InputPlan each in inputs)
        {
            level = Math.Max(level, _plans[each.Source]!.Level + 1);
        }

        return new StripPlan(strip.Index, strip.Kind, strip.Id, strip.Name)
        {
            Input = input,
            Output = layout,
            Source = source,
            Inputs = inputs,
            Slots = [.. slots],
            Fader = slotCount is null ? Fader(strip, lanes) : GainStage.Unity,
            HasPreFaderTap = strip.Outputs.Any(c => c.Send is { IsPostFader: false }),
            Level = level,
        };
    }

    private GainStage Fader(GraphStrip strip, ImmutableArray<AutomationLane> lanes)
    {
        double still = strip.Strip?.FaderDb ?? _document.Master.FaderDb;
        ImmutableArray<GainCurve>.Builder curves = ImmutableArray.CreateBuilder<GainCurve>();
        AddCurves(lanes, ref still, curves);
        foreach (Vca vca in _vcasByMember.GetValueOrDefault(strip.Id) ?? [])
        {
            double vcaDb = vca.FaderDb;
            AddCurves(vca.Automation, ref vcaDb, curves);
            still += vcaDb;
        }

        return new GainStage((float)Decibels.ToGain(still), curves.ToImmutable());
    }

    // An automated fader takes the place of the written one, which holds before the first point.
    private void AddCurves(ImmutableArray<AutomationLane> lanes, ref double still, ImmutableArray<GainCurve>.Builder curves)
    {
        foreach (AutomationLane lane in lanes)
        {
            if (lane.Target == "fader")
            {
                curves.Add(new GainCurve(new Envelope(still, lane.Points, _document.SampleRate), GainMeaning.Level));
                still = 0;
            }
            else if (lane.Target == "mute")
            {
                curves.Add(new GainCurve(new Envelope(0, lane.Points, _document.SampleRate), GainMeaning.Mute));
            }
        }
    }

    private InputPlan Input(Connection connection, ChannelLayout bus)
    {
        GraphStrip source = _graph.Strips[connection.Source];
        StripPlan plan = _plans[connection.Source]!;
        GainStage level = connection.Send is { } send ? Level(source, send) : GainStage.Unity;
        var input = new InputPlan(connection.Source, connection.InputIndex, connection.Send is { IsPostFader: false }, level) { Map = NoMap };
        string? role = (source.Strip as Track)?.Role;
        ProcessSlot? place = PlaceOf(source, connection);
        if (place is null)
        {
            return input with { Map = ChannelMap.Between(plan.Output, bus, role) };
        }

        // Other panners than a position make a layout of their own, which then goes in by name.
        ImmutableArray<AutomationLane> lanes = connection.Send?.PanPercent is null ? source.Strip!.Automation : [];
        SlotPlan panner = _slots.Compile(source.Name, PositionSlot.In(place, bus), plan.Output, null, lanes);
        var map = ChannelMap.Between(panner.Format.Output, bus, role);
        return PannerMatrix.TryRead(panner) is { } still
            ? input with { Map = still.Then(map) }
            : input with { Panner = panner, Map = map };
    }

    private GainStage Level(GraphStrip source, Send send)
    {
        string target = "send." + send.Bus;
        AutomationLane? lane = source.Strip!.Automation.FirstOrDefault(l => l.Target == target);
        return lane is null
            ? new GainStage((float)Decibels.ToGain(send.LevelDb), [])
            : new GainStage(1, [new GainCurve(new Envelope(send.LevelDb, lane.Points, _document.SampleRate), GainMeaning.Level)]);
    }

    private ProcessSlot? PlaceOf(GraphStrip source, Connection connection)
    {
        if (connection.Send?.PanPercent is { } percent)
        {
            return PanSlot(percent);
        }

        bool isAutomated = source.Strip!.Automation.Any(l => l.Target == "pan");
        return source.Strip.Panner ?? (isAutomated ? PanSlot(0) : null);
    }

    private ProcessSlot PanSlot(double percent) => new(
        "pan", "pan", ImmutableSortedDictionary<string, ParameterValue>.Empty.Add(_slots.PlaceParameter("pan"), new ParameterValue.Pan(percent)));

    // From the root towards the sources: a strip runs as early as the earliest of those that need it.
    private void SetLeads(int root)
    {
        int[] lead = new int[_plans.Length];
        for (int i = _graph.Order.Length - 1; i >= 0; i--)
        {
            int index = _graph.Order[i];
            if (_plans[index] is not { } plan)
            {
                continue;
            }

            plan = plan with { OutputLead = lead[index], InputLead = (plan with { OutputLead = lead[index] }).LeadAt(0) };
            _plans[index] = plan;
            foreach (InputPlan input in plan.Inputs)
            {
                lead[input.Source] = Math.Max(lead[input.Source], plan.InputLead + (input.Panner?.LatencySamples ?? 0));
            }

            for (int s = 0; s < plan.Slots.Length; s++)
            {
                if (plan.Slots[s].KeyStrip >= 0)
                {
                    lead[plan.Slots[s].KeyStrip] = Math.Max(lead[plan.Slots[s].KeyStrip], plan.LeadAt(s));
                }
            }
        }

        for (int i = 0; i < _plans.Length; i++)
        {
            if (_plans[i] is { } plan)
            {
                _plans[i] = plan with
                {
                    Inputs = [.. plan.Inputs.Select(e => e with { DelaySamples = lead[e.Source] - plan.InputLead - (e.Panner?.LatencySamples ?? 0) })],
                    Slots = [.. plan.Slots.Select((s, n) => s.KeyStrip < 0 ? s : s with { KeyDelaySamples = lead[s.KeyStrip] - plan.LeadAt(n) })],
                };
            }
        }
    }

    private sealed class SlotById : IEqualityComparer<ProcessSlot>
    {
        public static SlotById Instance { get; } = new();

        public bool Equals(ProcessSlot? x, ProcessSlot? y) => x?.Id == y?.Id;

        public int GetHashCode(ProcessSlot slot) => slot.Id.GetHashCode(StringComparison.Ordinal);
    }
}
