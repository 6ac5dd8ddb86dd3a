using System.Collections.Immutable;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>A decision on the chain of a master.</summary>
/// <param name="Slot">The process; null where the decision is to leave the mix as it is.</param>
/// <param name="Reasons">Why, one sentence each, with the numbers that justify it.</param>
public sealed record MasteringMove(ProcessSlot? Slot, ImmutableArray<string> Reasons)
{
    /// <summary>The decision to put the mix through a process.</summary>
    /// <param name="process">Its id in the catalogue.</param>
    /// <param name="id">The slot's.</param>
    /// <param name="reasons">Why.</param>
    /// <param name="values">Parameters that are not as usual, by their paths.</param>
    internal static MasteringMove Of(string process, string id, ImmutableArray<string> reasons, params ReadOnlySpan<(string Path, ParameterValue Value)> values)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, ParameterValue>(StringComparer.Ordinal);
        foreach ((string path, ParameterValue value) in values)
        {
            all[path] = value;
        }

        return new MasteringMove(new ProcessSlot(id, process, all.ToImmutable()), reasons);
    }
}
