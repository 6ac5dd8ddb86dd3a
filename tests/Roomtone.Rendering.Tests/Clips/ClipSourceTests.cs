using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class ClipSourceTests
{
    private static readonly float[] s_noise = TestSignal.Noise(2, 20000);
    private static readonly ArraySource s_media = new(Rig.Rate, ChannelLayout.Mono, s_noise);

    [Fact]
    public void Range_IsSampleExact()
    {
        var clip = new ClipSource(s_media, new ClipSettings(1234, 777));

        Null.Exact(s_noise.AsSpan(1234, 777), ArraySource.ReadAll(clip)[0]);
    }

    [Fact]
    public void OutsideTheClip_IsSilence()
    {
        var clip = new ClipSource(s_media, new ClipSettings(1000, 50));
        using var buffer = new AudioBuffer(1, 150);

        clip.Read(-50, buffer.Block);

        Assert.All(buffer.Block[0][..50].ToArray(), x => Assert.Equal(0, x));
        Null.Exact(s_noise.AsSpan(1000, 50), buffer.Block[0].Slice(50, 50));
        Assert.All(buffer.Block[0][100..].ToArray(), x => Assert.Equal(0, x));
    }

    [Fact]
    public void Gain_ScalesByItsDecibels()
    {
        var clip = new ClipSource(s_media, new ClipSettings(0, 1000) { GainDb = 6 });

        Residual.BelowDb(s_noise[..1000].Select(x => (float)(x * 1.9952623)).ToArray(), ArraySource.ReadAll(clip)[0], -130);
    }

    [Fact]
    public void Inverted_IsTheNegative()
    {
        var clip = new ClipSource(s_media, new ClipSettings(0, 1000) { IsInverted = true });

        Null.Exact(s_noise[..1000].Select(x => -x).ToArray(), ArraySource.ReadAll(clip)[0]);
    }

    [Theory]
    [InlineData(FadeShape.Linear, 0.5)]
    [InlineData(FadeShape.EqualPower, 0.70710678)]
    [InlineData(FadeShape.SCurve, 0.5)]
    [InlineData(FadeShape.Logarithmic, 0.9693466)]
    [InlineData(FadeShape.Exponential, 0.0306534)]
    public void FadeIn_PassesItsMidPoint(FadeShape shape, double middle)
    {
        var media = new ArraySource(Rig.Rate, ChannelLayout.Mono, TestSignal.Constant(1, 20000));
        var clip = new ClipSource(media, new ClipSettings(0, 20000) { In = new FadeEdge(10001, shape) });

        float[] y = ArraySource.ReadAll(clip)[0];

        Assert.Equal(middle, y[5000], 1e-6);
        Assert.True(y[0] < 1e-3);
        Assert.Equal(1, y[10001]);
    }

    [Theory]
    [InlineData(FadeShape.Linear)]
    [InlineData(FadeShape.EqualPower)]
    [InlineData(FadeShape.SCurve)]
    [InlineData(FadeShape.Logarithmic)]
    [InlineData(FadeShape.Exponential)]
    public void FadeOut_FallsToSilenceWithoutRising(FadeShape shape)
    {
        var media = new ArraySource(Rig.Rate, ChannelLayout.Mono, TestSignal.Constant(1, 5000));
        var clip = new ClipSource(media, new ClipSettings(0, 5000) { Out = new FadeEdge(4000, shape) });

        float[] y = ArraySource.ReadAll(clip)[0];

        Assert.Equal(1, y[999]);
        Assert.True(y[^1] < 2e-3);
        Assert.All(Enumerable.Range(1000, 3999), i => Assert.True(y[i] <= y[i - 1]));
    }

    [Fact]
    public void GainLine_IsExactAtItsPoints()
    {
        var media = new ArraySource(Rig.Rate, ChannelLayout.Mono, TestSignal.Constant(1, 10000));
        AutomationPoint[] line = [new(0, 0, AutomationShape.Linear, 0), new(6400, -20, AutomationShape.Linear, 0)];
        var clip = new ClipSource(media, new ClipSettings(0, 10000) { GainLine = [.. line] });

        float[] y = ArraySource.ReadAll(clip)[0];

        Assert.Equal(1, y[0]);
        Assert.Equal(-10, Decibels.FromGain(y[3200]), 1e-4);
        Assert.Equal(-20, Decibels.FromGain(y[6400]), 1e-4);
        Assert.Equal(-20, Decibels.FromGain(y[9999]), 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(513)]
    public void AnyPartition_GivesTheSameBits(int block)
    {
        AutomationPoint[] line = [new(0, 0, AutomationShape.Linear, 0), new(5000, -20, AutomationShape.SCurve, 0), new(5100, -3, AutomationShape.Hold, 0)];
        var settings = new ClipSettings(100, 9000)
        {
            GainDb = -1.5,
            GainLine = [.. line],
            In = new FadeEdge(3001, FadeShape.Logarithmic),
            Out = new FadeEdge(2001, FadeShape.Adaptive, 0.4),
        };

        Null.Exact(
            ArraySource.ReadAll(new ClipSource(s_media, settings), 9000), ArraySource.ReadAll(new ClipSource(s_media, settings), block));
    }

    [Fact]
    public void FadeLongerThanTheClip_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new ClipSource(s_media, new ClipSettings(0, 10) { In = new FadeEdge(11, FadeShape.Linear) }));
}
