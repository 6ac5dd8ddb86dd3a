using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>What ffprobe tells of one audio stream.</summary>
/// <param name="Info">As far as known before decoding; the length is the declared one.</param>
/// <param name="Mask">Speaker bits; 0 where unknown.</param>
/// <param name="IsExact">The declared length is exact: decoded samples past it are padding.</param>
/// <param name="HasCover">A picture is attached.</param>
internal sealed record StreamProbe(MediaInfo Info, uint Mask, bool IsExact, bool HasCover)
{
    private static readonly string[] s_lossless = ["flac", "alac", "ape", "wavpack", "tta", "tak", "truehd", "mlp"];

    private static readonly (string Name, uint Mask)[] s_layouts =
    [
        ("mono", 0x4), ("stereo", 0x3), ("3.0", 0x7), ("quad", 0x33), ("quad(side)", 0x603), ("5.0", 0x37), ("5.0(side)", 0x607), ("5.1", 0x3F),
        ("5.1(side)", 0x60F), ("7.1", 0x63F),
    ];

    /// <summary>Asks ffprobe.</summary>
    /// <exception cref="RoomtoneException">It is no media, has no such stream, or ffprobe is missing or failed (exit 4).</exception>
    internal static StreamProbe Run(string path, MediaOpenOptions options, Exception? cause) =>
        Probe.Ask(path, ["-show_format", "-show_streams", "-show_chapters"], options, cause, root => Parse(path, root, options));

    private static StreamProbe Parse(string path, JsonElement root, MediaOpenOptions options)
    {
        JsonElement[] streams = [.. root.GetProperty("streams").EnumerateArray()];
        JsonElement[] audio = [.. streams.Where(s => Probe.Text(s, "codec_type") == "audio")];
        if (options.Stream >= audio.Length)
        {
            throw new MediaFormatException(path, null, audio.Length == 0 ? "it holds no audio" : $"it has {audio.Length} audio streams, number {options.Stream} was asked for (from 0)");
        }

        JsonElement stream = audio[options.Stream];
        JsonElement format = root.GetProperty("format");
        string codec = Probe.Text(stream, "codec_name") ?? "unknown";
        int rate = (int)Probe.Number(stream, "sample_rate");
        int channels = (int)Probe.Number(stream, "channels");
        if (channels < 1 || channels > options.Limits.MaximumChannels || rate < options.Limits.MinimumSampleRate || rate > options.Limits.MaximumSampleRate)
        {
            throw new MediaFormatException(path, null, $"{channels} channels at {rate} Hz ({codec}); 1 to {options.Limits.MaximumChannels} channels at {options.Limits.MinimumSampleRate} to {options.Limits.MaximumSampleRate} Hz are read");
        }

        string family = Probe.Text(format, "format_name") ?? "";
        bool isMp4 = family.Contains("mp4", StringComparison.Ordinal);
        long length = DeclaredLength(stream, format, rate);
        uint mask = s_layouts.FirstOrDefault(l => l.Name == Probe.Text(stream, "channel_layout")).Mask;
        bool isLossless = s_lossless.Contains(codec) || codec.StartsWith("pcm_", StringComparison.Ordinal);
        MediaTags tags = ReadTags(format, stream);
        ImmutableArray<Chapter> chapters = ReadChapters(root);
        var info = new MediaInfo
        {
            Container = ContainerOf(family, codec),
            Form = codec,
            Format = SampleFormat.Of(DecodedAs(stream, isLossless)),
            SampleRate = rate,
            Layout = SpeakerMask.FromMask(mask, channels).Layout,
            Length = length,
            BitRate = (long)Probe.Number(stream, "bit_rate"),
            IsLossless = isLossless,
            Tags = VorbisChapters.Without(tags),
            Chapters = chapters.IsEmpty ? VorbisChapters.Read(tags, (double)length / rate) : chapters,
            Findings = Doubts(path, family, codec),
        };
        bool hasCover = streams.Any(Probe.IsCover);
        return new StreamProbe(info, mask, isMp4 && Probe.Number(stream, "start_pts") == 0 && length > 0, hasCover);
    }

