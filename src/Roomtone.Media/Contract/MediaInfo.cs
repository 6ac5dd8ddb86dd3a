using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>The family of a file.</summary>
public enum MediaContainer
{
    /// <summary>RIFF WAVE, and RF64 where it passes 4 GiB (EBU Tech 3306).</summary>
    Wav,

    /// <summary>BW64 (ITU-R BS.2088).</summary>
    Bw64,

    /// <summary>Sony Wave64.</summary>
    Wave64,

    /// <summary>AIFF.</summary>
    Aiff,

    /// <summary>AIFF-C.</summary>
    AiffC,

    /// <summary>Apple Core Audio Format.</summary>
    Caf,

    /// <summary>MPEG-1 layer III.</summary>
    Mp3,

    /// <summary>MPEG-4 audio (AAC or ALAC).</summary>
    M4a,

    /// <summary>Ogg with Vorbis.</summary>
    Ogg,

    /// <summary>Ogg with Opus.</summary>
    Opus,

    /// <summary>FLAC.</summary>
    Flac,

    /// <summary>Anything else that ffmpeg reads: video, other audio.</summary>
    Other,
}

/// <summary>What is known of a media file before its samples flow.</summary>
public sealed record MediaInfo
{
    /// <summary>The family of the file.</summary>
    public required MediaContainer Container { get; init; }

    /// <summary>The form within the family, or the name of the codec: RIFF, RF64, aac, opus …</summary>
    public required string Form { get; init; }

    /// <summary>How the samples lie in the file; of what is decoded, how its decoder gives them.</summary>
    public required SampleFormat Format { get; init; }

    /// <summary>Hz.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Channels in the order in which they are read.</summary>
    public required ChannelLayout Layout { get; init; }

    /// <summary>Samples per channel.</summary>
    public required long Length { get; init; }

    /// <summary>Bits per second of a compressed stream; 0 where it is not compressed or not known.</summary>
    public long BitRate { get; init; }

    /// <summary>Reading gives back what was recorded, bit for bit.</summary>
    public bool IsLossless { get; init; } = true;

    /// <summary>Every chunk of the file, in order.</summary>
    public MetadataSet Metadata { get; init; } = MetadataSet.Empty;

    /// <summary>Title, artist, … as the file tells them.</summary>
    public MediaTags Tags { get; init; } = MediaTags.Empty;

    /// <summary>Chapters, in order.</summary>
    public ImmutableArray<Chapter> Chapters { get; init; } = [];

    /// <summary>Chapters for a file made from this one: its own, or, where it has none, one from each marker.</summary>
    public ImmutableArray<Chapter> ChaptersOrMarkers => Chapters.IsEmpty ? MarkerChunks.ToChapters(Metadata, SampleRate, Length) : Chapters;

    /// <summary>What the file tells of itself after an edit: metadata and chapters moved with the samples.</summary>
    /// <param name="map">Where the samples are now.</param>
    /// <param name="sampleRate">Rate of the edited samples, Hz.</param>
    /// <param name="length">Edited samples per channel.</param>
    /// <param name="findings">Receives what was dropped or could not be moved.</param>
    public MediaInfo After(SampleMap map, int sampleRate, long length, ICollection<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this with
        {
            SampleRate = sampleRate,
            Length = length,
            Metadata = Metadata.Move(map, findings),
            Chapters = [.. Chapters.Select(c => c.After(map, SampleRate, sampleRate)).OfType<Chapter>().OrderBy(c => c.StartSeconds)],
        };
    }

    /// <summary>What was repaired, salvaged, or is doubtful.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>Seconds.</summary>
    public double DurationSeconds => (double)Length / SampleRate;
}
