using System.Globalization;

namespace Roomtone.Signal.Tests;

public class ClockTests
{
    [Theory]
    [InlineData("0:12.480", "12.480")]
    [InlineData("41:12.480", "2472.480")]
    [InlineData("1:02:03.250", "3723.250")]
    [InlineData("123:59", "7439")]
    [InlineData("0:00.000000000000000001", "0.000000000000000001")]
    public void Clock_IsExactSeconds(string text, string seconds)
    {
        Assert.True(Clock.TryParse(text, out decimal value));
        Assert.Equal(decimal.Parse(seconds, CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData("12")]
    [InlineData(":12")]
    [InlineData("0:1")]
    [InlineData("0:60")]
    [InlineData("1:60:00")]
    [InlineData("1:2:03")]
    [InlineData("0:12.")]
    [InlineData("-0:12")]
    [InlineData("0:12.0000000000000000001")]
    [InlineData("9999999999999999999:00")]
    public void OtherText_IsNoClock(string text) => Assert.False(Clock.TryParse(text, out _));

    [Theory]
    [InlineData("0:00")]
    [InlineData("0:12.48")]
    [InlineData("59:59.999")]
    [InlineData("1:00:00")]
    [InlineData("12:34:56.000001")]
    public void Format_ReadsBackAsWritten(string text)
    {
        Assert.True(Clock.TryParse(text, out decimal value));
        Assert.Equal(text, Clock.Format(value));
    }

    [Theory]
    [InlineData("0.5", 1, 1)]
    [InlineData("0.49", 1, 0)]
    [InlineData("0.000010416666", 48_000, 0)]
    [InlineData("0.000010416667", 48_000, 1)]
    public void ExactTime_RoundsHalfUp(string seconds, int rate, long samples) =>
        Assert.Equal(samples, ExactTime.FromSeconds(decimal.Parse(seconds, CultureInfo.InvariantCulture)).ToSamples(rate));
}
