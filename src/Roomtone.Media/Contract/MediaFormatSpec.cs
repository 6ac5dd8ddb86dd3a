using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>What a written file shall be.</summary>
public sealed record MediaFormatSpec
{
    /// <summary>The kind of file.</summary>
    public required MediaContainer Container { get; init; }

    /// <summary>Coding of plain samples; of FLAC and ALAC <see cref="SampleEncoding.Signed16"/> or <see cref="SampleEncoding.Signed24"/>.</summary>
    public SampleEncoding Encoding { get; init; } = SampleEncoding.Signed24;

    /// <summary>M4A carries ALAC, not AAC.</summary>
    public bool IsLosslessM4a { get; init; }

    /// <summary>kbit/s of a lossy codec; 0 = the usual one for the channels.</summary>
    public int BitRateKbps { get; init; }

    /// <summary>Whether a lossy codec keeps its rate or lets it follow the sound.</summary>
    public BitRateMode BitRateMode { get; init; }

    /// <summary>Hz.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Channels.</summary>
    public required ChannelLayout Layout { get; init; }

    /// <summary>Tags and the cover that a file of this kind has no place for; whoever writes it says so.</summary>
    public ImmutableArray<string> LeftOut => ChunkTags.LeftOut(Container, Tags);

    /// <summary>Chunks to carry along, of files of plain samples.</summary>
    public MetadataSet Metadata { get; init; } = MetadataSet.Empty;

    /// <summary>Title, artist, …, cover.</summary>
    public MediaTags Tags { get; init; } = MediaTags.Empty;

    /// <summary>Chapters, in order; a file of plain samples without markers of its own has them as markers.</summary>
    public ImmutableArray<Chapter> Chapters { get; init; } = [];

    /// <summary>ID3 version 2.3 in MP3, for old players; otherwise 2.4.</summary>
    public bool UsesId3Version3 { get; init; }

    /// <summary>The samples are plain: written here, without ffmpeg.</summary>
    public bool IsPlain => Container.IsPlain();

    /// <summary>The kind of file that a name asks for.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The kind, or null where the extension names none.</returns>
    public static MediaContainer? ContainerOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".wav" or ".wave" or ".bwf" or ".rf64" => MediaContainer.Wav,
        ".bw64" => MediaContainer.Bw64,
        ".w64" => MediaContainer.Wave64,
        ".aif" or ".aiff" => MediaContainer.Aiff,
        ".aifc" => MediaContainer.AiffC,
        ".caf" => MediaContainer.Caf,
        ".mp3" => MediaContainer.Mp3,
        ".m4a" or ".mp4" or ".m4b" => MediaContainer.M4a,
        ".ogg" or ".oga" => MediaContainer.Ogg,
        ".opus" => MediaContainer.Opus,
        ".flac" => MediaContainer.Flac,
        _ => null,
    };

    /// <summary>Whether such a file can be written at all, told before anything is rendered.</summary>
    /// <param name="path">For the message.</param>
    /// <exception cref="RoomtoneException">Media: its kind, codec or container does not take the rate, the depth or the channels.</exception>
    public void Check(string path)
    {
        Limits limits = Limits.Default;
        string? reason =
            SampleRate < limits.MinimumSampleRate || SampleRate > limits.MaximumSampleRate ? $"{SampleRate} Hz ({limits.MinimumSampleRate} to {limits.MaximumSampleRate} Hz are written)"
            : Container == MediaContainer.Other ? "this kind of file is only read"
            : Container is MediaContainer.Flac or MediaContainer.M4a && Encoding is not (SampleEncoding.Signed16 or SampleEncoding.Signed24) && (Container == MediaContainer.Flac || IsLosslessM4a) ? "FLAC and ALAC take 16 or 24 bits"
            : null;
        if (reason is not null)
        {
            throw new RoomtoneException(ExitCode.Media, new Finding("RT9111", Severity.Error, $"cannot write {path}: {reason}") { File = path });
        }

        if (!IsPlain)
        {
            _ = CodecChoice.For(path, this);
        }
    }
}

/// <summary>How a lossy codec spends its bits.</summary>
public enum BitRateMode
{
    /// <summary>As the codec usually does: constant for MP3 and AAC, variable for Opus and Vorbis.</summary>
    Usual,

    /// <summary>The same for every frame.</summary>
    Constant,

    /// <summary>More where the sound needs more; the rate is the average.</summary>
    Variable,
}
