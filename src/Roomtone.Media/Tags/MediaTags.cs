using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>A picture that belongs to the whole file.</summary>
/// <param name="MimeType">image/jpeg or image/png.</param>
/// <param name="Bytes">The picture file.</param>
public sealed record CoverArt(string MimeType, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>A cover whose kind is told from its first bytes.</summary>
    /// <param name="bytes">The picture file.</param>
    /// <returns>The cover, or null where it is neither JPEG nor PNG.</returns>
    public static CoverArt? From(ReadOnlyMemory<byte> bytes) =>
        bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? new CoverArt("image/jpeg", bytes)
        : bytes.Span.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? new CoverArt("image/png", bytes)
        : null;
}

/// <summary>What a file says about itself to people.</summary>
/// <remarks>
/// Keys of <see cref="Values"/> are the Vorbis comment names in lower case (title, artist, album, albumartist, composer, tracknumber,
/// tracktotal, discnumber, date, genre, language, description, lyrics, copyright, organization, encoder, isrc, barcode, contact); other
/// keys pass through.
/// </remarks>
public sealed record MediaTags
{
    /// <summary>No tags.</summary>
    public static MediaTags Empty { get; } = new();

    /// <summary>Values by key.</summary>
    public ImmutableSortedDictionary<string, string> Values { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The cover; null without one.</summary>
    public CoverArt? Cover { get; init; }

    /// <summary>The title.</summary>
    public string? Title => this["title"];

    /// <summary>The artist.</summary>
    public string? Artist => this["artist"];

    /// <summary>The album or show.</summary>
    public string? Album => this["album"];

    /// <summary>One value.</summary>
    /// <param name="key">Lower case.</param>
    /// <returns>The value, or null without one.</returns>
    public string? this[string key] => Values.GetValueOrDefault(key);

    /// <summary>The tags with one value set, or removed where it is empty.</summary>
    /// <param name="key">Lower case.</param>
    /// <param name="value">The value; null or empty removes.</param>
    public MediaTags With(string key, string? value) =>
        this with { Values = string.IsNullOrEmpty(value) ? Values.Remove(key) : Values.SetItem(key, value) };
}

/// <summary>A chapter.</summary>
/// <param name="StartSeconds">Start, seconds from the start of the file.</param>
/// <param name="EndSeconds">End, seconds.</param>
/// <param name="Title">Its title.</param>
/// <param name="Url">A web page about it; null without one.</param>
/// <param name="ImageUrl">The address of a picture; null without one.</param>
public sealed record Chapter(double StartSeconds, double EndSeconds, string Title, string? Url = null, string? ImageUrl = null)
{
    /// <summary>Chapters in order, each ending where the next begins, the last with the file.</summary>
    /// <param name="chapters">Chapters whose ends may be anything.</param>
    /// <param name="durationSeconds">Length of the file, seconds.</param>
    public static ImmutableArray<Chapter> Contiguous(IEnumerable<Chapter> chapters, double durationSeconds)
    {
        Chapter[] sorted = [.. chapters.Where(c => c.StartSeconds < durationSeconds).OrderBy(c => c.StartSeconds)];
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = sorted[i] with { EndSeconds = i + 1 < sorted.Length ? sorted[i + 1].StartSeconds : durationSeconds };
        }

        return [.. sorted];
    }

    /// <summary>The chapter after an edit; null where nothing of it is kept.</summary>
    /// <param name="map">Where the samples are now.</param>
    /// <param name="from">Rate of the source, Hz.</param>
    /// <param name="to">Rate of the edited samples, Hz.</param>
    internal Chapter? After(SampleMap map, int from, int to)
    {
        long start = (long)Math.Round(StartSeconds * from);
        long length = Math.Max((long)Math.Round(EndSeconds * from) - start, 1);
        return map.ChangesRate || map == SampleMap.Identity ? this
            : map.TryMove(start, length, out long moved, out long kept)
                ? this with { StartSeconds = moved / (double)to, EndSeconds = (moved + kept) / (double)to }
                : null;
    }
}
