namespace Roomtone.Media;

/// <summary>Names of tags in the several worlds: Vorbis comments (ours), ID3v2.4, ffmpeg.</summary>
internal static class TagKeys
{
    private static readonly (string Ours, string Ffmpeg)[] s_ffmpeg =
    [
        ("albumartist", "album_artist"), ("tracknumber", "track"), ("discnumber", "disc"), ("description", "comment"),
        ("organization", "publisher"), ("isrc", "tsrc"),
    ];

    /// <summary>ID3v2.4 text frames.</summary>
    internal static (string Ours, string Frame)[] Id3 { get; } =
    [
        ("title", "TIT2"), ("artist", "TPE1"), ("album", "TALB"), ("albumartist", "TPE2"), ("composer", "TCOM"), ("tracknumber", "TRCK"),
        ("discnumber", "TPOS"), ("date", "TDRC"), ("genre", "TCON"), ("language", "TLAN"), ("copyright", "TCOP"), ("organization", "TPUB"),
        ("encoder", "TSSE"), ("isrc", "TSRC"),
    ];

    internal static string FromFfmpeg(string name)
    {
        string lower = name.ToLowerInvariant();
        return s_ffmpeg.FirstOrDefault(k => k.Ffmpeg == lower).Ours ?? lower;
    }

    /// <summary>The name under which ffmpeg's MP4 writer knows a tag; Ogg and FLAC keep ours.</summary>
    internal static string ToMp4(string ours) => s_ffmpeg.FirstOrDefault(k => k.Ours == ours).Ffmpeg ?? ours;
}
