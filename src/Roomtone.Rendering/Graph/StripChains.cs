using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Splits the chains of strips: whole-clip processes at the top of a track go to its clips' media, the rest streams.</summary>
internal sealed class StripChains
{
    private readonly ImmutableArray<ProcessSlot>[] _pushed;
    private readonly ImmutableArray<ProcessSlot>[] _streaming;

    /// <summary>Splits every chain; bypassed slots are left out.</summary>
    /// <param name="graph">The strips.</param>
    /// <param name="vocabulary">Tells the kinds of processes.</param>
    public StripChains(RoutingGraph graph, IProcessCatalog vocabulary)
    {
        _pushed = new ImmutableArray<ProcessSlot>[graph.Strips.Count];
        _streaming = new ImmutableArray<ProcessSlot>[graph.Strips.Count];
        foreach (GraphStrip strip in graph.Strips)
        {
            Split(strip, vocabulary);
        }
    }

    /// <summary>Whole-clip processes that do not stand at the top of a track's chain, or that are automated.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Whole-clip processes of a track, for its clips.</summary>
    /// <param name="strip">Its index.</param>
    public ImmutableArray<ProcessSlot> Pushed(int strip) => _pushed[strip];

    /// <summary>The chain that streams.</summary>
    /// <param name="strip">Its index.</param>
    public ImmutableArray<ProcessSlot> Streaming(int strip) => _streaming[strip];

    /// <summary>Replaces a slot, its <c>auto</c> values resolved.</summary>
    /// <param name="strip">The strip's index.</param>
    /// <param name="slot">Its place in <see cref="Streaming"/>.</param>
    /// <param name="resolved">The slot as it will run.</param>
    public void Resolve(int strip, int slot, ProcessSlot resolved) => _streaming[strip] = _streaming[strip].SetItem(slot, resolved);

    private void Split(GraphStrip strip, IProcessCatalog vocabulary)
    {
        ImmutableArray<ProcessSlot>.Builder pushed = ImmutableArray.CreateBuilder<ProcessSlot>();
        ImmutableArray<ProcessSlot>.Builder streaming = ImmutableArray.CreateBuilder<ProcessSlot>();
        foreach (ProcessSlot slot in strip.Processes.Where(s => !s.IsBypassed))
        {
            bool isWhole = vocabulary.Find(slot.Process)?.Kind == ProcessKind.WholeClip;
            bool isAutomated = strip.Strip?.Automation.Any(l => SlotCompiler.PathIn(slot, l) is not null) == true;
            if (isWhole && (strip.Kind != StripKind.Track || streaming.Count > 0 || isAutomated))
            {
                Report(strip, slot, isAutomated);
            }

            (isWhole ? pushed : streaming).Add(slot);
        }

        _pushed[strip.Index] = pushed.ToImmutable();
        _streaming[strip.Index] = streaming.ToImmutable();
    }

    private void Report(GraphStrip strip, ProcessSlot slot, bool isAutomated) => Findings.Add(RenderFinding.At(
        "RT0406", Severity.Error,
        isAutomated
            ? $"'{slot.Process}' of '{strip.Id}' needs the whole clip, so it cannot be automated"
            : $"'{slot.Process}' needs the whole clip, so it must stand before the first streaming process of a track",
        slot.Origin) with { Hint = "move it to the clip, or to the top of the track's chain" });
}
