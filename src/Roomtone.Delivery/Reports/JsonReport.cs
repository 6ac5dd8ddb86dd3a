using System.Text.Json;
using Roomtone.Analysis;

namespace Roomtone.Delivery;

/// <summary>The report as JSON; the fields are those of <c>render --json</c> and <c>check --json</c>.</summary>
public static class JsonReport
{
    /// <summary>Writes a report as one object.</summary>
    /// <param name="json">Receives the object as a value.</param>
    /// <param name="report">What it tells.</param>
    public static void Write(Utf8JsonWriter json, DeliveryReport report)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(report);
        json.WriteStartObject();
        json.WriteString("title", report.Title);
        json.WriteString("tool", report.Tool);
        json.WriteBoolean("pass", report.Pass);
        json.WriteString("session_sha256", report.SessionSha256);
        json.WriteStartArray("files");
        foreach (ReportedFile file in report.Files)
        {
            WriteFile(json, file);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the measure fields of a file into the object that is open.</summary>
    /// <param name="json">An open object.</param>
    /// <param name="m">The measurement.</param>
    public static void WriteMeasures(Utf8JsonWriter json, ProgrammeMeasurement m)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(m);
        json.WriteNumber("sample_rate_hz", m.SampleRate);
        json.WriteNumber("channels", m.Layout.Count);
        json.WriteString("layout", m.Layout.Id);
        json.WriteNumber("samples", m.LengthSamples);
        Text.Write(json, "duration_s", m.LengthSeconds, 6);
        Text.Write(json, "integrated_lufs", m.IntegratedLufs, 3);
        Text.Write(json, "loudness_range_lu", m.LoudnessRangeLu, 3);
        Text.Write(json, "max_momentary_lufs", m.MaximumMomentaryLufs, 3);
        Text.Write(json, "max_short_term_lufs", m.MaximumShortTermLufs, 3);
        Text.Write(json, "true_peak_dbtp", m.TruePeakDbtp, 3);
        Text.Write(json, "sample_peak_dbfs", m.SamplePeakDbfs, 3);
        Text.Write(json, "rms_dbfs", m.RmsDbfs, 3);
        Text.Write(json, "noise_floor_dbfs", m.NoiseFloorDbfs, 3);
        Text.Write(json, "plr_lu", m.PeakToLoudnessLu, 3);
        Text.Write(json, "correlation", m.Correlation, 4);
    }

    /// <summary>Writes clauses as the array <c>clauses</c> of the object that is open.</summary>
    /// <param name="json">An open object.</param>
    /// <param name="clauses">The clauses.</param>
    public static void WriteClauses(Utf8JsonWriter json, IEnumerable<Clause> clauses)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(clauses);
        json.WriteStartArray("clauses");
        foreach (Clause clause in clauses)
        {
            clause.WriteJson(json);
        }

        json.WriteEndArray();
    }

    private static void WriteFile(Utf8JsonWriter json, ReportedFile file)
    {
        json.WriteStartObject();
        json.WriteString("title", file.Title);
        json.WriteString("path", file.Path);
        json.WriteString("sha256", file.Sha256);
        json.WriteBoolean("pass", file.Pass);
        json.WriteString("profile", file.Profile?.Reference ?? string.Empty);
        json.WriteString("format", file.Format is { } format ? FormatText.Write(format) : string.Empty);
        json.WriteString("encoder", file.Encoder);
        if (file.File is { } measured)
        {
            WriteMeasures(json, measured.Measurement);
        }

        WriteClauses(json, file.Clauses);
        WriteLines(json, "plan", file.Plan);
        WriteLines(json, "changes", file.Changes);
        json.WriteEndObject();
    }

    private static void WriteLines(Utf8JsonWriter json, string name, IEnumerable<string> lines)
    {
        json.WriteStartArray(name);
        foreach (string line in lines)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
    }
}
