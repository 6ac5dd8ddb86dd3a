using System.Collections.Immutable;
using Roomtone.Processes;

namespace Roomtone.Rendering;

/// <summary>Adds the stems of a mix to its strips.</summary>
/// <remarks>
/// <para>A stem passes every bus and the master as the mix does: the same levels, panners, delays and filters. What computes gains from the
/// signal takes them from the whole (<see cref="SlotPlan.LeaderTap"/>), so stems that share out all tracks add up to the mix, through
/// every compressor and limiter. Tracks are in a stem or not; a bus that only tracks of one stem feed is the stem's own.</para>
/// <para>A process that is not linear and computes no gains (dither, distortion) can't be shared out: <see cref="Residue"/> names it.</para>
/// </remarks>
internal sealed class StemCompiler
{
    private const int Nowhere = -1;
    private readonly ImmutableArray<StripPlan> _mix;
    private readonly Dictionary<int, StripPlan> _taken;
    private readonly List<StripPlan> _added = [];
    private readonly SortedSet<string> _residue = new(StringComparer.Ordinal);
    private int _next;

    private StemCompiler(ImmutableArray<StripPlan> mix)
    {
        _mix = mix;
        _taken = mix.ToDictionary(s => s.Index);
        _next = mix.Max(s => s.Index) + 1;
    }

    /// <summary>The strips of the mix and of its stems in rendering order, the root last.</summary>
    public ImmutableArray<StripPlan> Strips => [.. _mix[..^1].Select(s => _taken[s.Index]), .. _added, _taken[_mix[^1].Index]];

    /// <summary>For each stem the index of the strip that is its mix; −1 where none of its tracks is heard.</summary>
    public Dictionary<string, int> Outputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Processes through which stems do not add up, as strip and slot.</summary>
    public IReadOnlyCollection<string> Residue => _residue;

    /// <summary>Adds stems.</summary>
    /// <param name="mix">Strips of the mix in rendering order, the root last.</param>
    /// <param name="stems">Which tracks are whose.</param>
    public static StemCompiler Compile(ImmutableArray<StripPlan> mix, ImmutableArray<RenderStem> stems)
    {
        var compiler = new StemCompiler(mix);
        foreach (RenderStem stem in stems)
        {
            compiler.Add(stem);
        }

        return compiler;
    }

    private void Add(RenderStem stem)
    {
        var places = new Dictionary<int, int>();
        foreach (StripPlan strip in _mix)
        {
            places[strip.Index] = strip.Kind == StripKind.Track
                ? stem.Tracks.Contains(strip.Id) ? strip.Index : Nowhere
                : Bus(strip, stem, places);
        }

        Outputs[stem.Id] = places[_mix[^1].Index];
    }

    private int Bus(StripPlan bus, RenderStem stem, Dictionary<int, int> places)
    {
        if (bus.Inputs.All(i => places[i.Source] == Nowhere))
        {
            return Nowhere;
        }

        if (bus.Inputs.All(i => places[i.Source] == i.Source))
        {
            return bus.Index;
        }

        int level = bus.Level;
        var slots = new List<SlotPlan>();
        for (int s = 0; s < bus.Slots.Length; s++)
        {
            SlotPlan slot = bus.Slots[s];
            if (slot.Process.FollowsLeader)
            {
                slot = slot with { Format = slot.Format with { IsFollower = true }, LeaderTap = TapOf(bus.Index, s) };
                level = Math.Max(level, bus.Level + 1);
            }
            else if (!slot.Process.Definition.IsLinear && !slot.Process.IsNeutral && slot.Process.Core is not EqSettings)
            {
                _residue.Add($"{bus.Id}.{slot.Slot.Id}");
            }

            slots.Add(slot);
        }

        ImmutableArray<InputPlan> inputs = [.. bus.Inputs.Where(i => places[i.Source] != Nowhere).Select(i => i with { Source = places[i.Source] })];
        level = Math.Max(level, inputs.Max(i => Find(i.Source).Level) + 1);
        _added.Add(bus with { Index = _next, Id = $"{bus.Id}:{stem.Id}", Inputs = inputs, Slots = [.. slots], SlotTaps = [], Level = level, IsStem = true });
        return _next++;
    }

    private StripPlan Find(int index) => _taken.TryGetValue(index, out StripPlan? strip) ? strip : _added.Find(s => s.Index == index)!;

    private int TapOf(int strip, int slot)
    {
        StripPlan plan = _taken[strip];
        foreach ((int at, int index) in plan.SlotTaps)
        {
            if (at == slot)
            {
                return index;
            }
        }

        _taken[strip] = plan with { SlotTaps = plan.SlotTaps.Add((slot, _next)) };
        return _next++;
    }
}
