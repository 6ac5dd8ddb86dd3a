using System.Text;
using System.Text.Json;

namespace Roomtone.Media.Tests;

public sealed class Id3WriterTests
{
    [Fact]
    public void Chapter_HasTheBytesOfTheAddendum()
    {
        byte[] tag = new Id3Writer(false).Build(MediaTags.Empty, [new Chapter(1.5, 2, "A")]);
        const string Contents = "CTOC\0\0\0\x0B\0\0toc\0\u0003\u0001chp0\0";
        const string Frame = "CHAP\0\0\0\x21\0\0chp0\0\0\0\x05\xDC\0\0\x07\xD0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFFTIT2\0\0\0\x02\0\0\x03" + "A";
        Assert.Equal("ID3\x04\0\0\0\0\0\x40" + Contents + Frame, Encoding.Latin1.GetString(tag));
    }

    [Fact]
    public void NothingToSay_IsNoTag() => Assert.Empty(new Id3Writer(false).Build(MediaTags.Empty, []));

    [Fact]
    public void JsonChapters_HaveVersionTimesAndLinks()
    {
        using JsonDocument json = JsonDocument.Parse(JsonChapters.Write([new Chapter(0, 12.3456, "A", "https://x", "https://y")], MediaTags.Empty.With("title", "T")));
        JsonElement chapter = json.RootElement.GetProperty("chapters")[0];
        Assert.Equal("1.2", json.RootElement.GetProperty("version").GetString());
        Assert.Equal("T", json.RootElement.GetProperty("title").GetString());
        Assert.Equal((0, 12.346, "https://y"), (chapter.GetProperty("startTime").GetDouble(), chapter.GetProperty("endTime").GetDouble(), chapter.GetProperty("img").GetString()));
    }

    [Fact]
    public void ContiguousChapters_EndWhereTheNextBegins() =>
        Assert.Equal(
            [new Chapter(0, 5, "a"), new Chapter(5, 9, "b")],
            Chapter.Contiguous([new Chapter(5, 0, "b"), new Chapter(0, 1, "a"), new Chapter(50, 60, "past the end")], 9));
}
