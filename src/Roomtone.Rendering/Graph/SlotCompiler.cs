using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Makes the running order of one slot: settings, format, latency, what moves.</summary>
/// <param name="catalog">The processes.</param>
/// <param name="sampleRate">Hz.</param>
/// <param name="blockLength">Largest block, samples.</param>
internal sealed class SlotCompiler(ProcessCatalog catalog, int sampleRate, int blockLength)
{
    /// <summary>The settings of a slot.</summary>
    /// <param name="owner">The strip, for messages.</param>
    /// <param name="slot">The slot.</param>
    /// <exception cref="RoomtoneException">An unknown process or a value that it does not take.</exception>
    public IProcess Create(string owner, ProcessSlot slot)
    {
        try
        {
            return catalog.Create(slot.Process, slot.Values);
        }
        catch (ProcessSettingsException problem)
        {
            throw Refused(owner, slot, problem);
        }
    }

    /// <summary>A slot as it will run.</summary>
    /// <param name="owner">The strip, for messages.</param>
    /// <param name="slot">The slot, every <c>auto</c> resolved.</param>
    /// <param name="input">Channels on entry.</param>
    /// <param name="key">Channels of the key; null without one.</param>
    /// <param name="automation">Lanes of the strip.</param>
    public SlotPlan Compile(
        string owner, ProcessSlot slot, ChannelLayout input, ChannelLayout? key, ImmutableArray<AutomationLane> automation)
    {
        IProcess process = Create(owner, slot);
        if (process is not IStreamingProcess streaming)
        {
            throw new RoomtoneException(ExitCode.Usage, RenderFinding.At(
                "RT0406", Severity.Error, $"{owner}: '{slot.Process}' needs the whole clip, so it must stand before the first streaming process of a track",
                slot.Origin) with { Hint = "move it to the clip, or to the top of the track's chain" });
        }

        try
        {
            ImmutableArray<AutomatableParameter> automatable = catalog.Automatable(process);
            ImmutableArray<MovingParameter> moving = Moving(slot, automatable, automation);
            var format = new ProcessFormat(sampleRate, input, process.OutputLayout(input), key, blockLength) { IsAutomated = !moving.IsEmpty };
            using IAudioProcessor probe = streaming.CreateProcessor(format);
            return new SlotPlan(slot, streaming, format)
            {
                Values = [.. automatable.Select(a => a.Value)],
                Moving = moving,
                LatencySamples = probe.LatencySamples,
                TailSamples = probe.TailSamples,
            };
        }
        catch (ProcessSettingsException problem)
        {
            throw Refused(owner, slot, problem);
        }
    }

    /// <summary>The parameter by which a panner is placed.</summary>
    /// <param name="process">The panner's id.</param>
    public string PlaceParameter(string process) =>
        catalog.Find(process)?.Parameters.First(p => p.Kind == ParameterKind.Pan).Id
        ?? throw new InvalidOperationException($"The catalog has no '{process}'.");

    /// <summary>The path of a lane within a slot: <c>tone.band2.gain</c> is <c>band2.gain</c> of <c>tone</c>; null for another slot.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="lane">The lane.</param>
    public static string? PathIn(ProcessSlot slot, AutomationLane lane) =>
        lane.Target.StartsWith(slot.Id, StringComparison.Ordinal) && lane.Target.Length > slot.Id.Length && lane.Target[slot.Id.Length] == '.'
            ? lane.Target[(slot.Id.Length + 1)..]
            : null;

    private ImmutableArray<MovingParameter> Moving(
        ProcessSlot slot, ImmutableArray<AutomatableParameter> automatable, ImmutableArray<AutomationLane> automation)
    {
        ImmutableArray<MovingParameter>.Builder moving = ImmutableArray.CreateBuilder<MovingParameter>();
        for (int i = 0; i < automatable.Length; i++)
        {
            AutomatableParameter parameter = automatable[i];
            foreach (AutomationLane lane in automation)
            {
                bool isPlace = parameter.Spec.Kind == ParameterKind.Pan && lane.Target == slot.Id;
                if (isPlace || PathIn(slot, lane) == parameter.Path)
                {
                    moving.Add(new MovingParameter(i, new Envelope(parameter.Value, lane.Points, sampleRate)));
                }
            }
        }

        return moving.ToImmutable();
    }

    /// <summary>The message of settings that cannot run.</summary>
    /// <param name="owner">Track, bus or clip.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="problem">What the process says.</param>
    public static RoomtoneException Refused(string owner, ProcessSlot slot, ProcessSettingsException problem)
    {
        TextSpan origin = problem.Parameter is { } path && slot.ValueOrigins.TryGetValue(path, out TextSpan at) ? at : slot.Origin;
        return new RoomtoneException(ExitCode.Usage, RenderFinding.At("RT0407", Severity.Error, $"{owner}, '{slot.Id}': {problem.Message}", origin), problem);
    }
}
