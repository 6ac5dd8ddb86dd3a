using System.Globalization;
using Roomtone.Signal;
using static Roomtone.Processes.ParametersOf<Roomtone.Processes.ChannelMapSettings>;

namespace Roomtone.Processes;

/// <summary>Channel map: says for every channel of the result which channels it takes, and at which level.</summary>
/// <remarks>
/// A map is written <c>"L=R R=L"</c>: to = from, by name or by number from 1. A sum names its terms, each with a level in dB where it is
/// not 0 and a minus where its polarity turns: <c>"L=L+C@-3+Ls@-3 R=R+C@-3-Rs@-3"</c>. Channels that no entry names take the one of their
/// own name, or silence. A single term without level is copied bit for bit; no latency, no tail.
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
        Text("layout", "Layout", s => s.Layout, (s, v) => s with { Layout = v }).Says("Layout of the result; as the signal where none is written."),
        Text("map", "Map", s => s.Map, (s, v) => s with { Map = v })
            .Says("To = from, in channel names or numbers: \"L=R R=L\"; or sums with levels in dB: \"L=L+C@-3 R=R+C@-3\"."),
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
        var rows = new double[format.Output.Count][];
        foreach (string entry in Map.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = entry.Split('=');
            if (sides.Length != 2 || sides[1].Length == 0)
            {
                throw Refused(entry);
            }

            rows[Index(sides[0], format.Output)] = Row(entry, sides[1], format.Input);
        }

        for (int o = 0; o < rows.Length; o++)
        {
            rows[o] ??= Own(format.Output.Speakers[o].Name, format.Input);
        }

        return new FixedMatrixProcessor(format, [.. rows.SelectMany(r => r)]);
    }

    private static double[] Own(string name, ChannelLayout input) => [.. input.Speakers.Select(s => s.Name == name ? 1.0 : 0.0)];

    // A sign begins a term, except right after @, where it is the level's.
    private static double[] Row(string entry, string sum, ChannelLayout input)
    {
        var row = new double[input.Count];
        for (int at = 0; at < sum.Length;)
        {
            int sign = sum[at] == '-' ? -1 : 1;
            int from = sum[at] is '+' or '-' ? at + 1 : at;
            int end = from;
            while (end < sum.Length && (sum[end] is not ('+' or '-') || sum[end - 1] == '@'))
            {
                end++;
            }

            string[] parts = sum[from..end].Split('@');
            double levelDb = 0;
            if (parts.Length > 2 || (parts.Length == 2 && !TryLevel(parts[1], out levelDb)))
            {
                throw Refused(entry);
            }

            row[Index(parts[0], input)] += sign * DownmixLevels.Factor(levelDb);
            at = end;
        }

        return row;
    }

    private static bool TryLevel(string text, out double levelDb) =>
        double.TryParse(text.EndsWith("dB", StringComparison.Ordinal) ? text[..^2] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out levelDb)
        && levelDb is >= -144 and <= 24;

    private static ProcessSettingsException Refused(string entry) =>
        new($"channel-map: '{entry}' is no entry; write to=from, as in \"L=R R=L\", or a sum with levels in dB, as in \"L=L+C@-3\"", "map");

    private static int Index(string name, ChannelLayout layout)
    {
        int index = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number - 1 : layout.IndexOf(name);
        return index >= 0 && index < layout.Count
            ? index
            : throw new ProcessSettingsException(
                $"channel-map: {layout} has no channel '{name}'; it has {string.Join(' ', layout.Speakers.Select(s => s.Name))}, or 1 to {layout.Count}", "map");
    }
}
