namespace Roomtone.Signal.Tests;

public class TimecodeTests
{
    private static readonly FrameRate Ntsc = new(30000, 1001);

    [Theory]
    [InlineData(30000)]
    [InlineData(60000)]
    [InlineData(120000)]
    public void EveryDropFrameLabelOfADay_ReadsBack(int numerator)
    {
        FrameRate rate = new(numerator, 1001);
        long day = Timecode.FramesPerDay(rate, isDropFrame: true);
        for (long frame = 0; frame < day; frame += numerator == 30000 ? 1 : 37)
        {
            Timecode label = Timecode.FromFrame(frame, rate, isDropFrame: true);
            Assert.Equal(TimecodeFault.None, label.Check(rate));
            Assert.Equal(frame, label.ToFrame(rate));
        }
    }

    [Fact]
    public void DropFrameDayAt2997_Has2589408Frames() => Assert.Equal(2_589_408, Timecode.FramesPerDay(Ntsc, isDropFrame: true));

    [Fact]
    public void DroppedLabel_DoesNotExist()
    {
        Assert.True(Timecode.TryParse("01:01:00;00", out Timecode label));
        Assert.Equal(TimecodeFault.Dropped, label.Check(Ntsc));
        Assert.Equal("01:01:00;02", Timecode.FromFrame(new Timecode(1, 0, 59, 29, true).ToFrame(Ntsc) + 1, Ntsc, true).ToString());
    }

    [Fact]
    public void TenthMinute_KeepsItsLabels() =>
        Assert.Equal(TimecodeFault.None, new Timecode(1, 10, 0, 0, true).Check(Ntsc));

    [Theory]
    [InlineData("01:09:45:25", 25, 1, TimecodeFault.NoSuchFrame)]
    [InlineData("24:00:00:00", 25, 1, TimecodeFault.NoSuchTime)]
    [InlineData("01:60:00:00", 25, 1, TimecodeFault.NoSuchTime)]
    [InlineData("01:00:00;00", 25, 1, TimecodeFault.NoDropFrame)]
    [InlineData("01:00:00:29", 30000, 1001, TimecodeFault.None)]
    public void Label_IsCheckedAgainstTheRate(string text, int numerator, int denominator, TimecodeFault expected)
    {
        Assert.True(Timecode.TryParse(text, out Timecode label));
        Assert.Equal(expected, label.Check(new FrameRate(numerator, denominator)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1:00:00:00")]
    [InlineData("01:00:00")]
    [InlineData("01-00-00-00")]
    [InlineData("01:00:00:")]
    [InlineData("01:00:0a:00")]
    [InlineData("01:00:00:0000")]
    public void OtherText_IsNoLabel(string text) => Assert.False(Timecode.TryParse(text, out _));

    [Fact]
    public void FirstSampleThenFrame_ReadsBackAtEveryRate()
    {
        foreach (FrameRate rate in FrameRate.Known)
        {
            foreach (int sampleRate in new[] { 44_100, 48_000, 96_000 })
            {
                for (long frame = -50; frame < 5_000; frame++)
                {
                    long sample = rate.FirstSample(frame, sampleRate);
                    Assert.Equal(frame, rate.FrameAt(sample, sampleRate));
                    Assert.Equal(frame - 1, rate.FrameAt(sample - 1, sampleRate));
                }
            }
        }
    }

    // 5 frames of 29.97 are 8008 samples at 48 kHz; the cadence of first samples follows from the ceiling.
    [Fact]
    public void FramesAt2997_FollowTheFiveFrameCadence() =>
        Assert.Equal([0, 1602, 3204, 4805, 6407, 8008], Enumerable.Range(0, 6).Select(f => Ntsc.FirstSample(f, 48_000)));

    // libaaf places 172 799 827.2 samples of 29.97 at its ceiling.
    [Fact]
    public void FirstSample_IsTheCeiling() => Assert.Equal(172_799_828, Ntsc.FirstSample(107_892, 48_000));

    [Theory]
    [InlineData("23.976", 24000, 1001)]
    [InlineData("23.98", 24000, 1001)]
    [InlineData("29.97", 30000, 1001)]
    [InlineData("59.94", 60000, 1001)]
    [InlineData("119.88", 120000, 1001)]
    [InlineData("47.952", 48000, 1001)]
    [InlineData("25", 25, 1)]
    [InlineData("24000/1001", 24000, 1001)]
    public void RateText_NamesTheExactFraction(string text, int numerator, int denominator)
    {
        Assert.True(FrameRate.TryParse(text, out FrameRate rate));
        Assert.Equal(new FrameRate(numerator, denominator), rate);
        Assert.True(FrameRate.TryParse(rate.ToString(), out FrameRate again));
        Assert.Equal(rate, again);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("26")]
    [InlineData("29.9")]
    [InlineData("30/0")]
    [InlineData("99999999999999999999")]
    public void OtherRates_AreRefused(string text) => Assert.False(FrameRate.TryParse(text, out _));
}
