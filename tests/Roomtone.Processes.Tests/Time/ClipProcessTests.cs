using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Time;

public sealed class ClipProcessTests
{
    private static readonly float[][] Input = TestSignal.NoiseChannels(1, 2, 48000);

    [Fact]
    public void ReversedTwice_IsTheInputBitForBit()
    {
        IAudioSource twice = Apply(new ReverseSettings(), Apply(new ReverseSettings(), Source()));
        Null.Exact(Input, ArraySource.ReadAll(twice, 777));
    }

    [Fact]
    public void Trim_KeepsTheSamplesBetweenItsTimes()
    {
        IAudioSource trimmed = Apply(new TrimSettings { FromSeconds = 0.25, ToSeconds = 0.5 }, Source());
        Null.Exact([.. Input.Select(c => c[12000..24000])], ArraySource.ReadAll(trimmed));
    }

    [Fact]
    public void TrimPastTheEnd_IsRefusedWithTheLength() =>
        Assert.Equal(
            "trim: 2 s is after the end (1 s); write 1 s or less",
            Assert.Throws<ProcessSettingsException>(() => Apply(new TrimSettings { ToSeconds = 2 }, Source())).Message);

    [Theory]
    [InlineData(FadeCurveShape.Linear, 0.5)]
    [InlineData(FadeCurveShape.EqualPower, 0.70710678)]
    [InlineData(FadeCurveShape.SCurve, 0.5)]
    [InlineData(FadeCurveShape.Exponential, 0.0306534)]
    [InlineData(FadeCurveShape.Logarithmic, 0.9693466)]
    public void FadeCurves_StartSilentEndFullAndPassTheirMiddle(FadeCurveShape shape, double middle)
    {
        Assert.Equal((0, 1), (FadeCurve.In(shape, 0), FadeCurve.In(shape, 1)));
        Assert.Equal(middle, FadeCurve.In(shape, 0.5), 1e-6);
        Assert.All(Enumerable.Range(0, 100), i => Assert.True(FadeCurve.In(shape, i / 100.0) < FadeCurve.In(shape, (i + 1) / 100.0)));
        Assert.All(Enumerable.Range(0, 100), i => Assert.True(FadeCurve.Out(shape, i / 100.0) > FadeCurve.Out(shape, (i + 1) / 100.0)));
        Assert.Equal((1, 0), (FadeCurve.Out(shape, 0), FadeCurve.Out(shape, 1)));
    }

    // What a decaying sound does: −30 dB half way down, as a clip's "fade out … logarithmic".
    [Fact]
    public void LogarithmicFadeOut_IsStraightInDecibels()
    {
        Assert.Equal(-30, Decibels.FromGain(FadeCurve.Out(FadeCurveShape.Logarithmic, 0.5)), 0.3);
        Assert.Equal(-10, Decibels.FromGain(FadeCurve.Out(FadeCurveShape.Logarithmic, 1 / 6.0)), 0.1);
        Assert.Equal(-30, Decibels.FromGain(FadeCurve.In(FadeCurveShape.Exponential, 0.5)), 0.3);
    }

    [Fact]
    public void Fade_TouchesItsEndsOnly()
    {
        var fade = new FadeSettings { InSeconds = 0.1, OutSeconds = 0.2, OutShape = FadeCurveShape.SCurve };
        float[][] output = ArraySource.ReadAll(Apply(fade, Source()), 1000);
        Null.Exact(Input[0].AsSpan(4800, 48000 - 4800 - 9600), output[0].AsSpan(4800, 48000 - 4800 - 9600));
        Assert.Equal(0, output[0][0]);
        Assert.Equal(0, output[0][^1]);
        Assert.Equal(Input[0][2400] / 2, output[0][2400], 1e-6f);
    }

    [Fact]
    public void StreamedSource_TrimsNothingAppendsTheTailAndReadsInAnyOrder()
    {
        using var source = new StreamedSource(new HighPassSettings { FrequencyHz = 100 }, Source());
        float[][] forward = ArraySource.ReadAll(source, 1000);
        Assert.True(source.Length > 48000);
        using var block = new AudioBuffer(2, 500);
        foreach (long position in new[] { 40000L, 123, 30000, 30500, 0, source.Length - 500 })
        {
            source.Read(position, block.Block);
            Null.Exact(forward[1].AsSpan((int)position, 500), block.Block[1]);
        }
    }

    private static ArraySource Source() => new(48000, ChannelLayout.Stereo, Input);

    private static IAudioSource Apply(IClipProcess process, IAudioSource source) =>
        process.Apply(source, null, TestContext.Current.CancellationToken);
}
