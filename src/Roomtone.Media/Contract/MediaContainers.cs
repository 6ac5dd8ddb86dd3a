namespace Roomtone.Media;

/// <summary>What follows from the kind of a file.</summary>
public static class MediaContainers
{
    /// <summary>The samples are plain: written here, without ffmpeg, and chunks stand beside them.</summary>
    /// <param name="container">The kind of file.</param>
    public static bool IsPlain(this MediaContainer container) => container <= MediaContainer.Caf;

    /// <summary>The kind of chunks that a file of plain samples has.</summary>
    /// <param name="container">The kind of file.</param>
    /// <exception cref="ArgumentOutOfRangeException">It has none: <see cref="IsPlain"/> is false.</exception>
    public static ChunkFamily Family(this MediaContainer container) => container switch
    {
        MediaContainer.Aiff or MediaContainer.AiffC => ChunkFamily.Aiff,
        MediaContainer.Caf => ChunkFamily.Caf,
        < MediaContainer.Caf => ChunkFamily.Riff,
        _ => throw new ArgumentOutOfRangeException(nameof(container), container, "Only files of plain samples have chunks."),
    };

    /// <summary>The name for people: "WAV".</summary>
    /// <param name="container">The kind of file.</param>
    public static string Title(this MediaContainer container) => container switch
    {
        MediaContainer.Wav => "WAV",
        MediaContainer.Bw64 => "BW64",
        MediaContainer.Wave64 => "Wave64",
        MediaContainer.Aiff => "AIFF",
        MediaContainer.AiffC => "AIFF-C",
        MediaContainer.Caf => "CAF",
        MediaContainer.Mp3 => "MP3",
        MediaContainer.M4a => "M4A",
        MediaContainer.Ogg => "Ogg Vorbis",
        MediaContainer.Opus => "Opus",
        MediaContainer.Flac => "FLAC",
        _ => "media",
    };
}
