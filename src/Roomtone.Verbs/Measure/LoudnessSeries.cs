using System.Globalization;
using System.Text;
using Roomtone.Analysis;

namespace Roomtone.Verbs;

/// <summary>Loudness over time as a table.</summary>
internal static class LoudnessSeries
{
    /// <summary>
    /// CSV: <c>time_s,momentary_lufs,short_term_lufs</c> and a column for each needle, a row each 100 ms; a value that does not exist is empty.
    /// </summary>
    public static string Csv(MeterSetReading reading)
    {
        LoudnessHistory history = reading.Programme.History;
        var text = new StringBuilder("time_s,momentary_lufs,short_term_lufs", 32 * (history.Count + 1));
        foreach (string column in reading.Needles?.Columns ?? [])
        {
            text.Append(',').Append(column);
        }

        text.Append('\n');
        for (int hop = 0; hop < history.Count; hop++)
        {
            text.Append(((hop + 1) * LoudnessHistory.HopSeconds).ToString("0.0", CultureInfo.InvariantCulture)).Append(',');
            Append(text, history.Momentary(hop)).Append(',');
            Append(text, history.ShortTerm(hop));
            foreach (double value in reading.Needles?.Rows[hop] ?? [])
            {
                Append(text.Append(','), value);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static StringBuilder Append(StringBuilder text, double value) =>
        double.IsFinite(value) ? text.Append(value.ToString("0.00", CultureInfo.InvariantCulture)) : text;
}
