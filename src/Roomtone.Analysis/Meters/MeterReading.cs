using System.Collections.Immutable;

namespace Roomtone.Analysis;

/// <summary>What a chosen meter reads: named figures, the same for text, JSON and tables.</summary>
/// <param name="Meter">The meter's id in <see cref="MeterCatalog"/>.</param>
/// <param name="Figures">In the order in which they are shown.</param>
public sealed record MeterReading(string Meter, ImmutableArray<MeterFigure> Figures)
{
    /// <summary>Where speech was found, of the meter that looks for it; otherwise empty.</summary>
    public ImmutableArray<SpeechSegment> Speech { get; init; } = [];
}

/// <summary>One figure of a meter.</summary>
/// <param name="Name">Lower case; ends in the unit: <c>maximum_vu</c>, <c>leq_m_db</c>.</param>
/// <param name="Part">The speaker or band it belongs to; null = the whole programme.</param>
/// <param name="Value">NaN where there is nothing to read, −∞ in silence.</param>
/// <param name="Unit">As it is shown.</param>
public readonly record struct MeterFigure(string Name, string? Part, double Value, string Unit);

/// <summary>A meter with a needle: it also has a value at every moment, which a series over time is made of.</summary>
public interface INeedleMeter : IMeter<MeterReading>
{
    /// <summary>Columns of a series, in the order of <see cref="ReadNeedles"/>.</summary>
    ImmutableArray<string> Columns { get; }

    /// <summary>Where the needles stand after everything added so far.</summary>
    /// <param name="values">Receives a value per column.</param>
    void ReadNeedles(Span<double> values);
}
