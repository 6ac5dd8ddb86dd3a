using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Dynamics;

public sealed class DuckerTests
{
    private static readonly DuckerSettings Ducker = new() { Key = "voice" };

    // 4 s of pause, 4 s of speech-like noise, 4 s of pause.
    private static float[] Voice(double amplitude) =>
        [.. new float[4 * 48000], .. TestSignal.Noise(1, 4 * 48000, amplitude), .. new float[4 * 48000]];

    [Fact]
    public void WhileTheKeySpeaks_ItIsClearByTheLoudnessAskedFor()
    {
        float[] bed = TestSignal.Noise(2, 12 * 48000, 0.1), voice = Voice(0.15);
        float[] output = ToneProbe.Run(Ducker, [bed], [voice])[0];
        double clarity = Db(voice, 5, 7) - Db(output, 5, 7);
        Assert.InRange(clarity, 10, 11);
    }

    [Fact]
    public void WhenTheKeyBegins_TheBedIsDown()
    {
        float[] bed = TestSignal.Noise(2, 12 * 48000, 0.1);
        float[] output = ToneProbe.Run(Ducker, [bed], [Voice(0.15)])[0];
        Assert.True(Db(output, 4, 4.1) - Db(bed, 4, 4.1) < -5);
    }

    [Fact]
    public void InThePauses_TheBedIsUntouched()
    {
        float[] bed = TestSignal.Noise(2, 12 * 48000, 0.1);
        float[] output = ToneProbe.Run(Ducker, [bed], [Voice(0.15)])[0];
        Null.Exact(bed.AsSpan(0, 3 * 48000), output.AsSpan(0, 3 * 48000));
        Assert.Equal(Db(bed, 11, 12), Db(output, 11, 12), 3);
    }

    [Fact]
    public void AKeyThatIsClearAlready_MovesNothing()
    {
        float[] bed = TestSignal.Noise(2, 12 * 48000, 0.01);
        Null.Exact(bed, ToneProbe.Run(Ducker, [bed], [Voice(0.3)])[0]);
    }

    [Fact]
    public void MaxDepth_LimitsWhatClarityAsks()
    {
        float[] bed = TestSignal.Noise(2, 12 * 48000, 0.9);
        float[] output = ToneProbe.Run(Ducker with { MaxDepthDb = 9 }, [bed], [Voice(0.05)])[0];
        Assert.Equal(-9, Db(output, 5, 7) - Db(bed, 5, 7), 1);
    }

    [Fact]
    public void Depth_IsTakenWhateverTheLevels()
    {
        float[] bed = TestSignal.Noise(2, 12 * 48000, 0.01);
        float[] output = ToneProbe.Run(Ducker with { DepthDb = 6 }, [bed], [Voice(0.3)])[0];
        Assert.Equal(-6, Db(output, 5, 7) - Db(bed, 5, 7), 1);
    }

    [Fact]
    public void Hold_BridgesShortPauses()
    {
        float[] noise = TestSignal.Noise(1, 12 * 48000, 0.15);
        noise.AsSpan(6 * 48000, 38400).Clear();
        float[] bed = TestSignal.Noise(2, 12 * 48000, 0.1);
        float[] output = ToneProbe.Run(Ducker with { DepthDb = 6 }, [bed], [noise])[0];
        Assert.Equal(-6, Db(output, 6, 6.8) - Db(bed, 6, 6.8), 1);
    }

    [Fact]
    public void InTheSpeechBand_BassStays()
    {
        float[] bass = TestSignal.Sine(60, 48000, 12 * 48000, 0.1), speech = TestSignal.Sine(1600, 48000, 12 * 48000, 0.1);
        DuckerSettings settings = Ducker with { DepthDb = 12, Band = DuckerBand.Speech };
        Assert.InRange(Db(ToneProbe.Run(settings, [bass], [Voice(0.15)])[0], 5, 7) - Db(bass, 5, 7), -0.5, 0.1);
        Assert.InRange(Db(ToneProbe.Run(settings, [speech], [Voice(0.15)])[0], 5, 7) - Db(speech, 5, 7), -12, -9);
    }

    [Fact]
    public void WithSignalAndKey_AnyPartitionAndResumingGiveTheSameBits()
    {
        ProcessFormat format = new(48000, ChannelLayout.Stereo, ChannelLayout.Stereo, ChannelLayout.Mono, 100_000);
        float[][] bed = TestSignal.NoiseChannels(3, 2, 100_000), key = [TestSignal.Noise(4, 100_000, 0.3)];
        using IAudioProcessor one = Ducker.CreateProcessor(format);
        float[][] whole = Run.Whole(one, format, bed, 100_000, key);
        one.Reset();
        Null.Exact(whole, Run.Whole(one, format, bed, 333, key));
        one.Reset();
        Run.Whole(one, format, [.. bed.Select(c => c[..55_555])], 512, [key[0][..55_555]]);
        var state = new StateWriter();
        one.Save(state);
        using IAudioProcessor other = Ducker.CreateProcessor(format);
        other.Load(new StateReader(state.Written.ToArray()));
        float[][] rest = Run.InBlocks(other, format, [.. bed.Select(c => c[55_555..])], [44_445], 55_555, [key[0][55_555..]]);
        Null.Exact([.. whole.Select(c => c[55_555..])], rest);
    }

    [Fact]
    public void WithoutAKey_ThereIsNoProcessor() =>
        Assert.Throws<ProcessSettingsException>(() => Ducker.CreateProcessor(ProcessFormat.Of(48000, ChannelLayout.Mono)));

    private static double Db(float[] samples, double from, double to) => Decibels.FromPower(
        Kernels.SumOfSquares(samples.AsSpan((int)(from * 48000), (int)((to - from) * 48000))) / ((to - from) * 48000));
}
