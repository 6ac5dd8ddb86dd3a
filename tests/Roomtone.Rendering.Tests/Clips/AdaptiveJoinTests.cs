using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class AdaptiveJoinTests
{
    private const int Length = 48000;

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(0.0)]
    [InlineData(-0.3)]
    public void MidLevel_StaysWithin0_3Db(double correlation)
    {
        float[] a = TestSignal.Noise(1, Length), other = TestSignal.Noise(2, Length);
        float[] b = [.. a.Zip(other, (x, n) => (float)(correlation * x + Math.Sqrt(1 - correlation * correlation) * n))];
        ArraySource outgoing = Source(a), incoming = Source(b);
        double measured = AdaptiveJoin.Correlation(outgoing, 0, incoming, 0, Length);
        var edge = new FadeEdge(Length, FadeShape.Adaptive, measured);

        float[] join =
        [
            .. ArraySource.ReadAll(new ClipSource(outgoing, new ClipSettings(0, Length) { Out = edge }))[0]
                .Zip(ArraySource.ReadAll(new ClipSource(incoming, new ClipSettings(0, Length) { In = edge }))[0], (x, y) => x + y),
        ];

        for (int at = 0; at < Length; at += 4800)
        {
            Assert.InRange(Decibels.FromPower(Power(join.AsSpan(at, 4800)) / Power(a.AsSpan(at, 4800))), -0.3, 0.3);
        }
    }

    [Fact]
    public void OppositePolarity_ReportsTheDip() => Assert.Equal(-8.45, AdaptiveJoin.DipDb(-0.9), 0.01);

    [Fact]
    public void Align_FindsTheShift()
    {
        float[] a = TestSignal.Noise(3, 4000);
        (int shift, double correlation) = AdaptiveJoin.Align(Source(a), 1000, Source(a), 1037, 500, 100);

        Assert.Equal(-37, shift);
        Assert.Equal(1, correlation, 1e-9);
    }

    [Fact]
    public void JoinAcrossPolarity_SaysWhereTheSidesAreAlike()
    {
        // 440 Hz: half a period is 54.5 samples, 1.14 ms.
        float[] tone = TestSignal.Sine(440, Rig.Rate, 96000);
        var rig = new Rig().Medium("m", tone, tone);
        Clip second = Rig.Clip("b", "m", 40055, 40000, 96000) with { Crossfade = new Crossfade(FadeShape.Adaptive, null, CrossfadePlacement.Overlap) };
        rig.Tracks.Add(rig.Track("t", "m") with { Clips = [Rig.Clip("a", "m", 0, 0, 50000), second] });
        using SessionRenderer renderer = rig.Open();
        Finding finding = Assert.Single(renderer.Findings, f => f.Code == "RT0520");
        Assert.Contains("take 'b' from 1.1", finding.Hint, StringComparison.Ordinal);
        Assert.Contains("(correlation 1.00)", finding.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void CrossfadeInASession_KeepsThePowerOfEqualMaterial()
    {
        float[] tone = TestSignal.Sine(440, Rig.Rate, 96000);
        var rig = new Rig().Medium("m", tone, tone);
        Clip second = Rig.Clip("b", "m", 40000, 40000, 96000) with { Crossfade = new Crossfade(FadeShape.Adaptive, null, CrossfadePlacement.Overlap) };
        rig.Tracks.Add(rig.Track("t", "m") with { Clips = [Rig.Clip("a", "m", 0, 0, 50000), second] });

        // The same material on both sides: ρ = 1, so the join must not be heard at all.
        Residual.BelowDb(tone, rig.Render()[0], -130);
    }

    [Fact]
    public void OppositeSides_AreTold()
    {
        float[] tone = TestSignal.Sine(440, Rig.Rate, 96000);
        var rig = new Rig().Medium("m", tone, tone);
        Clip second = Rig.Clip("b", "m", 40000, 40000, 96000) with
        {
            Crossfade = new Crossfade(FadeShape.Adaptive, null, CrossfadePlacement.Overlap),
            Processes = [Rig.Slot("p", "polarity")],
        };
        rig.Tracks.Add(rig.Track("t", "m") with { Clips = [Rig.Clip("a", "m", 0, 0, 50000), second] });

        using SessionRenderer renderer = rig.Open();

        Assert.Contains(renderer.Findings, f => f.Code == "RT0520");
    }

    private static ArraySource Source(float[] samples) => new(Rig.Rate, ChannelLayout.Mono, samples);

    private static double Power(ReadOnlySpan<float> x)
    {
        double sum = 0;
        foreach (float v in x)
        {
            sum += (double)v * v;
        }

        return sum / x.Length;
    }
}
