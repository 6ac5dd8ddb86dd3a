using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Dynamics;

public sealed class GateTests
{
    // The detector reads RMS: a tone of −40 dBFS peak is −43 dB.
    private static readonly GateSettings Gate = new() { ThresholdDb = -43 };

    [Fact]
    public void BelowThreshold_TheRangeIsTakenOffAndNoMore()
    {
        float[] output = ToneProbe.Run(Gate, ToneProbe.Steps(2, -60));
        Assert.Equal(-80, ToneProbe.LevelDb(output, 1.9), 1);
    }

    [Fact]
    public void AboveThreshold_NothingChanges()
    {
        float[] input = ToneProbe.Steps(1, -30);
        Assert.Equal(-30, ToneProbe.LevelDb(ToneProbe.Run(Gate, input), 0.9), 2);
    }

    [Fact]
    public void LookAhead_OpensBeforeTheSound()
    {
        float[] input = [.. new float[48000], .. ToneProbe.Steps(1, -30)];
        float[] output = ToneProbe.Run(Gate, input);
        Assert.InRange(ToneProbe.LevelDb(output, 1), -30.6, -29.9);
    }

    [Theory]
    [InlineData(-44, 0)]
    [InlineData(-50, -20)]
    public void Hysteresis_KeepsItOpenUntil6DbBelow(double levelDb, double gainDb)
    {
        float[] output = ToneProbe.Run(Gate, ToneProbe.Steps(2, -30, levelDb));
        Assert.Equal(levelDb + gainDb, ToneProbe.LevelDb(output, 3.9), 1);
    }

    [Fact]
    public void Hold_KeepsItOpenThroughShortPauses()
    {
        float[] input = ToneProbe.Steps(0.5, -30, -60);
        float[] output = ToneProbe.Run(Gate, input);
        Assert.Equal(-60, ToneProbe.LevelDb(output, 0.5 + 0.11), 1);
        Assert.True(ToneProbe.LevelDb(output, 0.98) < -75);
    }

    [Fact]
    public void Release_Reaches63PercentAtItsTime()
    {
        float[] output = ToneProbe.Run(Gate with { HoldMs = 0, RangeDb = 20 }, ToneProbe.Steps(1, -30, -70));
        Assert.InRange(ToneProbe.LevelDb(output, 1 + 0.185), -70 - 13.4, -70 - 11.9);
    }

    [Fact]
    public void AutoThreshold_Stands10DbOverTheNoiseFloor()
    {
        float[] noise = TestSignal.Noise(1, 96000, 0.001 * Math.Sqrt(3));
        var found = new List<AutomaticValue>();
        var source = new ArraySource(48000, ChannelLayout.Mono, [.. noise, .. ToneProbe.Steps(2, -20)]);
        var resolved = (GateSettings)AutoAnalysis.Resolve(new GateSettings(), AutoAnalysis.Measure(source, CancellationToken.None), found);
        Assert.InRange(resolved.ThresholdDb!.Value, -50.3, -49.7);
        Assert.Single(found);
    }

    [Fact]
    public void AutoThreshold_WithoutPauses_StaysUnderTheProgramme()
    {
        var source = new ArraySource(48000, ChannelLayout.Mono, ToneProbe.Steps(4, -20));
        var resolved = (GateSettings)AutoAnalysis.Resolve(new GateSettings(), AutoAnalysis.Measure(source, CancellationToken.None), []);
        Assert.InRange(resolved.ThresholdDb!.Value, -31.2, -30.8);
    }

    [Theory]
    [InlineData(-45, -45)]
    [InlineData(-49, -53)]
    [InlineData(-70, -82)]
    public void Expander_FollowsItsRatioDownToItsRange(double levelDb, double expected)
    {
        float[] output = ToneProbe.Run(new ExpanderSettings { ThresholdDb = -48.01 }, ToneProbe.Steps(2, levelDb));
        Assert.InRange(ToneProbe.LevelDb(output, 1.9), expected - 0.05, expected + 0.05);
    }
}
