using System.Collections.Frozen;
using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Every process of the program, by id. Immutable, free to share between threads.</summary>
public sealed class ProcessCatalog : IProcessCatalog
{
    private static readonly FrozenDictionary<string, string> OtherSpellings = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["leveler"] = "leveller",
        ["normalise"] = "normalize",
        ["equaliser"] = "eq",
        ["equalizer"] = "eq",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, ProcessEntry> _byId;
    private readonly FrozenDictionary<string, ProcessEntry> _withoutHyphens;

    private ProcessCatalog(ImmutableArray<ProcessEntry> entries)
    {
        _byId = entries.ToFrozenDictionary(e => e.Descriptor.Id, StringComparer.Ordinal);
        _withoutHyphens = entries.ToFrozenDictionary(e => WithoutHyphens(e.Descriptor.Id), StringComparer.Ordinal);
        Descriptors = [.. entries.Select(e => e.Descriptor)];
    }

    /// <summary>The processes that the program ships: one line each.</summary>
    public static ProcessCatalog Standard { get; } = new(
    [
        new ProcessEntry<AllPassSettings>(),
        new ProcessEntry<BalanceSettings>(),
        new ProcessEntry<BandPassSettings>(),
        new ProcessEntry<ChannelDelaySettings>(),
        new ProcessEntry<ChannelMapSettings>(),
        new ProcessEntry<ClipperSettings>(),
        new ProcessEntry<CompressorSettings>(),
        new ProcessEntry<MultibandSettings>(),
        new ProcessEntry<DcRemoveSettings>(),
        new ProcessEntry<DitherSettings>(),
        new ProcessEntry<DownmixSettings>(),
        new ProcessEntry<DriftSettings>(),
        new ProcessEntry<DuckerSettings>(),
        new ProcessEntry<EqSettings>(),
        new ProcessEntry<ExpanderSettings>(),
        new ProcessEntry<FadeSettings>(),
        new ProcessEntry<GainSettings>(),
        new ProcessEntry<GateSettings>(),
        new ProcessEntry<HighPassSettings>(),
        new ProcessEntry<LevellerSettings>(),
        new ProcessEntry<LimiterSettings>(),
        new ProcessEntry<LowPassSettings>(),
        new ProcessEntry<MatchEqSettings>(),
        new ProcessEntry<MidSideSettings>(),
        new ProcessEntry<MonoSettings>(),
        new ProcessEntry<NormalizeSettings>(),
        new ProcessEntry<NotchSettings>(),
        new ProcessEntry<PanSettings>(),
        new ProcessEntry<PolaritySettings>(),
        new ProcessEntry<PositionSettings>(),
        new ProcessEntry<ResampleSettings>(),
        new ProcessEntry<ReverseSettings>(),
        new ProcessEntry<SaturateSettings>(),
        new ProcessEntry<SwapChannelsSettings>(),
        new ProcessEntry<TiltSettings>(),
        new ProcessEntry<TransientSettings>(),
        new ProcessEntry<TrimSettings>(),
        new ProcessEntry<WidthSettings>(),
    ]);

    /// <inheritdoc/>
    public IReadOnlyCollection<ProcessDescriptor> Descriptors { get; }

    /// <inheritdoc/>
    public ProcessDescriptor? Find(string id) => FindEntry(id)?.Descriptor;

    /// <summary>Makes the settings of a process from values as text gives them.</summary>
    /// <param name="id">The id or an accepted spelling.</param>
    /// <param name="values">Keyed <c>threshold</c> or <c>band2.gain</c>; what is not there takes its default.</param>
    /// <exception cref="ProcessSettingsException">An unknown process or parameter, a wrong value, or a demanded one that is missing.</exception>
    public IProcess Create(string id, IReadOnlyDictionary<string, ParameterValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ProcessEntry entry = FindEntry(id)
            ?? throw new ProcessSettingsException($"no process is named '{id}'; there are {string.Join(", ", Descriptors.Select(d => d.Id))}");
        return entry.Create(values);
    }

    /// <summary>The parameters that automation may move, in the order of <see cref="ProcessContext.Parameters"/>.</summary>
    /// <param name="process">Settings made by <see cref="Create"/> (or a settings record, which has no <c>mix</c>).</param>
    public ImmutableArray<AutomatableParameter> Automatable(IProcess process) => Entry(process).Automatable(process);

    /// <summary>Every value that holds, written or not, keyed like the values of <see cref="Create"/>.</summary>
    /// <param name="process">Settings.</param>
    public ImmutableSortedDictionary<string, ParameterValue> Values(IProcess process) => Entry(process).Values(process);

    private static string WithoutHyphens(string id) => id.Replace("-", string.Empty, StringComparison.Ordinal);

    private ProcessEntry Entry(IProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return _byId[process.Definition.Id];
    }

    private ProcessEntry? FindEntry(string id) =>
        _byId.TryGetValue(OtherSpellings.GetValueOrDefault(id, id), out ProcessEntry? entry)
        || _withoutHyphens.TryGetValue(WithoutHyphens(id), out entry) ? entry : null;
}
