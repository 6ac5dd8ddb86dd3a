using System.Text;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Text that is equal for two slots exactly where they make the same samples: process, version, values; no id.</summary>
internal static class ChainKey
{
    /// <summary>The key of a slot.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="vocabulary">Tells the process's version.</param>
    public static string Of(ProcessSlot slot, IProcessCatalog vocabulary)
    {
        ProcessDescriptor? descriptor = vocabulary.Find(slot.Process);
        var text = new StringBuilder();
        text.Append(descriptor?.Id ?? slot.Process).Append('@').Append(descriptor?.AlgorithmVersion ?? 0).Append('(');
        foreach ((string path, ParameterValue value) in slot.Values)
        {
            // Which strip is the key is said by the graph; its name must not matter.
            bool isKey = value is ParameterValue.Reference && descriptor?.Parameters.Any(p => p.Id == path && p.Kind == ParameterKind.Key) == true;
            text.Append(path).Append('=').Append(isKey ? "key" : value.ToString()).Append(';');
        }

        return text.Append(')').ToString();
    }
}
