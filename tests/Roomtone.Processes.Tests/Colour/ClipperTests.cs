using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Colour;

public sealed class ClipperTests
{
    private const int Rate = 48_000;
    private static readonly ProcessFormat Format = ProcessFormat.Of(Rate, ChannelLayout.Mono, 512);

    // So slow that the wave is the curve itself.
    [Theory]
    [InlineData(0, 0.5, 0.5)]
    [InlineData(0, 0.9, 0.501187)]
    [InlineData(50, 0.2, 0.2)]
    [InlineData(50, 0.6, 0.472147)]
    [InlineData(100, 0.501187, 0.381701)]
    public void Level_GoesWhereTheCurveSays(double softness, double level, double expected)
    {
        var settings = new ClipperSettings { CeilingDbfs = -6, SoftnessPercent = softness };
        Assert.Equal(expected, Process(settings, TestSignal.Constant(level, 4800))[4000], 1e-4);
    }

    [Fact]
    public void MaxReduction_LetsLouderPeaksPass()
    {
        var settings = new ClipperSettings { CeilingDbfs = -12, SoftnessPercent = 0, MaxReductionDb = 2 };
        Assert.Equal(-2, Decibels.FromGain(Process(settings, TestSignal.Constant(1, 4800))[4000]), 0.01);
        Assert.Equal(-12, Decibels.FromGain(Process(settings, TestSignal.Constant(0.3, 4800))[4000]), 0.01);
    }

    [Fact]
    public void UnderTheKnee_TheMusicPasses()
    {
        float[] input = TestSignal.Sine(1000, Rate, 9600, 0.5), output = Process(new ClipperSettings(), input);
        Residual.BelowDb(input.AsSpan(1000, 8000), output.AsSpan(1128, 8000), -100);
    }

    private static float[] Process(ClipperSettings settings, float[] input)
    {
        using IAudioProcessor processor = settings.CreateProcessor(Format);
        return Run.Whole(processor, Format, [input])[0];
    }
}
