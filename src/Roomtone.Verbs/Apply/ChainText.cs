using System.Collections.Immutable;
using System.Text;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Session;

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

    private static ProcessText File(string path) =>
        ProcessText.ParseChain(path, Encoding.UTF8.GetBytes(SessionFile.ReadTree(path).ToText()), ProcessCatalog.Standard);

    private static ImmutableArray<ProcessSlot> Slots(ProcessText text) =>
        text.HasErrors ? throw new RoomtoneException(ExitCode.Usage, text.Findings) : text.Slots;

    /// <summary>A slot as <c>--do</c> takes it.</summary>
    /// <param name="slot">A process of a chain.</param>
    public static string Write(ProcessSlot slot) => slot.Values.IsEmpty
        ? slot.Process
        : $"{slot.Process}: {string.Join("; ", slot.Values.Select(v => $"{v.Key} {v.Value}"))}";
}
