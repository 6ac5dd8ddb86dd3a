using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Verbs.Tests;

public sealed class QuantitiesTests
{
    [Theory]
    [InlineData("48 kHz", 48_000)]
    [InlineData("44.1kHz", 44_100)]
    [InlineData("22050 Hz", 22_050)]
    [InlineData("44.1k", 44_100)]
    [InlineData("96khz", 96_000)]
    public void SampleRate_TakesItsUnits(string text, int hertz) => Assert.Equal(hertz, Quantities.SampleRate("--rate", text));

    [Theory]
    [InlineData("48000", "write '48000 Hz'")]
    [InlineData("48", "write '48 kHz'")]
    [InlineData("48 s", "kHz or Hz")]
    [InlineData("1 kHz", "8 kHz to 384 kHz")]
    [InlineData("44.1001 kHz", "whole Hz")]
    [InlineData("fast", "such as 48 kHz")]
    public void SampleRate_SaysWhatItTakes(string text, string hint) => Assert.Contains(hint, HintOf(() => Quantities.SampleRate("--rate", text)));

    [Theory]
    [InlineData("0:10..0:20", 480_000, 480_000)]
    [InlineData("1 s..1500 ms", 48_000, 24_000)]
    [InlineData("..0:01", 0, 48_000)]
    [InlineData("0:59..", 2_832_000, 48_000)]
    [InlineData("100 samples..150 samples", 100, 50)]
    [InlineData("0:59..9:00:00", 2_832_000, 48_000)]
    public void Range_IsCutToWhatThereIs(string text, long start, long length) =>
        Assert.Equal((start, length), Quantities.Range("--range", text).In(48_000, 2_880_000));

    [Theory]
    [InlineData("0:20..0:10", "ends after it starts")]
    [InlineData("0:10", "0:10..0:20")]
    [InlineData("10..20", "write '10 s'")]
    [InlineData("0:99..2:00", "such as 0:10")]
    [InlineData("-1 s..2 s", "such as 0:10")]
    public void Range_SaysWhatItTakes(string text, string hint) => Assert.Contains(hint, HintOf(() => Quantities.Range("--range", text)));

    [Fact]
    public void Time_IsExact() => Assert.Equal(ExactTime.FromSeconds(3723.004m), Quantities.Time("--range", "1:02:03.004"));

    private static string HintOf<T>(Func<T> read)
    {
        RoomtoneException failure = Assert.Throws<RoomtoneException>(() => read());
        Assert.Equal(ExitCode.Usage, failure.ExitCode);
        return failure.Findings[0].Hint!;
    }
}
