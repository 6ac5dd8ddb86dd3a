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

/// <summary>The order of an album as a cue sheet: a file per track, or one image.</summary>
public static class CueSheet
{
    /// <summary>Writes a sheet.</summary>
    /// <param name="album">Title of the album; empty without one.</param>
    /// <param name="upc">UPC or EAN, 13 digits; empty without one.</param>
    /// <param name="tracks">The tracks, in order.</param>
    public static string Write(string album, string upc, ImmutableArray<CueTrack> tracks)
    {
        StringBuilder text = Head(album, upc);
        for (int i = 0; i < tracks.Length; i++)
        {
            text.Append("FILE \"").Append(Plain(tracks[i].File)).Append("\" WAVE\n");
            AddTrack(text, i, tracks[i]);
            text.Append("    INDEX 01 00:00:00\n");
        }

        return text.ToString();
    }

    /// <summary>Writes the sheet of an image.</summary>
    /// <param name="album">Title of the album; empty without one.</param>
    /// <param name="upc">UPC or EAN, 13 digits; empty without one.</param>
    /// <param name="image">The image, as the sheet names it.</param>
    /// <param name="layout">Where the tracks lie.</param>
    /// <param name="tracks">The tracks, in order.</param>
    public static string Write(string album, string upc, string image, DiscLayout layout, ImmutableArray<CueTrack> tracks)
    {
        ArgumentNullException.ThrowIfNull(layout);
        StringBuilder text = Head(album, upc);
        text.Append("FILE \"").Append(Plain(image)).Append("\" WAVE\n");
        for (int i = 0; i < tracks.Length; i++)
        {
            DiscTrack place = layout.Tracks[i];
            AddTrack(text, i, tracks[i]);
            if (place.Pause < place.Index)
            {
                text.Append("    INDEX 00 ").Append(DiscLayout.Clock(place.Pause)).Append('\n');
            }

            text.Append("    INDEX 01 ").Append(DiscLayout.Clock(place.Index)).Append('\n');
        }

        return text.ToString();
    }

    private static StringBuilder Head(string album, string upc)
    {
        var text = new StringBuilder();
        Add(text, string.Empty, "CATALOG", upc, isQuoted: false);
        Add(text, string.Empty, "TITLE", album);
        return text;
    }

    private static void AddTrack(StringBuilder text, int index, CueTrack track)
    {
        text.Append(CultureInfo.InvariantCulture, $"  TRACK {index + 1:00} AUDIO\n");
        Add(text, "    ", "TITLE", track.Title);
        Add(text, "    ", "PERFORMER", track.Performer);
        Add(text, "    ", "ISRC", track.Isrc.Replace("-", string.Empty, StringComparison.Ordinal), isQuoted: false);
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
