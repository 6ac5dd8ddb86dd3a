using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Time;

public sealed class RateTests
{
    [Fact]
    public void Resample_KeepsFrequencyAndLevel()
    {
        IAudioSource output = new ResampleSettings { RateHz = 44100 }.Apply(
            new ArraySource(48000, ChannelLayout.Mono, TestSignal.Sine(1000, 48000, 48000)), null, TestContext.Current.CancellationToken);
        Assert.Equal((44100, 44100), (output.SampleRate, output.Length));
        float[] expected = TestSignal.Sine(1000, 44100, 44100);
        Residual.BelowDb(expected.AsSpan(4000, 30000), ArraySource.ReadAll(output)[0].AsSpan(4000, 30000), -130);
    }

    [Theory]
    [InlineData(37)]
    [InlineData(-1000)]
    public void Drift_CorrectsARecorderWhoseClockIsOff(double ppm)
    {
        // A clock that is fast by p writes a tone of f as f/(1 + p) per sample; corrected, it is f again.
        double recorded = 1000 / (1 + ppm * 1e-6);
        IAudioSource output = new DriftSettings { AmountPpm = ppm }.Apply(
            new ArraySource(48000, ChannelLayout.Mono, TestSignal.Sine(recorded, 48000, 96000)), null, TestContext.Current.CancellationToken);
        Assert.Equal(Math.Round(96000 / (1 + ppm * 1e-6)), output.Length);
        float[] expected = TestSignal.Sine(1000, 48000, 90000);
        Residual.BelowDb(expected.AsSpan(1000, 80000), ArraySource.ReadAll(output)[0].AsSpan(1000, 80000), -130);
    }

    [Fact]
    public void Drift_GivesTheSameBitsInAnyOrderOfReading()
    {
        IAudioSource output = new DriftSettings { AmountPpm = 500 }.Apply(
            new ArraySource(48000, ChannelLayout.Stereo, TestSignal.NoiseChannels(1, 2, 20000)), null, TestContext.Current.CancellationToken);
        float[][] forward = ArraySource.ReadAll(output, 1000);
        Null.Exact(forward, ArraySource.ReadAll(output, 333));
    }
}
