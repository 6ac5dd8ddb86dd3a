using System.Collections.Immutable;
using System.Text.Json;

namespace Roomtone.Media;

/// <summary>JSON chapters 1.2 of the podcast namespace (application/json+chapters).</summary>
public static class JsonChapters
{
    /// <summary>The document.</summary>
    /// <param name="chapters">In order.</param>
    /// <param name="tags">Title, artist and show of the episode; null leaves them out.</param>
    /// <param name="fileName">Name of the audio file; null leaves it out.</param>
    public static byte[] Write(ImmutableArray<Chapter> chapters, MediaTags? tags = null, string? fileName = null)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("version"u8, "1.2"u8);
            WriteOptional(json, "author", tags?.Artist);
            WriteOptional(json, "title", tags?.Title);
            WriteOptional(json, "podcastName", tags?.Album);
            WriteOptional(json, "fileName", fileName);
            json.WriteStartArray("chapters"u8);
            foreach (Chapter chapter in chapters)
            {
                json.WriteStartObject();
                json.WriteNumber("startTime"u8, Milliseconds(chapter.StartSeconds));
                json.WriteNumber("endTime"u8, Milliseconds(chapter.EndSeconds));
                json.WriteString("title"u8, chapter.Title);
                WriteOptional(json, "url", chapter.Url);
                WriteOptional(json, "img", chapter.ImageUrl);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. bytes.ToArray(), (byte)'\n'];
    }

    private static decimal Milliseconds(double seconds) => Math.Round((decimal)seconds, 3);

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
