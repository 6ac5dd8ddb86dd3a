using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>What the timeline needs to know about a medium.</summary>
/// <param name="SampleRate">Hz.</param>
/// <param name="Length">Samples per channel.</param>
/// <param name="Layout">Its channels.</param>
public sealed record MediaFacts(int SampleRate, long Length, ChannelLayout Layout)
{
    /// <summary>SHA-256 over the native samples (lossless) or packets (lossy), lower-case hexadecimal; null where it was not computed.</summary>
    public string? AudioSha256 { get; init; }

    /// <summary>What a media statement says about itself; null where it names neither a length nor a rate.</summary>
    /// <param name="media">The statement.</param>
    /// <param name="sessionRate">Hz; taken where the statement names none.</param>
    public static MediaFacts? FromStatement(MediaReference media, int sessionRate)
    {
        int rate = media.SampleRate ?? sessionRate;
        return media.Length is { } length
            ? new MediaFacts(rate, length.ToSamples(rate), media.Layout ?? ChannelLayout.Mono)
            : null;
    }
}
