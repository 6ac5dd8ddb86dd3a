using System.Collections.Immutable;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>A parameter that automation moves.</summary>
/// <param name="Index">Its place among the automatable parameters of the process.</param>
/// <param name="Envelope">Its values.</param>
internal sealed record MovingParameter(int Index, Envelope Envelope);

/// <summary>A streaming process at its place in a chain.</summary>
/// <param name="Slot">As the session says it, every <c>auto</c> resolved.</param>
/// <param name="Process">The settings.</param>
/// <param name="Format">What its processor is prepared for.</param>
internal sealed record SlotPlan(ProcessSlot Slot, IStreamingProcess Process, ProcessFormat Format)
{
    /// <summary>The written values of every automatable parameter.</summary>
    public ImmutableArray<double> Values { get; init; } = [];

    /// <summary>Those that move.</summary>
    public ImmutableArray<MovingParameter> Moving { get; init; } = [];

    /// <summary>Samples from input to output.</summary>
    public int LatencySamples { get; init; }

    /// <summary>Samples until silence; <see cref="long.MaxValue"/> = until reset.</summary>
    public long TailSamples { get; init; }

    /// <summary>The strip whose signal is the key; −1 without one, or where that strip is not heard.</summary>
    public int KeyStrip { get; init; } = -1;

    /// <summary>Samples by which the key must be delayed to stand beside the signal.</summary>
    public int KeyDelaySamples { get; init; }

    /// <summary>Index of the tap that holds the whole signal of which this slot processes a stem; −1 where it processes the whole.</summary>
    public int LeaderTap { get; init; } = -1;

    /// <summary>Windows that it hears beside its signal: the key's and the leader's, where it has them.</summary>
    public ImmutableArray<int> Beside => KeyStrip < 0 && LeaderTap < 0 ? [] : [.. new[] { KeyStrip, LeaderTap }.Where(i => i >= 0)];
}

/// <summary>One input of a bus: where it comes from, how loud, and where it stands in the bus.</summary>
/// <param name="Source">Index of the strip.</param>
/// <param name="InputIndex">Which input of the bus it is; silent ones count. It decides the accumulator.</param>
/// <param name="IsPreFader">Taken before the source's fader.</param>
/// <param name="Level">The send's level; unity for an output.</param>
internal sealed record InputPlan(int Source, int InputIndex, bool IsPreFader, GainStage Level)
{
    /// <summary>Where the channels go in the bus.</summary>
    public required ChannelMap Map { get; init; }

    /// <summary>A panner that moves, or that is more than a matrix, before the map; null where the map is all.</summary>
    public SlotPlan? Panner { get; init; }

    /// <summary>Samples by which the source must be delayed to meet the others.</summary>
    public int DelaySamples { get; init; }
}

/// <summary>A strip as it is rendered: everything that its samples depend on, and nothing else (no id, no name reaches a sample).</summary>
/// <param name="Index">Index in the graph.</param>
/// <param name="Kind">Track, bus or master.</param>
/// <param name="Id">For people.</param>
/// <param name="Name">For people.</param>
internal sealed record StripPlan(int Index, StripKind Kind, string Id, string Name)
{
    /// <summary>Channels before the chain.</summary>
    public required ChannelLayout Input { get; init; }

    /// <summary>Channels after the chain.</summary>
    public required ChannelLayout Output { get; init; }

    /// <summary>Clips; null for a bus.</summary>
    public TrackSource? Source { get; init; }

    /// <summary>Inputs of a bus in document order, those that are heard.</summary>
    public ImmutableArray<InputPlan> Inputs { get; init; } = [];

    /// <summary>The chain.</summary>
    public ImmutableArray<SlotPlan> Slots { get; init; } = [];

    /// <summary>Fader, VCAs and mute automation.</summary>
    public GainStage Fader { get; init; } = GainStage.Unity;

    /// <summary>Slots whose input stems listen to, with the index under which it stands among the windows.</summary>
    public ImmutableArray<(int Slot, int Index)> SlotTaps { get; init; } = [];

    /// <summary>A stem of a bus or of the mix, beside the strip that it is a share of.</summary>
    public bool IsStem { get; init; }

    /// <summary>Something takes the signal before the fader.</summary>
    public bool HasPreFaderTap { get; init; }

    /// <summary>Content time at the output, less render time: what later strips need to be in time at the master.</summary>
    public int OutputLead { get; init; }

    /// <summary>Content time at the input of the chain, less render time.</summary>
    public int InputLead { get; init; }

    /// <summary>How many strips stand one behind the other before this one.</summary>
    public int Level { get; init; }

    /// <summary>Content time, less render time, at the input of each slot.</summary>
    public int LeadAt(int slot)
    {
        int lead = OutputLead;
        for (int i = Slots.Length - 1; i >= slot; i--)
        {
            lead += Slots[i].LatencySamples;
        }

        return lead;
    }
}
