using Roomtone.Analysis;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests.Checks;

/// <summary>Each fault fails its own clause, at its place, and a clean programme none.</summary>
public sealed class QualityClauseTests
{
    private const int Rate = 48000;

    [Fact]
    public void ACleanProgramme_PassesAll()
    {
        Assert.Empty(Failing(Clean(), ChannelLayout.Stereo));
        Assert.Empty(Failing([.. Enumerable.Range(0, 6).Select(c => c == 3 ? LowNoise() : Voice(c))], ChannelLayout.Surround51));
    }

    [Fact]
    public void ASilentChannel_IsNamed() => AssertOnly("qc-silent", "R", [Voice(0), new float[4 * Rate]], ChannelLayout.Stereo);

    [Fact]
    public void ChannelsWithTheSameSamples_AreNamed() =>
        AssertOnly("qc-duplicate", "Ls and Rs", [Voice(0), Voice(1), Voice(2), LowNoise(), Voice(4), Voice(4)], ChannelLayout.Surround51);

    [Fact]
    public void OppositePolarity_IsNamed_AndLostInMono()
    {
        float[] voice = Voice(0);
        Assert.Equal(["qc-polarity", "qc-mono"], Failing([voice, [.. voice.Select(x => -x)]], ChannelLayout.Stereo).Select(c => c.Id));
    }

    [Fact]
    public void ADropout_IsFoundAtItsPlace()
    {
        float[][] audio = Clean();
        foreach (float[] channel in audio)
        {
            channel.AsSpan(2 * Rate, Rate / 10).Clear();
        }

        Clause clause = Assert.Single(Failing(audio, ChannelLayout.Stereo));
        Assert.Equal("qc-dropout", clause.Id);
        Assert.Equal(2, Assert.Single(clause.AtSeconds), 1e-9);
    }

    [Fact]
    public void SilenceBeforeAndAfter_IsNoDropout()
    {
        float[][] audio = Clean();
        foreach (float[] channel in audio)
        {
            channel.AsSpan(0, Rate).Clear();
            channel.AsSpan(3 * Rate).Clear();
        }

        Assert.Empty(Failing(audio, ChannelLayout.Stereo));
    }

    [Fact]
    public void AClippedRun_IsFoundAtItsPlace()
    {
        float[][] audio = Clean();
        audio[0].AsSpan(Rate, 12).Fill(1);
        Clause clause = Assert.Single(Failing(audio, ChannelLayout.Stereo));
        Assert.Equal("qc-clipping", clause.Id);
        Assert.Equal(1, Assert.Single(clause.AtSeconds), 0.11);
    }

    [Fact]
    public void ACutTail_IsFound()
    {
        float[][] audio = [.. Clean().Select(c => c[..(3 * Rate)])];
        Assert.Equal(["qc-tail"], Failing(audio, ChannelLayout.Stereo).Select(c => c.Id));
    }

    [Fact]
    public void PaddedBits_AreFound()
    {
        float[][] audio = [.. Clean().Select(c => c.Select(x => MathF.Round(x * 32768) / 32768).ToArray())];
        Clause clause = Assert.Single(Failing(audio, ChannelLayout.Stereo));
        Assert.Equal(("qc-bits", 16.0), (clause.Id, clause.Measured));
    }

    [Fact]
    public void AnUpsampledFile_IsFoundAtItsOldLimit()
    {
        var source = new ArraySource(32000, ChannelLayout.Stereo, [Voice(0, 32000), Voice(1, 32000)]);
        var converted = new ResampledSource(source, Rate);
        using var buffer = new AudioBuffer(2, (int)converted.Length);
        converted.Read(0, buffer.Block);
        Clause clause = Assert.Single(Failing([OnGrid(buffer.Block[0]), OnGrid(buffer.Block[1])], ChannelLayout.Stereo));
        Assert.Equal("qc-bandwidth", clause.Id);
        Assert.Equal(16_000, clause.Measured, 700.0);
    }

