using System.Collections.Immutable;
using System.Text.Json;
using Roomtone.Analysis;

namespace Roomtone.Cli;

/// <summary>Chosen meters as a table and as JSON.</summary>
internal static class MeterText
{
    /// <summary>A line a figure.</summary>
    public static string Table(MeterSetReading reading) => reading.Meters.IsEmpty ? string.Empty : Texts.Table(
        reading.Meters.SelectMany(m => m.Figures.Select((f, i) => new[] { i == 0 ? m.Meter : string.Empty, f.Part ?? Words(f.Name), Texts.Value(f.Value, f.Unit) })), "  ");

    /// <summary>
    /// The member <c>meters</c>: an object a meter; figures of the whole are its members, those of channels or bands stand in <c>part</c>.
    /// </summary>
    public static void Write(Utf8JsonWriter json, MeterSetReading reading)
    {
        if (reading.Meters.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("meters"u8);
        foreach (MeterReading meter in reading.Meters)
        {
            json.WriteStartObject(meter.Meter);
            foreach (MeterFigure figure in meter.Figures.Where(f => f.Part is null))
            {
                json.WriteValue(figure.Name, figure.Value);
            }

            MeterFigure[] parts = [.. meter.Figures.Where(f => f.Part is not null)];
            if (parts.Length > 0)
            {
                json.WriteStartArray("part"u8);
                foreach (MeterFigure figure in parts)
                {
                    json.WriteStartObject();
                    json.WriteString("name"u8, figure.Part);
                    json.WriteValue(figure.Name, figure.Value);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            WriteSpeech(json, meter.Speech);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteSpeech(Utf8JsonWriter json, ImmutableArray<SpeechSegment> speech)
    {
        if (speech.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("speech"u8);
        foreach (SpeechSegment segment in speech)
        {
            json.WriteStartObject();
            json.WriteValue("start_s", segment.StartSeconds, 3);
            json.WriteValue("end_s", segment.EndSeconds, 3);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // "minimum_psr_lu" is "minimum psr": the unit stands behind the value.
    private static string Words(string name) => name[..name.LastIndexOf('_')].Replace('_', ' ');
}
