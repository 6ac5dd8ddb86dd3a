namespace Roomtone.Session.Tests;

public sealed class MediaSpanTests
{
    [Theory]
    [InlineData("theme")]
    [InlineData("theme 0:02..0:06.5")]
    [InlineData("theme 96000samples..192000samples")]
    public void Text_ReadsBackToTheSame(string text) => Assert.Equal(text, MediaSpan.Parse(text).ToString());

    [Fact]
    public void Range_IsTime()
    {
        MediaSpan span = MediaSpan.Parse("theme 0:02..0:06.5");
        Assert.Equal(("theme", 96_000L, 312_000L), (span.Id, span.Start!.Value.ToSamples(48000), span.End!.Value.ToSamples(48000)));
    }

    [Theory]
    [InlineData("theme 0:02")]
    [InlineData("theme 0:02..soon")]
    public void AnythingElse_IsRefused(string text) => Assert.Throws<FormatException>(() => MediaSpan.Parse(text));
}
