using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The bands of an equaliser that changes the balance of octaves: bells as wide as they are, shelves at the ends.</summary>
/// <param name="octaves">How many octaves there are.</param>
internal sealed class BalanceBands(int octaves)
{
    private const double ShelfShift = 1.5;
    private readonly List<(string Path, ParameterValue Value)> _values = [];
    private int _count;

    /// <summary>The parameters of an <c>eq</c>, by their paths.</summary>
    public ImmutableArray<(string Path, ParameterValue Value)> Values => [.. _values];

    /// <summary>Changes an octave.</summary>
    /// <param name="octave">Which, from 0.</param>
    /// <param name="middleHz">Its middle.</param>
    /// <param name="gainDb">By how much.</param>
    public void Add(int octave, double middleHz, double gainDb)
    {
        string type = octave == 0 ? "low-shelf" : octave == octaves - 1 ? "high-shelf" : "bell";
        double hz = octave == 0 ? middleHz * ShelfShift : octave == octaves - 1 ? middleHz / ShelfShift : middleHz;
        string band = string.Create(CultureInfo.InvariantCulture, $"band{++_count}.");
        _values.AddRange(
        [
            (band + "type", new ParameterValue.Word(type)),
            (band + "freq", new ParameterValue.Quantity(Math.Round(hz), Unit.Hertz)),
            (band + "gain", new ParameterValue.Quantity(Math.Round(gainDb, 1), Unit.Decibels)),
            (band + "q", new ParameterValue.Quantity(type == "bell" ? 1 : 0.7, Unit.None)),
        ]);
    }
}
