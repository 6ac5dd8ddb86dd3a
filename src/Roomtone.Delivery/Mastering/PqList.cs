using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Roomtone.Delivery;

/// <summary>The PQ list of a disc: what a plant sets its subcode by, as text to print and to read.</summary>
public static class PqList
{
    /// <summary>Writes a list.</summary>
    /// <param name="album">Title of the album; empty without one.</param>
    /// <param name="upc">UPC or EAN, 13 digits; empty without one.</param>
    /// <param name="image">Name of the image.</param>
    /// <param name="sha256">Of the image's bytes.</param>
    /// <param name="layout">Where the tracks lie.</param>
    /// <param name="tracks">The tracks, in order.</param>
    public static string Write(string album, string upc, string image, string sha256, DiscLayout layout, ImmutableArray<CueTrack> tracks)
    {
        ArgumentNullException.ThrowIfNull(layout);
        StringBuilder text = new();
        Line(text, "PQ LIST");
        Line(text, $"Title    {(album.Length > 0 ? album : "-")}");
        Line(text, $"UPC/EAN  {(upc.Length > 0 ? upc : "-")}");
        Line(text, $"Image    {image}, 44.1 kHz 16 bit stereo, {DiscLayout.Clock(layout.Length / DiscLayout.Sector)} (mm:ss:ff, 75 frames a second)");
        Line(text, $"SHA-256  {sha256}");
        Line(text, $"Tracks   {tracks.Length}; times on the disc count from its start, {DiscLayout.Clock(DiscLayout.LeadingSectors)} before the image");
        text.Append('\n');
        Line(text, "Track  Index  On disc   In image  Length    ISRC          Title");
        for (int i = 0; i < tracks.Length; i++)
        {
            DiscTrack place = layout.Tracks[i];
            if (i == 0 || place.Pause < place.Index)
            {
                // The pause before the first track is the start of the disc.
                Row(text, i, 0, i == 0 ? -DiscLayout.LeadingSectors : place.Pause, i == 0 ? DiscLayout.LeadingSectors : place.Index - place.Pause, string.Empty, "(pause)");
            }

            Row(text, i, 1, place.Index, place.End - place.Index, tracks[i].Isrc, tracks[i].Title);
        }

        Line(text, string.Create(CultureInfo.InvariantCulture, $"  AA     01  {DiscLayout.Clock(layout.Length / DiscLayout.Sector + DiscLayout.LeadingSectors)}  {DiscLayout.Clock(layout.Length / DiscLayout.Sector)}            {string.Empty,-12}  (lead-out)"));
        return text.ToString();
    }

    private static void Row(StringBuilder text, int track, int index, long start, long length, string isrc, string title) => Line(text, string.Create(
        CultureInfo.InvariantCulture,
        $"  {track + 1:00}     {index:00}  {DiscLayout.Clock(start + DiscLayout.LeadingSectors)}  {(start < 0 ? "-       " : DiscLayout.Clock(start))}  {DiscLayout.Clock(length)}  {(isrc.Length > 0 ? isrc : "-"),-12}  {title}"));

    // A line break in a title would make another row.
    private static void Line(StringBuilder text, string line) => text.Append(string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c)).TrimEnd()).Append('\n');
}
