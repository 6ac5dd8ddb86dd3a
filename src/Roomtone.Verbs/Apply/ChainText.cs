using System.Collections.Immutable;
using System.Text;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Chains of processes as the command line writes them.</summary>
internal static class ChainText
{
    /// <summary>The processes of a file, then those of the command line.</summary>
    /// <param name="file">A session or a file of strips; null = none.</param>
    /// <param name="lines"><c>PROCESS: param value; …</c>, first to last.</param>
    /// <exception cref="RoomtoneException">They are not written well (exit 2), or the file can't be read (exit 4).</exception>
    public static ImmutableArray<ProcessSlot> Read(string? file, ImmutableArray<string> lines) =>
        [.. file is null ? [] : Slots(File(file)), .. lines.SelectMany(l => Slots(ProcessText.ParseLine(l, ProcessCatalog.Standard)))];

    /// <summary>The settings of a chain.</summary>
    /// <param name="slots">First to last; bypassed ones are left out.</param>
    /// <exception cref="RoomtoneException">A value does not go with its process (exit 2).</exception>
    public static ImmutableArray<IProcess> Create(ImmutableArray<ProcessSlot> slots)
    {
        try
        {
            return [.. slots.Where(s => !s.IsBypassed).Select(s => ProcessCatalog.Standard.Create(s.Process, s.Values))];
        }
        catch (ProcessSettingsException e)
        {
            throw ProcessFailure.Of(e);
        }
    }

    /// <summary>The files that a chain refers to besides what goes through it.</summary>
    /// <param name="slots">The chain.</param>
    public static IEnumerable<string> References(ImmutableArray<ProcessSlot> slots) =>
        from slot in slots
        from spec in ProcessCatalog.Standard.Find(slot.Process)?.Parameters ?? []
        where spec.Kind == ParameterKind.Media && slot.Values.TryGetValue(spec.Id, out ParameterValue? value) && value is ParameterValue.Text
        select ((ParameterValue.Text)slot.Values[spec.Id]).Value;

    private static ProcessText File(string path) =>
        ProcessText.ParseChain(path, Encoding.UTF8.GetBytes(SessionFile.ReadTree(path).ToText()), ProcessCatalog.Standard);

    private static ImmutableArray<ProcessSlot> Slots(ProcessText text) =>
        text.HasErrors ? throw new RoomtoneException(ExitCode.Usage, text.Findings) : text.Slots;

    /// <summary>A slot as <c>--do</c> takes it.</summary>
    /// <param name="slot">A process of a chain.</param>
    public static string Write(ProcessSlot slot) => slot.Values.IsEmpty ? slot.Process : $"{slot.Process}: {string.Join("; ", Lines(slot))}";

    /// <summary>The parameters of a slot, a line each; those of a numbered group that have a place stand before the rest, on one line.</summary>
    /// <param name="slot">A process of a chain.</param>
    public static IEnumerable<string> Lines(ProcessSlot slot)
    {
        ImmutableArray<ParameterSpec> specs = ProcessCatalog.Standard.Find(slot.Process)!.Parameters;
        foreach (IGrouping<string, (string Name, ParameterValue Value)> part in slot.Values.Select(v => (Split: v.Key.IndexOf('.', StringComparison.Ordinal), v.Key, v.Value))
            .GroupBy(v => v.Split < 0 ? string.Empty : v.Key[..v.Split], v => (v.Key[(v.Split + 1)..], v.Value)))
        {
            if (part.Key.Length == 0)
            {
                foreach ((string name, ParameterValue value) in part)
                {
                    yield return $"{name} {value}";
                }

                continue;
            }

            string group = part.Key.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
            // A value stands without its name only where every value before it does.
            IEnumerable<string> words = part
                .Select(p => (p.Name, p.Value, At: specs.First(s => s.Group == group && s.Id == p.Name).GroupPosition))
                .OrderBy(p => p.At == 0 ? int.MaxValue : p.At)
                .Select((p, i) => p.At == i + 1 ? $"{p.Value}" : $"{p.Name} {p.Value}");
            yield return $"{group} {part.Key[group.Length..]} {string.Join(' ', words)}";
        }
    }
}