    [Fact]
    public void FullRangeInTheLfe_IsFound() => AssertOnly("qc-lfe", null, [.. Enumerable.Range(0, 6).Select(c => Voice(c))], ChannelLayout.Surround51);

    [Fact]
    public void TheLfeInAnotherPlace_IsNamed()
    {
        // Film order, L C R Ls Rs LFE, in a file that is taken for L R C LFE Ls Rs.
        List<Clause> failing = Failing([.. Enumerable.Range(0, 6).Select(c => c == 5 ? LowNoise() : Voice(c))], ChannelLayout.Surround51);
        Assert.Equal(["qc-lfe", "qc-swapped"], failing.Select(c => c.Id));
        Assert.Equal("LFE and Rs", failing[1].MeasuredText);
    }

    [Theory]
    [InlineData(0.04, "1 pop")]
    [InlineData(2, "1 tone")]
    public void LineUp_IsToldOf_AndFailsWhereItIsForbidden(double seconds, string found)
    {
        float[] audio = new float[4 * Rate];
        TestSignal.Sine(1000, Rate, (int)(seconds * Rate), 0.1).CopyTo(audio, Rate);
        MeasuredProgramme measured = MeasurePass.Measure(
            new ArraySource(Rate, ChannelLayout.Mono, audio), MonoLoudness.Single, 0, "checking", null, CancellationToken.None, new MeasureExtras { HasLineUp = true });
        Clause told = QualityClauses.LineUp("qc-line-up", measured.Tones!, Rate, isForbidden: false);
        Clause forbidden = QualityClauses.LineUp("line-up", measured.Tones!, Rate, isForbidden: true);
        Assert.Equal((null, false), (told.Pass, forbidden.Pass));
        Assert.Equal(found, forbidden.MeasuredText);
        Assert.Equal(1, Assert.Single(forbidden.AtSeconds), 0.001);
    }

    private static void AssertOnly(string id, string? found, float[][] audio, ChannelLayout layout)
    {
        Clause clause = Assert.Single(Failing(audio, layout));
        Assert.Equal(id, clause.Id);
        if (found is not null)
        {
            Assert.Equal(found, clause.MeasuredText);
        }
    }

    private static List<Clause> Failing(float[][] audio, ChannelLayout layout)
    {
        var source = new ArraySource(Rate, layout, audio);
        var meter = new QualityMeter(Rate, layout);
        MeasuredProgramme measured = MeasurePass.Measure(source, MonoLoudness.Single, 0, "checking", null, CancellationToken.None, new MeasureExtras { Meters = [meter] });
        return [.. QualityClauses.Of(meter.Read(), measured.Trace, FormatText.Parse("wav 48 kHz 24 bit"), layout).Where(c => c.Pass == false)];
    }

    private static float[][] Clean() => [Voice(0), Voice(1)];

    // Noise on the grid of 24 bits that fades at its end.
    private static float[] Voice(int seed, int rate = Rate)
    {
        float[] voice = TestSignal.Noise(200 + seed, 4 * rate, 0.3);
        for (int i = 0; i < rate / 2; i++)
        {
            voice[^(i + 1)] *= (float)i / (rate / 2) * i / (rate / 2);
        }

        return OnGrid(voice);
    }

    private static float[] LowNoise()
    {
        float[] noise = Voice(9);
        double slow = 0, slower = 0;
        for (int i = 0; i < noise.Length; i++)
        {
            slow += 0.004 * (noise[i] - slow);
            slower += 0.004 * (slow - slower);
            noise[i] = (float)slower;
        }

        return OnGrid(noise);
    }

    private static float[] OnGrid(ReadOnlySpan<float> samples)
    {
        float[] on = new float[samples.Length];
        for (int i = 0; i < on.Length; i++)
        {
            on[i] = MathF.Round(samples[i] * (1 << 23)) / (1 << 23);
        }

        return on;
    }
}
