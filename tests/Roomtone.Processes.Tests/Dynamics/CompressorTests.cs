using Roomtone.Analysis;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Dynamics;

public sealed class CompressorTests
{
    private static readonly CompressorSettings Hard = new()
    {
        ThresholdDb = -24, Ratio = 4, KneeDb = 0, AttackMs = 10, ReleaseMs = 100, Detector = DetectorKind.Peak, KeyFilterHz = 0, RangeDb = 60,
    };

    // Bar: within 0.05 dB of the published law (algorithms, 4.1).
    [Theory]
    [InlineData(-60)]
    [InlineData(-25)]
    [InlineData(-23)]
    [InlineData(-12)]
    [InlineData(0)]
    public void AboveThreshold_GainFollowsRatio(double levelDb)
    {
        float[] output = ToneProbe.Run(Hard, ToneProbe.Steps(1, levelDb));
        double expected = levelDb > -24 ? -24 + (levelDb + 24) / 4 : levelDb;
        Assert.InRange(ToneProbe.LevelDb(output, 0.9), expected - 0.05, expected + 0.05);
    }

    [Theory]
    [InlineData(-32)]
    [InlineData(-24)]
    [InlineData(-20)]
    [InlineData(-10)]
    public void InsideTheKnee_GainBendsAsAParabola(double levelDb)
    {
        float[] output = ToneProbe.Run(Hard with { KneeDb = 12 }, ToneProbe.Steps(1, levelDb));
        double over = levelDb + 24;
        double gain = over < -6 ? 0 : over > 6 ? -0.75 * over : -0.75 * (over + 6) * (over + 6) / 24;
        Assert.InRange(ToneProbe.LevelDb(output, 0.9), levelDb + gain - 0.05, levelDb + gain + 0.05);
    }

    [Fact]
    public void Range_LimitsTheReduction()
    {
        float[] output = ToneProbe.Run(Hard with { RangeDb = 6 }, ToneProbe.Steps(1, 0));
        Assert.Equal(-6, ToneProbe.LevelDb(output, 0.9), 1);
    }

    [Fact]
    public void Makeup_RaisesEverything()
    {
        float[] output = ToneProbe.Run(Hard with { MakeupDb = 5 }, ToneProbe.Steps(1, -40));
        Assert.Equal(-35, ToneProbe.LevelDb(output, 0.9), 2);
    }

    [Theory]
    [InlineData(-60, -50)]
    [InlineData(-44, -34)]
    [InlineData(-34, -26.5)]
    [InlineData(-24, -24)]
    [InlineData(-6, -6)]
    public void Upward_RaisesWhatIsBelowTheThresholdByTheRatioAndTheRangeAtMost(double levelDb, double expectedDb)
    {
        float[] output = ToneProbe.Run(Hard with { Mode = CompressorMode.Upward, RangeDb = 10, ReleaseMs = 50 }, ToneProbe.Steps(1, levelDb));
        Assert.InRange(ToneProbe.LevelDb(output, 0.9), expectedDb - 0.05, expectedDb + 0.05);
    }

    [Fact]
    public void Upward_StartsWithoutBoostAndTurnsDownInTheAttackUpInTheRelease()
    {
        CompressorSettings upward = Hard with { Mode = CompressorMode.Upward, RangeDb = 60, AttackMs = 10, ReleaseMs = 100 };
        float[] input = ToneProbe.Steps(2, -64, -24, -64);
        float[] output = ToneProbe.Run(upward, input);
        Assert.InRange(ToneProbe.LevelDb(output, 0.0), -64, -62);
        Assert.InRange(Time63(input, output, 2), 9.7, 10.3);
        Assert.InRange(Time63(input, output, 4), 97, 103);
    }

    // Bar: 63 % of the change in dB within 3 % of the time written.
    [Theory]
    [InlineData(DetectorKind.Peak, 10, 100)]
    [InlineData(DetectorKind.Peak, 20, 200)]
    [InlineData(DetectorKind.Rms, 10, 100)]
    [InlineData(DetectorKind.Rms, 30, 300)]
    public void AfterAStepOf30Db_63PercentIsReachedAtTheTimesWritten(DetectorKind detector, double attackMs, double releaseMs)
    {
        float[] input = ToneProbe.Steps(2, -40, -10, -40);
        float[] output = ToneProbe.Run(Hard with { Detector = detector, AttackMs = attackMs, ReleaseMs = releaseMs }, input);
        Assert.InRange(Time63(input, output, 2), 0.97 * attackMs, 1.03 * attackMs);
        Assert.InRange(Time63(input, output, 4), 0.97 * releaseMs, 1.03 * releaseMs);
    }

    [Fact]
    public void TheGainNeverOvershoots()
    {
        float[] input = ToneProbe.Steps(1, -40, -10);
        float[] output = ToneProbe.Run(Hard, input);
        double end = Gain(input, output, 1.9);
        for (double t = 1; t < 1.9; t += 0.001)
        {
            Assert.True(Gain(input, output, t) >= end - 1e-4);
        }
    }

