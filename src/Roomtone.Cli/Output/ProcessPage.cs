using System.Text.Json;
using Roomtone.Signal;

namespace Roomtone.Cli;

/// <summary>A process with its parameter table, as a page and as JSON.</summary>
internal static class ProcessPage
{
    /// <summary>The page.</summary>
    public static string Text(ProcessDescriptor process)
    {
        string kind = process.Kind == ProcessKind.Streaming ? "as the audio passes" : "over the whole clip";
        string text = $"{process.Id}: {process.Title} ({process.Family}, works {kind})\n  {process.Summary}\n\n";
        return text + Texts.Table(process.Parameters.Select(p => new[] { NameOf(p), Values(p), Default(p), p.Summary.Length > 0 ? p.Summary : p.Label }), "  ");
    }

    private static string NameOf(ParameterSpec spec) => spec.Group is null ? spec.Id : $"{spec.Group} N {(spec.GroupPosition > 0 ? "<" + spec.Id + ">" : spec.Id)}";

    private static string Values(ParameterSpec spec)
    {
        string text = spec.Kind switch
        {
            ParameterKind.Quantity => Range(spec),
            ParameterKind.Word => string.Join('|', spec.Words),
            ParameterKind.Pan => "L100 … C … R100",
            ParameterKind.Direction => "left|right|up|down N deg",
            ParameterKind.Key => "a bus or track",
            ParameterKind.Media => "a file or media",
            _ => "text",
        };
        return spec.AllowsAuto ? text + ", or auto" : text;
    }

    private static string Range(ParameterSpec spec)
    {
        string unit = spec.Units.Length > 0 ? spec.Units[0].Symbol : string.Empty;
        string Bound(double value) => spec.Units.Length > 0 ? new ParameterValue.Quantity(value, spec.Units[0]).ToString() : ParameterValue.FormatNumber(value);
        return (double.IsFinite(spec.Minimum), double.IsFinite(spec.Maximum)) switch
        {
            (true, true) => $"{Bound(spec.Minimum)} … {Bound(spec.Maximum)}",
            (true, false) => $"{Bound(spec.Minimum)} or more",
            (false, true) => $"{Bound(spec.Maximum)} or less",
            _ => unit.Length == 0 ? "a number" : unit,
        };
    }

    private static string Default(ParameterSpec spec) =>
        spec.IsRequired ? "must be written" : spec.Default is { } value ? "default " + value : string.Empty;

    /// <summary>The members.</summary>
    public static void Write(Utf8JsonWriter json, ProcessDescriptor process)
    {
        json.WriteString("id"u8, process.Id);
        json.WriteString("title"u8, process.Title);
        json.WriteString("summary"u8, process.Summary);
        json.WriteString("family"u8, process.Family);
        json.WriteString("kind"u8, process.Kind == ProcessKind.Streaming ? "streaming" : "whole-clip");
        json.WriteNumber("algorithm_version"u8, process.AlgorithmVersion);
        json.WriteStartArray("parameters"u8);
        foreach (ParameterSpec spec in process.Parameters)
        {
            WriteParameter(json, spec);
        }

        json.WriteEndArray();
    }

    private static void WriteParameter(Utf8JsonWriter json, ParameterSpec spec)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, spec.Id);
        json.WriteString("group"u8, spec.Group);
        json.WriteString("label"u8, spec.Label);
        json.WriteString("summary"u8, spec.Summary);
        json.WriteString("kind"u8, spec.Kind switch
        {
            ParameterKind.Quantity => "quantity",
            ParameterKind.Word => "word",
            ParameterKind.Pan => "pan",
            ParameterKind.Direction => "direction",
            ParameterKind.Key => "key",
            ParameterKind.Media => "media",
            _ => "text",
        });
        WriteStrings(json, "units", spec.Units.Select(u => u.Symbol));
        json.WriteValue("minimum", spec.Minimum, 6);
        json.WriteValue("maximum", spec.Maximum, 6);
        WriteStrings(json, "words", spec.Words);
        json.WriteString("default"u8, spec.Default?.ToString());
        json.WriteBoolean("required"u8, spec.IsRequired);
        json.WriteBoolean("auto"u8, spec.AllowsAuto);
        json.WriteBoolean("automatable"u8, spec.IsAutomatable);
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
