using Roomtone.Analysis;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Dynamics;

public sealed class LimiterTests
{
    [Fact]
    public void BelowTheCeiling_EveryBitPasses()
    {
        float[] input = [.. TestSignal.Noise(1, 20000, 0.25), .. TestSignal.Sine(440, 48000, 20000, 0.8)];
        Null.Exact(input, ToneProbe.Run(new LimiterSettings(), input));
    }

    [Fact]
    public void AfterAPeak_TheGainComesToRestAndBitsPassAgain()
    {
        float[] tone = TestSignal.Sine(440, 48000, 8 * 48000, 0.5);
        float[] input = [.. tone];
        input[1000] = 1.5f;
        float[] output = ToneProbe.Run(new LimiterSettings(), input);
        Assert.True(output[3000] < input[3000] || output[3001] != input[3001]);
        Null.Exact(tone.AsSpan(7 * 48000), output.AsSpan(7 * 48000));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(-1)]
    [InlineData(-6)]
    public void TruePeaks_MeetTheCeiling(double ceilingDb)
    {
        float[] noise = TestSignal.Noise(2, 24000, 1);
        float[] output = ToneProbe.Run(new LimiterSettings { Ceiling = new ParameterValue.Quantity(ceilingDb, Unit.Dbtp), GainDb = 9 }, noise);
        Assert.InRange(TruePeakDb(output), ceilingDb - 0.2, ceilingDb);
    }

    [Fact]
    public void WithACeilingInDbfs_SamplesMeetIt()
    {
        float[] noise = TestSignal.Noise(3, 24000, 1);
        float[] output = ToneProbe.Run(new LimiterSettings { Ceiling = new ParameterValue.Quantity(-1, Unit.Dbfs), GainDb = 12 }, noise);
        Assert.InRange(Residual.PeakDbfs(output), -1.01, -1);
        Assert.True(TruePeakDb(output) > -1);
    }

    // 6.3 dB in the written 200 ms, evenly.
    [Fact]
    public void ALinearRelease_LetsGoOfTheSameEveryMillisecond()
    {
        float[] input = TestSignal.Constant(0.4, 2 * 48000);
        input.AsSpan(0, 24000).Fill(1.6f);
        var settings = new LimiterSettings { ReleaseMs = 200, ReleaseShape = ReleaseShape.Linear, Ceiling = new ParameterValue.Quantity(-6, Unit.Dbfs) };
        float[] output = ToneProbe.Run(settings, input);
        double Gain(int ms) => Decibels.FromGain(output[24000 + 48 * ms] / 0.4);
        Assert.Equal(6.3, Gain(250) - Gain(50), 0.05);
        Assert.Equal(Gain(150) - Gain(50), Gain(250) - Gain(150), 0.02);
    }

    [Fact]
    public void ALinearRelease_NeedsATime() =>
        Assert.Contains("release 200 ms", Assert.Throws<ProcessSettingsException>(() => ToneProbe.Run(new LimiterSettings { ReleaseShape = ReleaseShape.Linear }, new float[64])).Message, StringComparison.Ordinal);

    // L, R, C, LFE, Ls, Rs; one of them is hot.
    [Theory]
    [InlineData(LinkGroups.All, 4, "111111")]
    [InlineData(LinkGroups.Rows, 4, "000011")]
    [InlineData(LinkGroups.Rows, 0, "111000")]
    [InlineData(LinkGroups.Rows, 3, "000100")]
    [InlineData(LinkGroups.Pairs, 0, "110000")]
    [InlineData(LinkGroups.Pairs, 2, "001000")]
    [InlineData(LinkGroups.Pairs, 5, "000011")]
    public void AHotChannel_TurnsItsGroupDown_AndNoOther(LinkGroups groups, int hot, string turned)
    {
        float[][] input = [.. Enumerable.Range(0, 6).Select(c => TestSignal.Sine(300 + 50 * c, 48000, 24000, c == hot ? 2 : 0.3))];
        var format = ProcessFormat.Of(48000, ChannelLayout.Surround51);
        using IAudioProcessor limiter = new LimiterSettings { Groups = groups }.CreateProcessor(format);
        float[][] output = Run.Whole(limiter, format, input);
        for (int c = 0; c < 6; c++)
        {
            double ratio = Residual.PeakDbfs(output[c].AsSpan(12000)) - Residual.PeakDbfs(input[c].AsSpan(12000));
            Assert.True(turned[c] == '1' ? ratio < -6 : ratio == 0, $"channel {c}: {ratio} dB");
        }
    }