    // Bar: −80 dB at 10/100 ms. What is left after the tone itself is fitted and taken away.
    [Fact]
    public void OnASteadyTone_DistortionIsUnderMinus80Db()
    {
        float[] output = ToneProbe.Run(Hard, ToneProbe.Steps(1.5, -6))[48000..72000];
        double sine = 0, cosine = 0;
        for (int i = 0; i < output.Length; i++)
        {
            sine += output[i] * Math.Sin(2 * Math.PI * i / 48) * 2 / output.Length;
            cosine += output[i] * Math.Cos(2 * Math.PI * i / 48) * 2 / output.Length;
        }

        float[] fitted = [.. Enumerable.Range(0, output.Length).Select(i => (float)(sine * Math.Sin(2 * Math.PI * i / 48) + cosine * Math.Cos(2 * Math.PI * i / 48)))];
        Residual.BelowDb(fitted, output, -80);
    }

    [Fact]
    public void Hold_DelaysTheRelease()
    {
        float[] input = ToneProbe.Steps(1, -10, -40);
        float[] output = ToneProbe.Run(Hard with { HoldMs = 300 }, input);
        Assert.Equal(Gain(input, output, 0.95), Gain(input, output, 1.25), 1);
        Assert.True(Gain(input, output, 1.5) > Gain(input, output, 1.25) + 3);
    }

    [Fact]
    public void AutomaticRelease_LetsGoOfPeaksFasterThanOfPassages()
    {
        CompressorSettings settings = Hard with { ReleaseMs = null };
        float[] burst = [.. ToneProbe.Steps(0.02, -10), .. ToneProbe.Steps(1, -40)];
        float[] passage = [.. ToneProbe.Steps(2, -10), .. ToneProbe.Steps(1, -40)];
        double afterBurst = Gain(burst, ToneProbe.Run(settings, burst), 0.02 + 0.2);
        double afterPassage = Gain(passage, ToneProbe.Run(settings, passage), 2 + 0.2);
        Assert.True(afterBurst > -2, $"{afterBurst} dB");
        Assert.True(afterPassage < -5, $"{afterPassage} dB");
    }

    [Fact]
    public void LookAhead_MovesTheGainBeforeTheSound()
    {
        float[] input = ToneProbe.Steps(1, -40, -10);
        float[] output = ToneProbe.Run(Hard with { LookAheadMs = 20, AttackMs = 5 }, input);
        Assert.True(Gain(input, output, 0.995) < -6);
    }

    [Fact]
    public void Unlinked_EveryChannelHearsItself()
    {
        float[] loud = ToneProbe.Steps(1, -4), quiet = ToneProbe.Steps(1, -40);
        float[][] alone = ToneProbe.Run(Hard with { LinkPercent = 0 }, [loud, quiet]);
        float[][] together = ToneProbe.Run(Hard, [loud, quiet]);
        Assert.Equal(0, Gain(quiet, alone[1], 0.9), 3);
        Assert.Equal(Gain(loud, together[0], 0.9), Gain(quiet, together[1], 0.9), 3);
    }

    [Fact]
    public void WithAKey_TheKeyIsHeard()
    {
        float[] input = ToneProbe.Steps(1, -40);
        float[][] output = ToneProbe.Run(Hard, [input], [ToneProbe.Steps(1, -4)]);
        Assert.Equal(-15, Gain(input, output[0], 0.9), 1);
    }

    [Fact]
    public void KeyFilter_KeepsRumbleFromTheGain()
    {
        float[] rumble = TestSignal.Sine(20, ToneProbe.SampleRate, 48000, 0.5);
        Assert.Equal(Residual.PeakDbfs(rumble), Residual.PeakDbfs(ToneProbe.Run(Hard with { KeyFilterHz = 160 }, rumble).AsSpan(24000)), 1);
    }

    [Fact]
    public void UnresolvedAuto_MakesNoProcessor()
    {
        ProcessSettingsException problem = Assert.Throws<ProcessSettingsException>(() =>
            new CompressorSettings().CreateProcessor(ProcessFormat.Of(48000, ChannelLayout.Stereo)));
        Assert.Equal("threshold", problem.Parameter);
    }

    [Fact]
    public void AutoThreshold_Stands2DbOverTheProgrammeRms()
    {
        var found = new List<AutomaticValue>();
        var source = new ArraySource(48000, ChannelLayout.Mono, [.. ToneProbe.Steps(4, -20), .. new float[192000]]);
        ProgrammeMeasurement measured = AutoAnalysis.Measure(source, CancellationToken.None);
        var resolved = (CompressorSettings)AutoAnalysis.Resolve(new CompressorSettings { MakeupDb = null, RangeDb = 60 }, measured, found);
        Assert.InRange(resolved.ThresholdDb!.Value, -21.3, -20.8);
        Assert.InRange(resolved.MakeupDb!.Value, 0, 0.5);
        Assert.Contains(found, f => f.ToString().StartsWith("threshold auto = -21", StringComparison.Ordinal));
    }

    private static double Gain(float[] input, float[] output, double seconds) =>
        ToneProbe.LevelDb(output, seconds) - ToneProbe.LevelDb(input, seconds);

    // From the step to the moment at which the gain, read over one period of the tone, has gone 63.2 % of its way.
    private static double Time63(float[] input, float[] output, double step)
    {
        double from = Gain(input, output, step - 0.01), to = Gain(input, output, step + 1.9);
        for (int i = 0; i < 96000; i++)
        {
            double t = step + i / 48000.0;
            if (Math.Abs(Gain(input, output, t) - from) >= 0.632 * Math.Abs(to - from))
            {
                return 1000 * (t - step) + 0.5;
            }
        }

        return double.NaN;
    }
}
