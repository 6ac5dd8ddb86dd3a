using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>Questions to ffprobe, answered in JSON.</summary>
internal static class Probe
{
    private const int MaximumJson = 4 * 1024 * 1024;

    /// <summary>Asks about a file.</summary>
    /// <typeparam name="T">What is read from the answer.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="show">What to show.</param>
    /// <param name="options">Limits, cancellation.</param>
    /// <param name="cause">Why ffprobe is asked at all.</param>
    /// <param name="read">Reads the answer.</param>
    /// <exception cref="RoomtoneException">It is no media, or ffprobe is missing or failed (exit 4).</exception>
    public static T Ask<T>(string path, ImmutableArray<string> show, MediaOpenOptions options, Exception? cause, Func<JsonElement, T> read)
    {
        var child = new ChildOptions
        {
            Program = Ffmpeg.Require("ffprobe", path, "read"),
            Arguments = [.. Ffmpeg.Common, "-print_format", "json", .. show, .. Ffmpeg.Input(path)],
            Limits = options.Limits,
        };
        (ChildResult result, byte[] output) = ChildProcess.Run(child, MaximumJson, options.Cancellation);
        if (result.End != ChildEnd.Exited || result.ExitCode != 0)
        {
            string words = result.End == ChildEnd.TimedOut ? "ffprobe did not get on" : Plain.Escape(result.LastLines(1));
            throw new MediaFormatException(path, null, $"no media that ffmpeg knows ({words})", inner: cause);
        }

        try
        {
            using var json = JsonDocument.Parse(output, new JsonDocumentOptions { MaxDepth = 64 });
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new MediaFormatException(path, null, "ffprobe gave no sense", inner: e);
        }
    }

    /// <summary>A stream is a cover picture.</summary>
    public static bool IsCover(JsonElement stream) => stream.TryGetProperty("disposition", out JsonElement disposition) && Number(disposition, "attached_pic") == 1;

    /// <summary>A text; null where there is none.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A number, also where it is written as text; 0 where there is none.</summary>
    public static double Number(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out JsonElement value))
        {
            return 0;
        }

        return value.ValueKind == JsonValueKind.Number ? value.GetDouble()
            : value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
            : 0;
    }
}
