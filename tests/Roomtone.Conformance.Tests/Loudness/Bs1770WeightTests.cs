using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Conformance.Tests;

/// <summary>ITU-R BS.1770-5: 997 Hz at 0 dBFS reads −3.01 LKFS in a front channel (Annex 1); weights by position (Annex 3, Table 5).</summary>
public sealed class Bs1770WeightTests
{
    private const double Front = -3.01;
    private const double Side = -3.01 + 1.49;

    [Theory]
    [InlineData("mono", "M", Front)]
    [InlineData("stereo", "L", Front)]
    [InlineData("stereo", "R", Front)]
    [InlineData("5.1", "C", Front)]
    [InlineData("5.1", "LFE", double.NegativeInfinity)]
    [InlineData("5.1", "Ls", Side)]
    [InlineData("5.1", "Rs", Side)]
    [InlineData("7.1", "Lss", Side)]
    [InlineData("7.1", "Rrs", Front)]
    [InlineData("7.1.4", "Ltf", Front)]
    [InlineData("7.1.4", "Rss", Side)]
    [InlineData("7.1.4", "Ltr", Front)]
    public void AFullScaleSine_ReadsByTheSpeakersPosition(string layout, string speaker, double lufs)
    {
        ChannelLayout channels = ChannelLayout.Find(layout)!;
        double[] levels = [.. channels.Speakers.Select(s => s.Name == speaker ? 0 : double.NegativeInfinity)];
        double read = new Programme(channels).Tone(2, 997, levels).Measure().IntegratedLufs;
        if (double.IsInfinity(lufs))
        {
            Assert.Equal(lufs, read);
        }
        else
        {
            Assert.InRange(read, lufs - 0.01, lufs + 0.01);
        }
    }

    // The bilinear transform bends the shelf by a few hundredths of a dB from rate to rate; EBU Tech 3341 allows 0.1 LU.
    [Theory]
    [InlineData(8000)]
    [InlineData(11025)]
    [InlineData(16000)]
    [InlineData(22050)]
    [InlineData(44100)]
    [InlineData(96000)]
    [InlineData(192000)]
    [InlineData(384000)]
    public void AtOtherRates_TheReadingIsTheSame(int sampleRate) =>
        Assert.InRange(new Programme(ChannelLayout.Mono, sampleRate).Tone(1, 997, 0).Measure().IntegratedLufs, Front - 0.05, Front + 0.05);

    [Fact]
    public void AMonoProgrammeOnTwoLoudspeakers_Is3LuLouder()
    {
        double single = ChannelWeights.Of(ChannelLayout.Mono)[0];
        double dual = ChannelWeights.Of(ChannelLayout.Mono, MonoPlayback.Dual)[0];
        Assert.Equal(3.01, Decibels.FromPower(dual / single), 2);
    }
}
