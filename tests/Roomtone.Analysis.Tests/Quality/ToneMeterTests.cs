using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Analysis.Tests.Quality;

public sealed class ToneMeterTests
{
    private const int Rate = 48000;

    [Theory]
    [InlineData(48000, 2000)]
    [InlineData(44100, 1837)]
    [InlineData(96000, 1600)]
    public void APopInSilence_IsFoundToTheSample(int rate, int length)
    {
        float[] audio = new float[rate];
        TestSignal.Sine(1000, rate, length, 0.1).CopyTo(audio, rate / 3);
        ToneRun run = Assert.Single(Metered.Read(new ToneMeter(rate, ChannelLayout.Mono), [audio]).Runs);
        Assert.InRange(run.Start, rate / 3, rate / 3 + 2);
        Assert.InRange(run.Length, length - rate / 1000, length + 2);
        Assert.True(run.IsIsolated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(512)]
    [InlineData(4801)]
    public void Reading_IsTheSameForAnyBlocks(int block)
    {
        float[] audio = TestSignal.Noise(3, Rate, 1e-4);
        Add(audio, TestSignal.Sine(1000, Rate, 30_000, 0.1), 5001);
        ToneReading whole = Metered.Read(new ToneMeter(Rate, ChannelLayout.Mono), [audio], Rate);
        Assert.Equal(whole.Runs, Metered.Read(new ToneMeter(Rate, ChannelLayout.Mono), [audio], block).Runs);
        Assert.InRange(Assert.Single(whole.Runs).Length, 29_900, 30_010);
    }

    [Fact]
    public void OtherFrequencies_Noise_AndChords_AreNoTone()
    {
        float[] chord = TestSignal.Sine(1000, Rate, Rate, 0.1);
        Add(chord, TestSignal.Sine(1500, Rate, Rate, 0.1), 0);
        Assert.Empty(Metered.Read(new ToneMeter(Rate, ChannelLayout.Mono), [chord]).Runs);
        Assert.Empty(Metered.Read(new ToneMeter(Rate, ChannelLayout.Mono), [TestSignal.Sine(988, Rate, Rate, 0.1)]).Runs);
        Assert.Empty(Metered.Read(new ToneMeter(Rate, ChannelLayout.Mono), [TestSignal.Noise(5, Rate, 0.3)]).Runs);
        Assert.Empty(Metered.Read(new ToneMeter(Rate, ChannelLayout.Mono), [SyntheticSpeech.Make(Rate, [(0.1, 3.9)], 4)]).Runs);
        Assert.Single(Metered.Read(new ToneMeter(Rate, ChannelLayout.Mono, 440), [TestSignal.Sine(440, Rate, Rate, 0.1)]).Runs);
    }

    [Fact]
    public void ABeepAmongSounds_IsNotIsolated_AndTheLfeIsNotHeard()
    {
        float[] audio = TestSignal.Noise(7, Rate, 0.1);
        Array.Clear(audio, 20_000, 4000);
        Add(audio, TestSignal.Sine(1000, Rate, 4000, 0.1), 20_000);
        Assert.False(Assert.Single(Metered.Read(new ToneMeter(Rate, ChannelLayout.Mono), [audio]).Runs).IsIsolated);
        float[][] surround = [.. Enumerable.Range(0, 6).Select(c => c == 3 ? TestSignal.Sine(1000, Rate, Rate) : new float[Rate])];
        Assert.Empty(Metered.Read(new ToneMeter(Rate, ChannelLayout.Surround51), surround).Runs);
    }

    [Fact]
    public void Reset_IsANewMeter()
    {
        var meter = new ToneMeter(Rate, ChannelLayout.Mono);
        float[] audio = TestSignal.Sine(1000, Rate, Rate, 0.1);
        ToneReading first = Metered.Read(meter, [audio]);
        meter.Reset();
        Assert.Equal(first.Runs, Metered.Read(meter, [audio]).Runs);
    }

    private static void Add(float[] audio, float[] other, int at)
    {
        for (int i = 0; i < other.Length; i++)
        {
            audio[at + i] += other[i];
        }
    }
}