    // Bar: −60 dB for 100 Hz at 6 dB of reduction and 200 ms of release.
    [Fact]
    public void AHotTone_IsNotDistorted()
    {
        float[] input = TestSignal.Sine(100, 48000, 96000, Decibels.ToGain(5));
        float[] output = ToneProbe.Run(new LimiterSettings { ReleaseMs = 200 }, input);
        float[] scaled = [.. input.Select(x => x * (float)Decibels.ToGain(-6.003))];
        Residual.BelowDb(scaled.AsSpan(48000, 24000), output.AsSpan(48000, 24000), -60);
    }

    [Fact]
    public void TheGainMovesBeforeThePeakAndWithoutASteps()
    {
        var input = new float[9600];
        Array.Fill(input, 0.1f);
        input[4800] = 1.8f;
        float[] output = ToneProbe.Run(new LimiterSettings { Ceiling = new ParameterValue.Quantity(-1, Unit.Dbfs) }, input);
        Assert.Equal(0.1f, output[4800 - 245]);
        Assert.True(output[4800 - 60] < 0.09f);
        double largestStep = Enumerable.Range(4500, 290).Max(i => Math.Abs(output[i] - output[i - 1]));
        Assert.True(largestStep < 0.002, $"{largestStep}");
    }

    [Fact]
    public void Unlinked_TheQuietChannelKeepsItsBits()
    {
        float[] hot = TestSignal.Sine(1000, 48000, 24000, 1.5), quiet = TestSignal.Sine(700, 48000, 24000, 0.3);
        Null.Exact(quiet, ToneProbe.Run(new LimiterSettings { LinkPercent = 0 }, [hot, quiet])[1]);
        Assert.True(Residual.PeakDbfs(ToneProbe.Run(new LimiterSettings(), [hot, quiet])[1]) < -14);
    }

    [Fact]
    public void MaxReduction_IsTheMostThatIsTakenOff()
    {
        float[] input = TestSignal.Sine(1000, 48000, 24000, Decibels.ToGain(6));
        float[] output = ToneProbe.Run(new LimiterSettings { MaxReductionDb = 3 }, input);
        Assert.Equal(3, Residual.PeakDbfs(output.AsSpan(6000, 12000)), 1);
    }

    [Fact]
    public void Reduction_IsCounted()
    {
        ProcessFormat format = ProcessFormat.Of(48000, ChannelLayout.Mono);
        using IAudioProcessor processor = new LimiterSettings { ReleaseMs = 1 }.CreateProcessor(format);
        float[] input = [.. new float[47000], .. TestSignal.Sine(1000, 48000, 1000, Decibels.ToGain(3)), .. new float[4000]];
        Run.Whole(processor, format, [input]);
        GainReduction reduction = ((IReportsGainReduction)processor).Reduction;
        double needed = TruePeakDb(input) + 1;
        Assert.InRange(reduction.MaximumDb, needed, needed + 0.1);
        Assert.Equal(0, reduction.PercentileDb(0.9));
        Assert.InRange(reduction.PercentileDb(0.99), 3.9, needed);
        Assert.Equal(input.Length, reduction.Samples);
    }

    private static double TruePeakDb(float[] samples)
    {
        var interpolator = TruePeakInterpolator.At(48000);
        float[] padded = [.. new float[2 * interpolator.FilterReach], .. samples, .. new float[2 * interpolator.FilterReach]];
        return Decibels.FromGain(interpolator.Peak(padded, 0));
    }
}
