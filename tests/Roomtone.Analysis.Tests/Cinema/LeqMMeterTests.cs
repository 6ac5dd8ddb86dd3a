using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Analysis.Tests;

public sealed class LeqMMeterTests
{
    // ISO 21727, the weights at the listed frequencies.
    private static readonly (double Hz, double Db)[] s_table =
    [
        (31, -35.5), (63, -29.5), (100, -25.4), (200, -19.4), (400, -13.4), (800, -7.5), (1000, -5.6), (2000, 0), (3150, 3.4), (4000, 4.9),
        (5000, 6.1), (6300, 6.6), (7100, 6.4), (8000, 5.8), (9000, 4.5), (10000, 2.5), (12500, -5.6), (14000, -10.9), (16000, -17.3), (20000, -27.8),
    ];

    [Theory]
    [InlineData(44100)]
    [InlineData(48000)]
    [InlineData(96000)]
    public void ASineReadsItsWeight(int sampleRate)
    {
        foreach ((double hz, double db) in s_table)
        {
            double level = Level(sampleRate, ChannelLayout.Mono, [TestSignal.Sine(hz, sampleRate, 4 * sampleRate)]);
            Assert.Equal(108.0103 + Decibels.FromGain(0.5) + Decibels.FromPower(0.5) + db, level, 0.35);
        }
    }

    [Fact]
    public void ChannelsAreScaledToTheirLoudspeakers_AndTheirPowersAdd()
    {
        float[] tone = TestSignal.Sine(2000, 48000, 48000);
        double screen = Level(48000, ChannelLayout.Find("5.1")!, Channels(tone, 6, 2));
        Assert.Equal(-3, Level(48000, ChannelLayout.Find("5.1")!, Channels(tone, 6, 4)) - screen, 0.001);
        Assert.Equal(10, Level(48000, ChannelLayout.Find("5.1")!, Channels(tone, 6, 3)) - screen, 0.001);
        Assert.Equal(3.0103, Level(48000, ChannelLayout.Find("5.1")!, Channels(tone, 6, 0, 2)) - screen, 0.001);
    }

    [Fact]
    public void TheMeanIsOverTheWholeLength_SilenceIncluded()
    {
        float[] tone = TestSignal.Sine(2000, 48000, 96000);
        float[] half = [.. tone];
        Array.Clear(half, 48000, 48000);
        Assert.Equal(-3.0103, Level(48000, ChannelLayout.Mono, [half]) - Level(48000, ChannelLayout.Mono, [tone]), 0.01);
    }

    [Fact]
    public void NothingAdded_ReadsNotANumber() => Assert.Equal(double.NaN, new LeqMMeter(48000, ChannelLayout.Mono).LevelDb);

    private static float[][] Channels(float[] tone, int count, params int[] sounding) =>
        [.. Enumerable.Range(0, count).Select(c => sounding.Contains(c) ? tone : new float[tone.Length])];

    private static double Level(int sampleRate, ChannelLayout layout, float[][] audio) =>
        Metered.Figure(Metered.Read(new LeqMMeter(sampleRate, layout), audio), "leq_m_db");
}
