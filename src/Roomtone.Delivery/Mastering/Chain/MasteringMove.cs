using System.Collections.Immutable;
using Roomtone.Session;

namespace Roomtone.Delivery;

/// <summary>A decision on the chain of a master.</summary>
/// <param name="Slot">The process; null where the decision is to leave the mix as it is.</param>
/// <param name="Reasons">Why, one sentence each, with the numbers that justify it.</param>
public sealed record MasteringMove(ProcessSlot? Slot, ImmutableArray<string> Reasons);
