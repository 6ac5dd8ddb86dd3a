using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Levels;

public sealed class NormalizeTests
{
    [Fact]
    public void Peak_BringsTheLargestSampleToItsTarget()
    {
        float[][] output = Normalise(new NormalizeSettings { PeakDbfs = -3 }, TestSignal.NoiseChannels(1, 2, 96000, 0.1));
        Assert.Equal(-3, output.Max(c => Residual.PeakDbfs(c)), 0.001);
    }

    // A sine has its RMS 3.01 dB below its peak.
    [Fact]
    public void Rms_BringsTheLevelToItsTarget()
    {
        float[] tone = TestSignal.Sine(1000, 48000, 96000, 0.1);
        Assert.Equal(-20 + 3.0103, Residual.PeakDbfs(Normalise(new NormalizeSettings { RmsDbfs = -20 }, [tone, tone])[0]), 0.01);
    }

    // EBU Tech 3341, case 1: a stereo sine of 1 kHz at −23 dBFS reads −23 LUFS.
    [Fact]
    public void Loudness_BringsAToneToItsTarget()
    {
        float[] tone = TestSignal.Sine(1000, 48000, 48000 * 5, 0.01);
        Assert.Equal(-23, Residual.PeakDbfs(Normalise(new NormalizeSettings { LoudnessLufs = -23 }, [tone, tone])[0]), 0.05);
    }

    [Fact]
    public void LoudnessWithTruePeak_KeepsBoth()
    {
        // Quiet noise with loud bursts: gain alone would put the bursts far over the ceiling.
        float[][] input = [.. TestSignal.NoiseChannels(2, 2, 48000 * 4, 0.05).Select(c => c.Select((x, i) => i % 24000 < 40 ? x * 12 : x).ToArray())];
        IAudioSource result = new NormalizeSettings { LoudnessLufs = -18, TruePeakDbtp = -6 }
            .Apply(new ArraySource(48000, ChannelLayout.Stereo, input), null, TestContext.Current.CancellationToken);
        var meter = new Analysis.ProgrammeMeter(48000, ChannelLayout.Stereo);
        float[][] output = ArraySource.ReadAll(result);
        using var buffer = new AudioBuffer(2, output[0].Length);
        output[0].CopyTo(buffer.Block[0]);
        output[1].CopyTo(buffer.Block[1]);
        meter.Add(buffer.Block);
        Analysis.ProgrammeMeasurement measured = meter.Read();
        Assert.Equal(input[0].Length, output[0].Length);
        Assert.Equal(-18, measured.IntegratedLufs, 0.06);
        Assert.True(measured.TruePeakDbtp <= -6 + 0.01);
    }

    [Fact]
    public void Silence_IsRefused() =>
        Assert.StartsWith(
            "normalize: the clip is silent",
            Assert.Throws<ProcessSettingsException>(() => Normalise(new NormalizeSettings { PeakDbfs = -1 }, [new float[48000]])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void NoTarget_IsRefused() =>
        Assert.Equal(
            "normalize needs a target; write loudness, peak, true-peak or rms",
            Assert.Throws<ProcessSettingsException>(() => Normalise(new NormalizeSettings(), [new float[100]])).Message);

    private static float[][] Normalise(NormalizeSettings settings, float[][] input) => ArraySource.ReadAll(settings.Apply(
        new ArraySource(48000, ChannelLayout.Default(input.Length), input), null, TestContext.Current.CancellationToken));
}
