using System.Collections.Immutable;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>The content keys of strips: equal where the samples of a segment, and the state after it, must be equal.</summary>
/// <remarks>
/// Key(strip, segment) = SHA-256 of what holds throughout (processes with versions and values, layouts, latencies, routes), of what holds in
/// the segment (clips, automation), of the keys of its inputs, and of the state before it. No id, name, path of the session or note enters.
/// </remarks>
internal sealed class StripKeys
{
    // Any change of the code that makes samples changes the key, whether or not someone thought of raising a version.
    private static readonly string s_version = string.Join(' ', new[] { typeof(StripKeys), typeof(Processes.ProcessCatalog), typeof(Kernels) }
        .Select(t => t.Module.ModuleVersionId));

    private const int Margin = RenderGrid.Quantum;
    private readonly ImmutableArray<StripPlan> _strips;
    private readonly Dictionary<int, int> _places;
    private readonly Hash256[] _static;
    private readonly KeyWriter _writer = new();

    /// <summary>Hashes what holds throughout.</summary>
    /// <param name="strips">Strips in rendering order.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="vocabulary">Tells versions of processes.</param>
    public StripKeys(ImmutableArray<StripPlan> strips, int sampleRate, IProcessCatalog vocabulary)
    {
        _strips = strips;
        ByLevel = [.. Enumerable.Range(0, strips.Length).OrderBy(i => strips[i].Level)];
        _places = strips.SelectMany((s, i) => s.SlotTaps.Select(t => t.Index).Append(s.Index).Select(index => (index, i))).ToDictionary(p => p.index, p => p.i);
        _static = [.. strips.Select(s => Static(s, sampleRate, vocabulary))];
    }

    /// <summary>Places in rendering order, each after everything that it hears or follows.</summary>
    public ImmutableArray<int> ByLevel { get; }

    /// <summary>The place of a strip, or of the one that a tap is in.</summary>
    /// <param name="index">Its index in the graph.</param>
    public int PlaceOf(int index) => _places[index];

    /// <summary>The keys of a segment of every strip.</summary>
    /// <param name="start">Render time of its start.</param>
    /// <param name="end">Render time of its end.</param>
    /// <param name="stateOf">Hash of the state before it, by place in rendering order.</param>
    /// <param name="keys">Receives them, by place.</param>
    public void Fill(long start, long end, Func<int, Hash256> stateOf, Hash256[] keys)
    {
        foreach (int place in ByLevel)
        {
            keys[place] = Of(place, start, end, stateOf(place), keys);
        }
    }

    private Hash256 Of(int strip, long start, long end, Hash256 state, Hash256[] keys)
    {
        StripPlan plan = _strips[strip];
        _writer.Clear();
        _writer.Add(_static[strip]);
        _writer.Add(start);
        _writer.Add(end);
        _writer.Add(state);
        AddClips(plan, start + plan.InputLead, end + plan.InputLead);
        AddGain(plan.Fader, start + plan.OutputLead, end + plan.OutputLead);
        for (int s = 0; s < plan.Slots.Length; s++)
        {
            long lead = plan.LeadAt(s);
            AddMoving(plan.Slots[s], start + lead, end + lead);
            foreach (int beside in plan.Slots[s].Beside)
            {
                _writer.Add(keys[_places[beside]]);
            }
        }

        foreach (InputPlan input in plan.Inputs)
        {
            _writer.Add(keys[_places[input.Source]]);
            AddGain(input.Level, start + plan.InputLead, end + plan.InputLead);
            if (input.Panner is { } panner)
            {
                AddMoving(panner, start + plan.InputLead + panner.LatencySamples, end + plan.InputLead + panner.LatencySamples);
            }
        }

        return _writer.Hash();
    }

    private Hash256 Static(StripPlan strip, int sampleRate, IProcessCatalog vocabulary)
    {
        _writer.Clear();
        _writer.Add(s_version);
        _writer.Add(sampleRate);
        _writer.Add(strip.Source is null);
        _writer.Add(strip.Input.Id);
        _writer.Add(strip.HasPreFaderTap);
        _writer.Add(strip.OutputLead);
        _writer.Add(strip.Fader.Constant);
        foreach (SlotPlan slot in strip.Slots)
        {
            AddSlot(slot, vocabulary);
        }

        foreach (InputPlan input in strip.Inputs)
        {
            _writer.Add(input.InputIndex);
            _writer.Add(input.IsPreFader);
            _writer.Add(input.DelaySamples);
            _writer.Add(input.Level.Constant);
            AddMap(input.Map);
            if (input.Panner is { } panner)
            {
                AddSlot(panner, vocabulary);
            }
        }

        return _writer.Hash();
    }

    private void AddSlot(SlotPlan slot, IProcessCatalog vocabulary)
    {
        _writer.Add(ChainKey.Of(slot.Slot, vocabulary));
        _writer.Add(slot.Format.Input.Id);
        _writer.Add(slot.Format.Output.Id);
        _writer.Add(slot.Format.Key?.Id ?? string.Empty);
        _writer.Add(slot.KeyDelaySamples);
        _writer.Add(slot.LatencySamples);
        _writer.Add(slot.Format.IsFollower);
        foreach (MovingParameter moving in slot.Moving)
        {
            _writer.Add(moving.Index);
        }
    }

    private void AddMap(ChannelMap map)
    {
        _writer.Add(map.Routes.Length);
        foreach (ChannelRoute route in map.Routes)
        {
            _writer.Add(route);
        }
    }

    private void AddClips(StripPlan strip, long from, long to)
    {
        if (strip.Source is null)
        {
            return;
        }

        foreach (PlacedClip placed in strip.Source.ClipsIn(from, to))
        {
            ClipSettings settings = placed.Clip.Settings;
            _writer.Add(placed.Start);
            _writer.Add(placed.Key);
            _writer.Add(settings.SourceStart);
            _writer.Add(settings.Length);
            _writer.Add(settings.GainDb);
            _writer.Add(settings.IsInverted);
            AddEdge(settings.In);
            AddEdge(settings.Out);
            AddMap(placed.Map);
            AddPoints(settings.GainLine);
        }
    }

    private void AddEdge(FadeEdge edge)
    {
        _writer.Add(edge.Length);
        _writer.Add((int)edge.Shape);
        _writer.Add(edge.Correlation);
    }

    private void AddGain(GainStage stage, long from, long to)
    {
        foreach (GainCurve curve in stage.Curves)
        {
            _writer.Add((int)curve.Meaning);
            AddEnvelope(curve.Envelope, from, to);
        }
    }

    private void AddMoving(SlotPlan slot, long from, long to)
    {
        foreach (MovingParameter moving in slot.Moving)
        {
            AddEnvelope(moving.Envelope, from, to);
        }
    }

    private void AddEnvelope(Envelope envelope, long from, long to)
    {
        (int first, int count) = envelope.PointsThatMatter(from - Margin, to + Margin);
        if (first == 0)
        {
            _writer.Add(envelope.Initial);
        }

        AddPoints(envelope.Points.Slice(first, count));
    }

    private void AddPoints(ImmutableArray<AutomationPoint> points)
    {
        _writer.Add(points.Length);
        foreach (AutomationPoint point in points)
        {
            _writer.Add(point.Position);
            _writer.Add(point.Value);
            _writer.Add((int)point.Shape);
            _writer.Add(point.Curve);
        }
    }
}
