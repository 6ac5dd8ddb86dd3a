using System.Collections.Immutable;

namespace Roomtone.Rendering;

/// <summary>A share of the mix: what some tracks give to it.</summary>
/// <param name="Id">DX, MX …</param>
/// <param name="Tracks">Ids of the tracks.</param>
public sealed record RenderStem(string Id, ImmutableArray<string> Tracks);
