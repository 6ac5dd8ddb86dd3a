using System.Globalization;
using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.ChannelMapSettings>;

namespace Roomtone.Processes;

/// <summary>Channel map: says for every channel of the result which channel it takes.</summary>
/// <remarks>
/// A map is written <c>"L=R R=L"</c>: to = from, by name or by number from 1. Channels that no entry names take the one of their own name,
/// or silence. Bits are copied; no latency, no tail.
/// </remarks>
public sealed record ChannelMapSettings : IProcess<ChannelMapSettings>, IStreamingProcess
{
    /// <summary>Id of the layout of the result; null: as the signal.</summary>
    public string? Layout { get; init; }

    /// <summary>The entries, to = from.</summary>
    public string Map { get; init; } = string.Empty;

    /// <inheritdoc/>
    public static ParameterTable<ChannelMapSettings> Parameters { get; } =
    [
        Text("layout", "Layout", s => s.Layout, (s, v) => s with { Layout = v }),
        Text("map", "Map", s => s.Map, (s, v) => s with { Map = v }),
    ];

    /// <inheritdoc/>
    public static ProcessDescriptor Descriptor { get; } = Parameters.Describe(new ChannelMapSettings(), new ProcessDescriptor
    {
        Id = "channel-map",
        Title = "Channel map",
        Summary = "Puts channels in other places.",
        Kind = ProcessKind.Streaming,
        Family = "Channels",
        IsLinear = true,
    });

    /// <inheritdoc/>
    public ProcessDescriptor Definition => Descriptor;

    /// <inheritdoc/>
    public bool IsNeutral => Layout is null && Map.Length == 0;

    /// <inheritdoc/>
    public ChannelLayout OutputLayout(ChannelLayout input) =>
        Layout is null
            ? input
            : ChannelLayout.Find(Layout)
                ?? throw new ProcessSettingsException(
                    $"channel-map: no layout is named '{Layout}'; write one of {string.Join(", ", ChannelLayout.Known)} or discrete-N", "layout");

    /// <inheritdoc/>
    public IAudioProcessor CreateProcessor(ProcessFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        var weights = new double[format.Output.Count * format.Input.Count];
        int[] sources = [.. format.Output.Speakers.Select(s => format.Input.IndexOf(s.Name))];
        foreach (string entry in Map.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = entry.Split('=');
            if (sides.Length != 2)
            {
                throw new ProcessSettingsException($"channel-map: '{entry}' is no entry; write to=from, as in \"L=R R=L\"", "map");
            }

            sources[Index(sides[0], format.Output)] = Index(sides[1], format.Input);
        }

        for (int o = 0; o < sources.Length; o++)
        {
            if (sources[o] >= 0)
            {
                weights[o * format.Input.Count + sources[o]] = 1;
            }
        }

        return new FixedMatrixProcessor(format, weights);
    }

    private static int Index(string name, ChannelLayout layout)
    {
        int index = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number - 1 : layout.IndexOf(name);
        return index >= 0 && index < layout.Count
            ? index
            : throw new ProcessSettingsException(
                $"channel-map: {layout} has no channel '{name}'; it has {string.Join(' ', layout.Speakers.Select(s => s.Name))}, or 1 to {layout.Count}", "map");
    }
}