    private static long DeclaredLength(JsonElement stream, JsonElement format, int rate)
    {
        string[] timeBase = (Probe.Text(stream, "time_base") ?? "").Split('/');
        if (timeBase.Length == 2 && long.TryParse(timeBase[0], CultureInfo.InvariantCulture, out long num) && long.TryParse(timeBase[1], CultureInfo.InvariantCulture, out long den)
            && den > 0 && Probe.Number(stream, "duration_ts") is var ticks and > 0 and < long.MaxValue / 2.0)
        {
            return (long)((Int128)(long)ticks * num * rate / den);
        }

        double seconds = Probe.Number(format, "duration");
        return double.IsFinite(seconds) && seconds is > 0 and < 1e8 ? (long)(seconds * rate) : 0;
    }

    private static SampleEncoding DecodedAs(JsonElement stream, bool isLossless)
    {
        double bits = Math.Max(Probe.Number(stream, "bits_per_raw_sample"), Probe.Number(stream, "bits_per_sample"));
        string sample = Probe.Text(stream, "sample_fmt") ?? "";
        bool isInteger = isLossless && !sample.StartsWith("flt", StringComparison.Ordinal) && !sample.StartsWith("dbl", StringComparison.Ordinal);
        return !isInteger ? SampleEncoding.Float32
            : sample.StartsWith("s16", StringComparison.Ordinal) || sample.StartsWith("u8", StringComparison.Ordinal) ? SampleEncoding.Signed16
            : bits is > 0 and <= 24 ? SampleEncoding.Signed24
            : SampleEncoding.Signed32;
    }

    private static MediaContainer ContainerOf(string family, string codec) => (family, codec) switch
    {
        ("mp3", _) => MediaContainer.Mp3,
        ("flac", _) => MediaContainer.Flac,
        ("ogg", "opus") => MediaContainer.Opus,
        ("ogg", "vorbis") => MediaContainer.Ogg,
        (_, "aac" or "alac") when family.Contains("mp4", StringComparison.Ordinal) => MediaContainer.M4a,
        _ => MediaContainer.Other,
    };

    // These containers do not say how many samples the encoder put before the first real one.
    private static ImmutableArray<Finding> Doubts(string path, string family, string codec) =>
        codec == "aac" && (family == "aac" || family.Contains("matroska", StringComparison.Ordinal) || family == "mpegts")
            ? [new Finding("RT9122", Severity.Note, $"AAC in {family} does not tell its encoder delay; the audio may be 1024 samples late") { File = path }]
            : [];

    private static MediaTags ReadTags(JsonElement format, JsonElement stream)
    {
        MediaTags tags = MediaTags.Empty;
        foreach (JsonElement holder in (ReadOnlySpan<JsonElement>)[stream, format])
        {
            if (!holder.TryGetProperty("tags", out JsonElement values))
            {
                continue;
            }

            foreach (JsonProperty value in values.EnumerateObject())
            {
                tags = tags.With(TagKeys.FromFfmpeg(value.Name), value.Value.GetString());
            }
        }

        foreach (string technical in (string[])["major_brand", "minor_version", "compatible_brands", "handler_name", "vendor_id"])
        {
            tags = tags.With(technical, null);
        }

        return tags;
    }

    private static ImmutableArray<Chapter> ReadChapters(JsonElement root) =>
        !root.TryGetProperty("chapters", out JsonElement chapters)
            ? []
            : [.. chapters.EnumerateArray().Select(c => new Chapter(
                Probe.Number(c, "start_time"),
                Probe.Number(c, "end_time"),
                c.TryGetProperty("tags", out JsonElement tags) ? Probe.Text(tags, "title") ?? "" : ""))];
}
