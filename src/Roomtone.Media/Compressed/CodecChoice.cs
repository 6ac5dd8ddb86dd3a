using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>How one codec is asked of ffmpeg, and what it takes.</summary>
/// <param name="Name">For people.</param>
/// <param name="Arguments">Codec, quality and file format.</param>
/// <param name="Input">How samples are passed.</param>
/// <param name="Rates">Sample rates that it takes, Hz; empty = any.</param>
/// <param name="MaximumChannels">Channels that it takes.</param>
internal sealed record CodecChoice(string Name, ImmutableArray<string> Arguments, SampleEncoding Input, ImmutableArray<int> Rates, int MaximumChannels)
{
    private static readonly ImmutableArray<int> s_mp3Rates = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000];
    private static readonly ImmutableArray<int> s_aacRates = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000];
    private static readonly ImmutableArray<int> s_opusRates = [8000, 12000, 16000, 24000, 48000];

    /// <summary>The codec of a specification.</summary>
    /// <exception cref="RoomtoneException">The codec does not take the rate or the channels (exit 4).</exception>
    internal static CodecChoice For(string path, MediaFormatSpec spec)
    {
        CodecChoice choice = Choose(spec);
        string? reason =
            !choice.Rates.IsEmpty && !choice.Rates.Contains(spec.SampleRate) ? $"{choice.Name} does not take {spec.SampleRate} Hz"
            : spec.Layout.Count > choice.MaximumChannels ? $"{choice.Name} does not take {spec.Layout.Count} channels"
            : null;
        string hint = reason is null ? "" : spec.Layout.Count > choice.MaximumChannels
            ? $"at most {choice.MaximumChannels} channels"
            : "one of " + string.Join(", ", choice.Rates.Select(r => r.ToString(CultureInfo.InvariantCulture))) + " Hz";
        return reason is null
            ? choice
            : throw new RoomtoneException(ExitCode.Media, new Finding("RT9112", Severity.Error, $"cannot write {path}: {reason}") { File = path, Hint = hint });
    }

    private static CodecChoice Choose(MediaFormatSpec spec)
    {
        string[] rate = ["-b:a", string.Create(CultureInfo.InvariantCulture, $"{(spec.BitRateKbps > 0 ? spec.BitRateKbps : 96 * spec.Layout.Count)}k")];

        // LAME keeps the rate unless told to average it; Opus varies it unless told to keep it.
        if (spec.BitRateMode == BitRateMode.Variable && spec.Container == MediaContainer.Mp3)
        {
            rate = [.. rate, "-abr", "1"];
        }
        else if (spec.Container == MediaContainer.Opus)
        {
            rate = [.. rate, "-vbr", spec.BitRateMode == BitRateMode.Constant ? "off" : "on"];
        }

        // The edit list counts in movie time: only with the sample rate as its scale is the length exact.
        string[] mp4 = ["-movie_timescale", spec.SampleRate.ToString(CultureInfo.InvariantCulture), "-movflags", "+faststart", "-f", "ipod"];
        return spec.Container switch
        {
            MediaContainer.Mp3 => new("MP3", ["-c:a", "libmp3lame", .. rate, "-id3v2_version", "0", "-write_id3v1", "0", "-f", "mp3"], SampleEncoding.Float32, s_mp3Rates, 2),
            MediaContainer.Opus => new("Opus", ["-c:a", "libopus", .. rate, "-f", "opus"], SampleEncoding.Float32, s_opusRates, 8),
            MediaContainer.Ogg => new("Vorbis", ["-c:a", "libvorbis", .. rate, "-f", "ogg"], SampleEncoding.Float32, [], 8),
            MediaContainer.Flac => new("FLAC", ["-c:a", "flac", "-compression_level", "5", "-f", "flac"], spec.Encoding, [], 8),
            MediaContainer.M4a when spec.IsLosslessM4a => new("ALAC", ["-c:a", "alac", .. mp4], spec.Encoding, [], 8),
            MediaContainer.M4a => new("AAC", ["-c:a", "aac", .. rate, .. mp4], SampleEncoding.Float32, s_aacRates, 8),
            _ => throw new ArgumentException($"{spec.Container} is not a coded kind of file.", nameof(spec)),
        };
    }
}
