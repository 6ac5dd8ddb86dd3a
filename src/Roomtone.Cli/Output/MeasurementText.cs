using System.Globalization;
using System.Text.Json;
using Roomtone.Analysis;

namespace Roomtone.Cli;

/// <summary>A measurement as a line, a page and JSON.</summary>
internal static class MeasurementText
{
    /// <summary>One line: the figures that deliveries ask for.</summary>
    public static string Line(ProgrammeMeasurement m) => string.Join(
        "  ",
        Texts.Value(m.IntegratedLufs, "LUFS"),
        Texts.Value(m.TruePeakDbtp, "dBTP"),
        "LRA " + Texts.Value(m.LoudnessRangeLu, "LU"),
        Texts.PreciseClock(m.LengthSeconds));

    /// <summary>Every figure on a line of its own.</summary>
    public static string Page(ProgrammeMeasurement m, bool isPerChannel)
    {
        List<string[]> rows =
        [
            ["duration", Texts.PreciseClock(m.LengthSeconds) + string.Create(CultureInfo.InvariantCulture, $"  ({m.LengthSamples} samples, {m.SampleRate / 1000.0} kHz, {m.Layout.Id})")],
            ["integrated", Texts.Value(m.IntegratedLufs, "LUFS")],
            ["loudness range", Texts.Value(m.LoudnessRangeLu, "LU")],
            ["momentary max", Texts.Value(m.MaximumMomentaryLufs, "LUFS")],
            ["short-term max", Texts.Value(m.MaximumShortTermLufs, "LUFS")],
            ["true peak", Texts.Value(m.TruePeakDbtp, "dBTP", 2)],
            ["sample peak", Texts.Value(m.SamplePeakDbfs, "dBFS", 2)],
            ["rms", Texts.Value(m.RmsDbfs, "dBFS")],
            ["noise floor", Texts.Value(m.NoiseFloorDbfs, "dBFS")],
            ["peak to loudness", Texts.Value(PeakToLoudness(m), "LU")],
            ["correlation", Texts.Value(m.Correlation, string.Empty, 2)],
            ["dc offset", Texts.Value(DcOffset(m), string.Empty, 5)],
        ];
        string text = Texts.Table(rows, "  ");
        return isPerChannel ? text + Texts.Table(ChannelRows(m), "  ") : text;
    }

    /// <summary>The members of a measurement.</summary>
    public static void Write(Utf8JsonWriter json, ProgrammeMeasurement m)
    {
        json.WriteNumber("sample_rate_hz"u8, m.SampleRate);
        json.WriteNumber("channels"u8, m.Layout.Count);
        json.WriteString("layout"u8, m.Layout.Id);
        json.WriteNumber("samples"u8, m.LengthSamples);
        json.WriteValue("duration_s", m.LengthSeconds, 6);
        WriteFigures(json, m);
        json.WriteStartArray("channel"u8);
        foreach (ChannelMeasurement channel in m.Channels)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, channel.Name);
            json.WriteValue("true_peak_dbtp", channel.TruePeakDbtp);
            json.WriteValue("sample_peak_dbfs", channel.SamplePeakDbfs);
            json.WriteValue("rms_dbfs", channel.RmsDbfs);
            json.WriteValue("dc_offset", channel.DcOffset, 7);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The figures alone, as deliverables repeat them.</summary>
    public static void WriteFigures(Utf8JsonWriter json, ProgrammeMeasurement m)
    {
        json.WriteValue("integrated_lufs", m.IntegratedLufs);
        json.WriteValue("loudness_range_lu", m.LoudnessRangeLu);
        json.WriteValue("max_momentary_lufs", m.MaximumMomentaryLufs);
        json.WriteValue("max_short_term_lufs", m.MaximumShortTermLufs);
        json.WriteValue("true_peak_dbtp", m.TruePeakDbtp);
        json.WriteValue("sample_peak_dbfs", m.SamplePeakDbfs);
        json.WriteValue("rms_dbfs", m.RmsDbfs);
        json.WriteValue("noise_floor_dbfs", m.NoiseFloorDbfs);
        json.WriteValue("plr_lu", PeakToLoudness(m));
        json.WriteValue("correlation", m.Correlation, 4);
        json.WriteValue("dc_offset", DcOffset(m), 7);
    }

    private static double PeakToLoudness(ProgrammeMeasurement m) =>
        double.IsFinite(m.TruePeakDbtp) && double.IsFinite(m.IntegratedLufs) ? m.PeakToLoudnessLu : double.NaN;

    // The largest offset of any channel, with its sign.
    private static double DcOffset(ProgrammeMeasurement m) => m.Channels.IsEmpty ? double.NaN : m.Channels.MaxBy(c => Math.Abs(c.DcOffset))!.DcOffset;

    private static IEnumerable<string[]> ChannelRows(ProgrammeMeasurement m)
    {
        yield return ["channel", "true peak", "sample peak", "rms", "dc"];
        foreach (ChannelMeasurement c in m.Channels)
        {
            yield return [c.Name, Texts.Value(c.TruePeakDbtp, "dBTP", 2), Texts.Value(c.SamplePeakDbfs, "dBFS", 2), Texts.Value(c.RmsDbfs, "dBFS"), Texts.Value(c.DcOffset, string.Empty, 5)];
        }
    }
}
