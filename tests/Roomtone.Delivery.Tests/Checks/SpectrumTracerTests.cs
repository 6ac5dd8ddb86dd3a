using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests.Checks;

public sealed class SpectrumTracerTests
{
    private const int Rate = 48000;

    // Low first, high from the middle on.
    [Fact]
    public void Columns_FollowTheProgramme()
    {
        float[] signal = [.. TestSignal.Sine(200, Rate, 5 * Rate), .. TestSignal.Sine(5000, Rate, 5 * Rate)];
        SpectrumTrace trace = Trace(signal, 1000);
        Assert.Equal(400, trace.Columns);
        Assert.InRange(Loudest(trace, 100), RowOf(200) - 1, RowOf(200) + 1);
        Assert.InRange(Loudest(trace, 300), RowOf(5000) - 1, RowOf(5000) + 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(16_384)]
    public void AnyBlockLength_GivesTheSame(int block)
    {
        float[] noise = TestSignal.Noise(1, 100_000);
        SpectrumTrace expected = Trace(noise, 777), actual = Trace(noise, block);
        Assert.Equal(expected.Levels.ToArray(), actual.Levels.ToArray());
        Assert.Equal(expected.BandsDbfs, actual.BandsDbfs);
    }

    [Fact]
    public void AShortFile_HasNone() => Assert.Equal(0, Trace(TestSignal.Noise(1, 8000), 512).Columns);

    [Fact]
    public void ALongFile_HasNoMoreColumnsThanCanBeSeen() => Assert.Equal(400, Trace(TestSignal.Noise(1, 120 * Rate), 16_384).Columns);

    private static SpectrumTrace Trace(float[] signal, int block)
    {
        var tracer = new SpectrumTracer(Rate, 1, signal.Length);
        using var buffer = new AudioBuffer(1, block);
        for (int at = 0; at < signal.Length; at += block)
        {
            AudioBlock part = buffer.Block.Slice(0, Math.Min(block, signal.Length - at));
            signal.AsSpan(at, part.Length).CopyTo(part[0]);
            tracer.Add(part);
        }

        return tracer.Read();
    }

    private static int Loudest(SpectrumTrace trace, int column)
    {
        byte[] rows = trace.Levels.Slice(column * SpectrumTrace.Rows, SpectrumTrace.Rows).ToArray();
        return Array.IndexOf(rows, rows.Max());
    }

    private static int RowOf(double hz) => (int)(SpectrumTrace.Rows * Math.Log(hz / SpectrumTrace.LowestHz) / Math.Log(SpectrumTrace.HighestHz / SpectrumTrace.LowestHz));
}
