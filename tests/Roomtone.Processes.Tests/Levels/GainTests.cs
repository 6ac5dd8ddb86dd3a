using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Levels;

public sealed class GainTests
{
    private static readonly ProcessFormat Format = ProcessFormat.Of(48000, ChannelLayout.Mono);

    [Fact]
    public void Amount_IsTheLevelChange()
    {
        using IAudioProcessor processor = new GainSettings { AmountDb = -6 }.CreateProcessor(Format);
        Response.At(processor, Format, 1000).IsDb(-6, 0.0001);
    }

    [Fact]
    public void MinusInfinity_IsSilence()
    {
        using IAudioProcessor processor = new GainSettings { AmountDb = double.NegativeInfinity }.CreateProcessor(Format);
        Assert.All(Run.Whole(processor, Format, TestSignal.NoiseChannels(1, 1, 1000))[0], x => Assert.Equal(0, x));
    }

    // algorithms.md 9.5: a fade of 60 dB in 100 ms is the exact product of signal and curve.
    [Fact]
    public void FadeOf60DbIn100Ms_IsTheExactProduct()
    {
        using IAudioProcessor processor = new GainSettings().CreateProcessor(Format with { IsAutomated = true });
        float[] input = TestSignal.Sine(1000, 48000, 4800);
        float[] output = Run.Whole(processor, Format, [input], ramps: p => [new Ramp(Level(p & ~63L), Level((p & ~63L) + 64))])[0];
        float[] product = [.. input.Select((x, i) => (float)(x * Math.Pow(10, Level(i) / 20)))];
        Residual.BelowDb(product, output, -130);

        static double Level(long n) => -60.0 * n / 4800;
    }
}
