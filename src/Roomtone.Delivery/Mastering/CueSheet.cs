using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Roomtone.Delivery;

/// <summary>A track of a cue sheet.</summary>
/// <param name="File">Its file, as the sheet names it.</param>
/// <param name="Title">Title; empty without one.</param>
/// <param name="Performer">Artist; empty without one.</param>
/// <param name="Isrc">ISRC, 12 characters; empty without one.</param>
public sealed record CueTrack(string File, string Title, string Performer, string Isrc);

/// <summary>The order of an album as a cue sheet, a file per track.</summary>
public static class CueSheet
{
    /// <summary>Writes a sheet.</summary>
    /// <param name="album">Title of the album; empty without one.</param>
    /// <param name="upc">UPC or EAN, 13 digits; empty without one.</param>
    /// <param name="tracks">The tracks, in order.</param>
    public static string Write(string album, string upc, ImmutableArray<CueTrack> tracks)
    {
        var text = new StringBuilder();
        Add(text, string.Empty, "CATALOG", upc, isQuoted: false);
        Add(text, string.Empty, "TITLE", album);
        for (int i = 0; i < tracks.Length; i++)
        {
            CueTrack track = tracks[i];
            text.Append("FILE \"").Append(Plain(track.File)).Append("\" WAVE\n");
            text.Append(CultureInfo.InvariantCulture, $"  TRACK {i + 1:00} AUDIO\n");
            Add(text, "    ", "TITLE", track.Title);
            Add(text, "    ", "PERFORMER", track.Performer);
            Add(text, "    ", "ISRC", track.Isrc.Replace("-", string.Empty, StringComparison.Ordinal), isQuoted: false);
            text.Append("    INDEX 01 00:00:00\n");
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, string indent, string keyword, string value, bool isQuoted = true)
    {
        if (value.Length > 0)
        {
            string quote = isQuoted ? "\"" : string.Empty;
            text.Append(indent).Append(keyword).Append(' ').Append(quote).Append(Plain(value)).Append(quote).Append('\n');
        }
    }

    // A quote or a line break would end the value.
    private static string Plain(string value) => string.Concat(value.Select(c => c == '"' ? '\'' : char.IsControl(c) ? ' ' : c));
}
