using System.Collections.Immutable;
using System.Globalization;

namespace Roomtone.Media;

/// <summary>Chapters in Vorbis comments: CHAPTER000=hh:mm:ss.mmm, CHAPTER000NAME, CHAPTER000URL.</summary>
internal static class VorbisChapters
{
    private const int DigitsFrom = 7;
    private const int KeyLength = 10;

    internal static ImmutableArray<Chapter> Read(MediaTags tags, double durationSeconds)
    {
        var chapters = new List<Chapter>();
        foreach ((string key, string value) in tags.Values)
        {
            if (IsChapter(key) && key.Length == KeyLength && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out TimeSpan start))
            {
                chapters.Add(new Chapter(start.TotalSeconds, 0, tags[key + "name"] ?? "", tags[key + "url"]));
            }
        }

        return Chapter.Contiguous(chapters, durationSeconds);
    }

    internal static MediaTags Without(MediaTags tags) => tags with { Values = tags.Values.RemoveRange(tags.Values.Keys.Where(IsChapter)) };

    private static bool IsChapter(string key) =>
        key.StartsWith("chapter", StringComparison.Ordinal) && key.Length >= KeyLength && key.AsSpan(DigitsFrom, 3).IndexOfAnyExceptInRange('0', '9') < 0;
}
