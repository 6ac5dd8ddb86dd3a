using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Roomtone.Media;

/// <summary>Tags and chapters as the text file that ffmpeg reads (ffmetadata 1).</summary>
internal static class FfmpegMetadata
{
    internal static string Build(MediaContainer container, MediaTags tags, ImmutableArray<Chapter> chapters)
    {
        bool isMp4 = container == MediaContainer.M4a;
        var text = new StringBuilder(";FFMETADATA1\n");
        foreach ((string key, string value) in tags.Values)
        {
            Add(text, isMp4 ? TagKeys.ToMp4(key) : key.ToUpperInvariant(), value);
        }

        if (tags.Cover is not null && container is MediaContainer.Ogg or MediaContainer.Opus)
        {
            Add(text, "METADATA_BLOCK_PICTURE", Convert.ToBase64String(PictureBlock(tags.Cover)));
        }

        for (int i = 0; i < chapters.Length; i++)
        {
            if (isMp4)
            {
                AddChapterBlock(text, chapters[i]);
            }
            else
            {
                AddChapterComments(text, i, chapters[i]);
            }
        }

        return text.ToString();
    }

    private static void AddChapterBlock(StringBuilder text, Chapter chapter)
    {
        text.Append(CultureInfo.InvariantCulture, $"[CHAPTER]\nTIMEBASE=1/1000\nSTART={chapter.StartSeconds * 1000:0}\nEND={chapter.EndSeconds * 1000:0}\n");
        Add(text, "title", chapter.Title);
    }

    // The Vorbis chapter extension. ffmpeg 5.1 would write these too, but rounds 0.5 s to 1.5 s.
    private static void AddChapterComments(StringBuilder text, int index, Chapter chapter)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"CHAPTER{index:000}");
        var start = TimeSpan.FromMilliseconds(Math.Round(chapter.StartSeconds * 1000));
        Add(text, key, string.Create(CultureInfo.InvariantCulture, $"{(int)start.TotalHours:00}:{start.Minutes:00}:{start.Seconds:00}.{start.Milliseconds:000}"));
        Add(text, key + "NAME", chapter.Title);
        if (chapter.Url is { } url)
        {
            Add(text, key + "URL", url);
        }
    }

    private static void Add(StringBuilder text, string key, string value)
    {
        Escape(text, key);
        text.Append('=');
        Escape(text, value);
        text.Append('\n');
    }

    private static void Escape(StringBuilder text, string value)
    {
        foreach (char c in value.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\n"))
        {
            if (c is '=' or ';' or '#' or '\\' or '\n')
            {
                text.Append('\\');
            }

            text.Append(c);
        }
    }

    // The picture block of FLAC (RFC 9639, 8.8) with type 3, front cover; sizes and colours may be 0 = unknown.
    private static byte[] PictureBlock(CoverArt cover)
    {
        byte[] mime = Encoding.ASCII.GetBytes(cover.MimeType);
        byte[] bytes = new byte[32 + mime.Length + cover.Bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, 3);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), mime.Length);
        mime.CopyTo(bytes, 8);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(28 + mime.Length), cover.Bytes.Length);
        cover.Bytes.Span.CopyTo(bytes.AsSpan(32 + mime.Length));
        return bytes;
    }
}
