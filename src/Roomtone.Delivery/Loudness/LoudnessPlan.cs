using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Roomtone.Delivery;

/// <summary>What the planner decided.</summary>
public enum LoudnessAction
{
    /// <summary>Nothing may be touched: the file is only checked.</summary>
    Verify,

    /// <summary>The programme is right as it is.</summary>
    Unchanged,

    /// <summary>Gain, and nothing else.</summary>
    Gain,

    /// <summary>Gain, then the true-peak limiter.</summary>
    GainAndLimiter,

    /// <summary>Not feasible as asked.</summary>
    Refused,
}

/// <summary>A way out of a refusal.</summary>
/// <param name="Change">What to write or do instead.</param>
/// <param name="Cost">What that costs.</param>
public sealed record PlanChoice(string Change, string Cost);

/// <summary>How a deliverable reaches its loudness, told before anything is rendered.</summary>
public sealed record LoudnessPlan
{
    /// <summary>What is done.</summary>
    public required LoudnessAction Action { get; init; }

    /// <summary>Gain before the limiter, dB.</summary>
    public double GainDb { get; init; }

    /// <summary>The limiter's ceiling, dBTP; null without a limiter.</summary>
    public double? LimiterCeilingDbtp { get; init; }

    /// <summary>The loudness that the plan started from.</summary>
    public double MeasuredLufs { get; init; } = double.NaN;

    /// <summary>The true peak that the plan started from.</summary>
    public double MeasuredTruePeakDbtp { get; init; } = double.NaN;

    /// <summary>What the loudness will be, before encoding.</summary>
    public double ExpectedLufs { get; init; } = double.NaN;

    /// <summary>What the true peak will be, before encoding.</summary>
    public double ExpectedTruePeakDbtp { get; init; } = double.NaN;

    /// <summary>Largest reduction of the limiter, dB.</summary>
    public double LargestReductionDb { get; init; }

    /// <summary>99th percentile of its reduction, dB.</summary>
    public double Percentile99ReductionDb { get; init; }

    /// <summary>The limiter's budget; null where there is none.</summary>
    public LimitingBudget? Budget { get; init; }

    /// <summary>How far the ceiling was lowered for this encoder, dB.</summary>
    public double CeilingLoweredDb { get; init; }

    /// <summary>Why it is so, one sentence each.</summary>
    public ImmutableArray<string> Reasons { get; init; } = [];

    /// <summary>The nearest feasible choices of a refusal.</summary>
    public ImmutableArray<PlanChoice> Choices { get; init; } = [];

    /// <summary>The plan was refused.</summary>
    public bool IsRefused => Action == LoudnessAction.Refused;

    /// <summary>The headline: what is done, in one line.</summary>
    public string Headline => Action switch
    {
        LoudnessAction.Verify => "verify only",
        LoudnessAction.Unchanged => "nothing to change",
        LoudnessAction.Gain => $"gain {Text.Signed(GainDb)} dB",
        LoudnessAction.GainAndLimiter => $"gain {Text.Signed(GainDb)} dB, true-peak limiter at {Text.Number(LimiterCeilingDbtp ?? 0, 2)} dBTP",
        _ => "refused",
    };

    /// <summary>The plan as lines of text.</summary>
    public IEnumerable<string> ToLines()
    {
        yield return Headline;
        if (!double.IsNaN(MeasuredLufs))
        {
            yield return $"  measured  {Text.Number(MeasuredLufs, 2)} LUFS, {Text.Number(MeasuredTruePeakDbtp, 2)} dBTP";
        }

        if (Action is LoudnessAction.Gain or LoudnessAction.GainAndLimiter)
        {
            yield return $"  expected  {Text.Number(ExpectedLufs, 2)} LUFS, {Text.Number(ExpectedTruePeakDbtp, 2)} dBTP";
        }

        if (Action == LoudnessAction.GainAndLimiter && Budget is { } budget)
        {
            yield return $"  limiter   largest {Text.Number(LargestReductionDb, 2)} of {Text.Number(budget.LargestDb, 1)} dB, "
                + $"99th percentile {Text.Number(Percentile99ReductionDb, 2)} of {Text.Number(budget.Percentile99Db, 1)} dB";
        }

        foreach (string reason in Reasons)
        {
            yield return "  because   " + reason;
        }

        foreach (PlanChoice choice in Choices)
        {
            yield return $"  instead   {choice.Change} ({choice.Cost})";
        }
    }

    /// <summary>The plan as a JSON object.</summary>
    /// <param name="json">Receives the object as a value.</param>
    public void WriteJson(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("action", Action switch
        {
            LoudnessAction.Verify => "verify",
            LoudnessAction.Unchanged => "unchanged",
            LoudnessAction.Gain => "gain",
            LoudnessAction.GainAndLimiter => "gain-and-limiter",
            _ => "refused",
        });
        Text.Write(json, "gain_db", GainDb, 4);
        Text.Write(json, "limiter_ceiling_dbtp", LimiterCeilingDbtp ?? double.NaN, 3);
        Text.Write(json, "measured_lufs", MeasuredLufs, 3);
        Text.Write(json, "measured_true_peak_dbtp", MeasuredTruePeakDbtp, 3);
        Text.Write(json, "expected_lufs", ExpectedLufs, 3);
        Text.Write(json, "expected_true_peak_dbtp", ExpectedTruePeakDbtp, 3);
        Text.Write(json, "largest_reduction_db", LargestReductionDb, 3);
        Text.Write(json, "percentile_99_reduction_db", Percentile99ReductionDb, 3);
        WriteTexts(json);
        json.WriteEndObject();
    }

    private void WriteTexts(Utf8JsonWriter json)
    {
        json.WriteStartArray("reasons");
        foreach (string reason in Reasons)
        {
            json.WriteStringValue(reason);
        }

        json.WriteEndArray();
        json.WriteStartArray("choices");
        foreach (PlanChoice choice in Choices)
        {
            json.WriteStartObject();
            json.WriteString("change", choice.Change);
            json.WriteString("cost", choice.Cost);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>Numbers as plans, clauses and reports print them.</summary>
internal static class Text
{
    public static string Number(double value, int decimals)
    {
        if (double.IsNaN(value))
        {
            return "-";
        }

        if (double.IsInfinity(value))
        {
            return value < 0 ? "-inf" : "inf";
        }

        double rounded = Math.Round(value, decimals, MidpointRounding.AwayFromZero) + 0.0;
        return rounded.ToString("F" + decimals, CultureInfo.InvariantCulture);
    }

    public static string Signed(double value) => (value >= 0 ? "+" : string.Empty) + Number(value, 2);

    /// <summary>A number that exists, else null: silence has no loudness.</summary>
    public static void Write(Utf8JsonWriter json, string name, double value, int decimals)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, Math.Round((decimal)value, decimals, MidpointRounding.AwayFromZero));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Seconds as h:mm:ss.mmm.</summary>
    public static string Clock(double seconds)
    {
        long ms = (long)Math.Round(seconds * 1000, MidpointRounding.AwayFromZero);
        string tail = string.Create(CultureInfo.InvariantCulture, $"{ms / 60000 % 60:00}:{ms / 1000 % 60:00}.{ms % 1000:000}");
        return ms >= 3_600_000 ? string.Create(CultureInfo.InvariantCulture, $"{ms / 3_600_000}:{tail}") : tail;
    }
}
