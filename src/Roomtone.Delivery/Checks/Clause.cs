using System.Collections.Immutable;
using System.Text.Json;

namespace Roomtone.Delivery;

/// <summary>One condition of a specification, and how a file stands to it.</summary>
/// <param name="Id">Stable: <c>loudness</c>, <c>true-peak</c>, <c>sample-rate</c> …</param>
/// <param name="Title">The condition's name for people.</param>
/// <param name="Pass">Fulfilled; null = told, and no condition.</param>
public sealed record Clause(string Id, string Title, bool? Pass)
{
    /// <summary>The measured number; NaN where the clause is about a word, or nothing could be measured.</summary>
    public double Measured { get; init; } = double.NaN;

    /// <summary>The measured word (a container, a layout); null for numbers.</summary>
    public string? MeasuredText { get; init; }

    /// <summary>The limit as text: <c>-16.0 ±1.0</c>, <c>≤ -1.0</c>, <c>mp3, aac</c>.</summary>
    public string Limit { get; init; } = string.Empty;

    /// <summary>The unit of both.</summary>
    public string Unit { get; init; } = string.Empty;

    /// <summary>Distance to the limit in the unit, negative outside; NaN for words.</summary>
    public double Margin { get; init; } = double.NaN;

    /// <summary>Where it is broken, seconds from the start; at most 100 places.</summary>
    public ImmutableArray<double> AtSeconds { get; init; } = [];

    /// <summary>What a reader should know; empty without anything.</summary>
    public string Note { get; init; } = string.Empty;

    /// <summary>The measured value for people.</summary>
    public string MeasuredLabel => MeasuredText ?? Text.Number(Measured, Decimals);

    /// <summary>Digits after the point that the unit is told with.</summary>
    internal int Decimals => Unit is "Hz" or "bit" or "kbit/s" or "channels" or "samples" ? 0 : 2;

    /// <summary>The clause as a JSON object.</summary>
    /// <param name="json">Receives the object as a value.</param>
    public void WriteJson(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("id", Id);
        if (Pass is { } pass)
        {
            json.WriteBoolean("pass", pass);
        }
        else
        {
            json.WriteNull("pass");
        }

        if (MeasuredText is not null)
        {
            json.WriteString("measured", MeasuredText);
        }
        else
        {
            Text.Write(json, "measured", Measured, 3);
        }

        json.WriteString("limit", Limit);
        json.WriteString("unit", Unit);
        Text.Write(json, "margin", Margin, 3);
        json.WriteStartArray("at");
        foreach (double seconds in AtSeconds)
        {
            json.WriteStringValue(Text.Clock(seconds));
        }

        json.WriteEndArray();
        if (Note.Length > 0)
        {
            json.WriteString("note", Note);
        }

        json.WriteEndObject();
    }
}

/// <summary>The verdict on a file: every clause that a machine can check.</summary>
/// <param name="Clauses">In the order of the specification.</param>
public sealed record CheckResult(ImmutableArray<Clause> Clauses)
{
    /// <summary>No clause is broken.</summary>
    public bool Pass => Clauses.All(c => c.Pass != false);

    /// <summary>The clauses that are broken.</summary>
    public IEnumerable<Clause> Broken => Clauses.Where(c => c.Pass == false);
}
