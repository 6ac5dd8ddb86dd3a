using System.Globalization;
using System.Text.Json;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>The picture of a video file, as far as sound has to keep to it.</summary>
/// <param name="Rate">Frames per second.</param>
/// <param name="Frames">How many frames it has.</param>
/// <param name="Start">Label of its first frame; null where the file tells none.</param>
public sealed record VideoPicture(FrameRate Rate, long Frames, Timecode? Start)
{
    private const double RateTolerance = 2e-4;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(30);

    /// <summary>Reads rate, timecode and number of frames; the file is gone through, and not decoded.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Limits, cancellation.</param>
    /// <exception cref="Platform.RoomtoneException">It has no picture, or one of a changing or unknown rate, or ffprobe is missing (exit 4).</exception>
    public static VideoPicture Of(string path, MediaOpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);

        // It says nothing until it has read the whole file, and a reel may have 100 GB.
        MediaOpenOptions patient = options with { Limits = options.Limits with { ChildTimeout = s_patience } };
        return Probe.Ask(path, ["-count_packets", "-show_format", "-show_streams"], patient, null, root => Parse(path, root));
    }

    private static VideoPicture Parse(string path, JsonElement root)
    {
        JsonElement[] streams = [.. root.GetProperty("streams").EnumerateArray()];
        JsonElement[] pictures = [.. streams.Where(s => Probe.Text(s, "codec_type") == "video" && !Probe.IsCover(s))];
        if (pictures.Length == 0)
        {
            throw new MediaFormatException(path, null, "it holds no picture");
        }

        JsonElement video = pictures[0];
        long frames = (long)Probe.Number(video, "nb_read_packets");
        double steady = Ratio(video, "r_frame_rate"), seconds = Seconds(video), mean = seconds > 0 ? frames / seconds : Ratio(video, "avg_frame_rate");

        // A container may round its times to milliseconds, or leave the last frame's length out.
        if (!(steady > 0) || Math.Abs(mean / steady - 1) > 0.001 + 1.1 / frames)
        {
            throw new MediaFormatException(path, null, $"its frame rate changes ({mean:0.###} fps on average, {steady:0.###} at its steadiest); export the picture at a constant rate");
        }

        FrameRate rate = FrameRate.Known.FirstOrDefault(r => Math.Abs((double)r.Numerator / r.Denominator / steady - 1) < RateTolerance);
        if (rate == default || frames < 1)
        {
            throw new MediaFormatException(path, null, $"no sound is laid to {frames} frames at {steady:0.###} fps; rates: {string.Join(", ", FrameRate.Known)}");
        }

        string? label = streams.Append(root.GetProperty("format")).Select(s => s.TryGetProperty("tags", out JsonElement tags) ? Probe.Text(tags, "timecode") : null).FirstOrDefault(t => t is not null);
        return new VideoPicture(rate, frames, label is not null && Timecode.TryParse(label, out Timecode start) && start.Check(rate) == TimecodeFault.None ? start : null);
    }

    // Matroska writes the length of a stream among its tags: 00:00:01.560000000.
    private static double Seconds(JsonElement video) =>
        Probe.Number(video, "duration") is var stated and > 0 ? stated
        : video.TryGetProperty("tags", out JsonElement tags) && (Probe.Text(tags, "DURATION") ?? string.Empty).Split(':') is [var h, var m, var s]
            && double.TryParse(h, CultureInfo.InvariantCulture, out double hours) && double.TryParse(m, CultureInfo.InvariantCulture, out double minutes)
            && double.TryParse(s, CultureInfo.InvariantCulture, out double rest)
            ? 3600 * hours + 60 * minutes + rest
            : 0;

    private static double Ratio(JsonElement stream, string name) =>
        (Probe.Text(stream, name) ?? string.Empty).Split('/') is [var over, var under]
            && double.TryParse(over, CultureInfo.InvariantCulture, out double a) && double.TryParse(under, CultureInfo.InvariantCulture, out double b)
            ? a / b
            : 0;
}
