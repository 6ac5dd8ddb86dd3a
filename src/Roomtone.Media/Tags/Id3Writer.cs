using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Roomtone.Media;

/// <summary>An ID3v2 tag with text, cover and chapters (id3.org: ID3v2.4.0, ID3v2.3.0, ID3v2 Chapter Frame Addendum 1.0).</summary>
internal sealed class Id3Writer(bool isVersion3)
{
    private const int MaximumChildren = 255;
    private const uint NoOffset = 0xFFFFFFFF;

    /// <summary>The bytes before the first MPEG frame; empty where there is nothing to say.</summary>
    internal byte[] Build(MediaTags tags, ImmutableArray<Chapter> chapters)
    {
        var frames = new List<byte>();
        foreach ((string key, string id) in TagKeys.Id3)
        {
            AddText(frames, id, key == "tracknumber" && tags["tracktotal"] is { } total ? $"{tags[key]}/{total}" : tags[key]);
        }

        AddLanguageText(frames, "COMM", tags["description"], tags);
        AddLanguageText(frames, "USLT", tags["lyrics"], tags);
        AddOthers(frames, tags);
        AddCover(frames, tags.Cover);
        AddChapters(frames, chapters);
        return frames.Count == 0 ? [] : [(byte)'I', (byte)'D', (byte)'3', (byte)(isVersion3 ? 3 : 4), 0, 0, .. SyncSafe(frames.Count), .. frames];
    }

    private void AddText(List<byte> frames, string id, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        if (isVersion3 && id == "TDRC")
        {
            id = "TYER";
            text = text.Length > 4 ? text[..4] : text;
        }

        AddFrame(frames, id, Encoded(text));
    }

    private void AddLanguageText(List<byte> frames, string id, string? text, MediaTags tags)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        byte[] language = Encoding.ASCII.GetBytes((tags["language"] is { Length: 3 } code ? code : "und").ToLowerInvariant());
        byte[] body = Encoded(text);
        AddFrame(frames, id, [body[0], .. language, .. Terminated(""), .. body.AsSpan(1)]);
    }

    private void AddOthers(List<byte> frames, MediaTags tags)
    {
        string[] known = [.. TagKeys.Id3.Select(k => k.Ours), "description", "lyrics", "tracktotal", "contact"];
        foreach ((string key, string value) in tags.Values.Where(v => !known.Contains(v.Key)))
        {
            byte[] body = Encoded(value);
            AddFrame(frames, "TXXX", [body[0], .. Terminated(key.ToUpperInvariant()), .. body.AsSpan(1)]);
        }

        if (tags["contact"] is { } url)
        {
            AddFrame(frames, "WXXX", Link(url));
        }
    }

    private void AddCover(List<byte> frames, CoverArt? cover)
    {
        if (cover is not null)
        {
            AddFrame(frames, "APIC", [0, .. Encoding.ASCII.GetBytes(cover.MimeType), 0, 3, 0, .. cover.Bytes.Span]);
        }
    }

    // A table of contents names at most 255 children: longer ones nest.
    private void AddChapters(List<byte> frames, ImmutableArray<Chapter> chapters)
    {
        if (chapters.IsEmpty)
        {
            return;
        }

        string[] ids = [.. Enumerable.Range(0, chapters.Length).Select(i => $"chp{i}")];
        if (ids.Length <= MaximumChildren)
        {
            AddContents(frames, "toc", isTop: true, ids);
        }
        else
        {
            string[][] groups = [.. ids.Chunk(MaximumChildren)];
            AddContents(frames, "toc", isTop: true, [.. Enumerable.Range(0, groups.Length).Select(i => $"toc{i}")]);
            for (int i = 0; i < groups.Length; i++)
            {
                AddContents(frames, $"toc{i}", isTop: false, groups[i]);
            }
        }

        for (int i = 0; i < chapters.Length; i++)
        {
            AddChapter(frames, ids[i], chapters[i]);
        }
    }

    private void AddContents(List<byte> frames, string id, bool isTop, string[] children) =>
        AddFrame(frames, "CTOC", [.. Ascii(id), (byte)(isTop ? 3 : 1), (byte)children.Length, .. children.SelectMany(Ascii)]);

    private void AddChapter(List<byte> frames, string id, Chapter chapter)
    {
        byte[] times = new byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(times, Milliseconds(chapter.StartSeconds));
        BinaryPrimitives.WriteUInt32BigEndian(times.AsSpan(4), Milliseconds(chapter.EndSeconds));
        BinaryPrimitives.WriteUInt32BigEndian(times.AsSpan(8), NoOffset);
        BinaryPrimitives.WriteUInt32BigEndian(times.AsSpan(12), NoOffset);
        var embedded = new List<byte>();
        AddText(embedded, "TIT2", chapter.Title);
        if (chapter.Url is { } url)
        {
            AddFrame(embedded, "WXXX", Link(url));
        }

        AddFrame(frames, "CHAP", [.. Ascii(id), .. times, .. embedded]);
    }

    private static uint Milliseconds(double seconds) => (uint)Math.Clamp(Math.Round(seconds * 1000), 0, uint.MaxValue - 1.0);

    private byte[] Link(string url) => [(byte)(isVersion3 ? 0 : 3), 0, .. Encoding.Latin1.GetBytes(url)];

    private static byte[] Ascii(string text) => [.. Encoding.ASCII.GetBytes(text), 0];

    // Version 4 takes UTF-8 (3); version 3 knows only Latin-1 and UTF-16 with a byte-order mark (1).
    private byte[] Encoded(string text) =>
        isVersion3 ? [1, 0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)] : [3, .. Encoding.UTF8.GetBytes(text)];

    private byte[] Terminated(string text) =>
        isVersion3 ? [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text), 0, 0] : [.. Encoding.UTF8.GetBytes(text), 0];

    private void AddFrame(List<byte> frames, string id, byte[] body)
    {
        frames.AddRange(Encoding.ASCII.GetBytes(id));
        if (isVersion3)
        {
            Span<byte> size = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(size, body.Length);
            frames.AddRange(size);
        }
        else
        {
            frames.AddRange(SyncSafe(body.Length));
        }

        frames.Add(0);
        frames.Add(0);
        frames.AddRange(body);
    }

    private static byte[] SyncSafe(int size) => [(byte)(size >> 21 & 0x7F), (byte)(size >> 14 & 0x7F), (byte)(size >> 7 & 0x7F), (byte)(size & 0x7F)];
}
