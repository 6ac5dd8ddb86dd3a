using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests;

public sealed class ClippingMeterTests
{
    private const int Rate = 44100;

    // Four samples at full scale, and silence.
    private static float[] Wave(int length, params int[] runs)
    {
        float[] wave = new float[length];
        foreach (int at in runs)
        {
            wave.AsSpan(at, 4).Fill(at % 2 == 0 ? 1 : -1);
        }

        return wave;
    }

    private static ClippingMeter Meter(float[] wave, int block)
    {
        ClippingMeter meter = new(Rate, 1);
        for (int at = 0; at < wave.Length; at += block)
        {
            int length = Math.Min(block, wave.Length - at);
            meter.Add(new ReadOnlyAudioBlock(wave, wave.Length, 1, at, length));
        }

        return meter;
    }

    [Theory]
    [InlineData(false, 1000, 40_000, 90_000)]
    [InlineData(false, 1000, 20_000)]
    [InlineData(true, 1000, 20_000, 45_000)]
    [InlineData(true, 1000, 80_000, 80_010, 80_021)]
    public void ThreeRunsWithinASecond_AreABurst(bool isBurst, params int[] runs)
    {
        foreach (int block in new[] { 3, 512, 200_000 })
        {
            ClippingMeter meter = Meter(Wave(100_000, runs), block);
            Assert.Equal((runs.Length, isBurst), (meter.Runs, meter.HasBursts));
            Assert.Equal(runs.Select(r => (double)r / Rate), meter.Places);
        }
    }

    [Theory]
    [InlineData(63, false)]
    [InlineData(64, true)]
    public void OneLongRun_IsABurst(int samples, bool isBurst)
    {
        float[] wave = new float[10_000];
        wave.AsSpan(5000, samples).Fill(1);
        ClippingMeter meter = Meter(wave, 50);
        Assert.Equal((1, isBurst), (meter.Runs, meter.HasBursts));
    }

    [Fact]
    public void ChangeOfRate_DoesNotHideThatTheMixIsClipped()
    {
        float[] wave = Wave(100_000, 1000, 2001, 3002, 50_000);
        Deliverable deliverable = new() { Id = "x", File = "x.wav", Format = new FileFormat("wav") { Bits = 24, SampleRate = 48000, Layout = ChannelLayout.Mono } };
        DeliverySpecification specification = DeliverySpecification.Resolve(deliverable, Rate, ChannelLayout.Mono, ProfileCatalog.Shipped, [])!;
        using PreparedProgramme programme = new(new ArraySource(Rate, ChannelLayout.Mono, wave), specification, null);
        for (int pass = 0; pass < 2; pass++)
        {
            ProgrammeMeasures bare = MeasurePass.Measure(programme, MonoLoudness.Single, 0, "measuring", null, CancellationToken.None).Measures;
            Assert.Equal(0, bare.ClippedRuns);
            Assert.Equal((4, true), (programme.Judged(bare).ClippedRuns, programme.Judged(bare).HasClippedBursts));
        }
    }
}
