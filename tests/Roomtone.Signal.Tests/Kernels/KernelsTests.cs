namespace Roomtone.Signal.Tests;

public sealed class KernelsTests
{
    [Fact]
    public void EveryLength_GivesTheScalarResult()
    {
        var random = new CounterRandom(1);
        for (int n = 0; n <= 257; n++)
        {
            float[] x = Noise(random, n), y = Noise(random.Fork(1), n), mixed = [.. y], product = [.. y], scaled = new float[n];
            Signal.Kernels.Mix(x, 0.3f, mixed);
            Signal.Kernels.Multiply(x, product);
            Signal.Kernels.Scale(x, 0.7f, scaled);
            float peak = 0;
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(y[i] + 0.3f * x[i], mixed[i]);
                Assert.Equal(y[i] * x[i], product[i]);
                Assert.Equal(0.7f * x[i], scaled[i]);
                peak = Math.Max(peak, Math.Abs(x[i]));
            }

            Assert.Equal(peak, Signal.Kernels.Peak(x));
        }
    }

    [Fact]
    public void ShortDestination_IsRefusedWithBothLengths()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Signal.Kernels.Mix(new float[9], 1, new float[8]));
        Assert.Contains("8", error.Message, StringComparison.Ordinal);
        Assert.Contains("9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NaN_IsPassedOverByThePeak()
    {
        float[] x = Noise(new CounterRandom(2), 100);
        x[3] = float.NaN;
        x[99] = float.NaN;
        x[50] = -7;
        Assert.Equal(7, Signal.Kernels.Peak(x));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Energy_HasTheSameBitsForAnyPartition(int block)
    {
        float[] x = Noise(new CounterRandom(3), 10_007);
        var whole = default(EnergySum);
        whole.Add(x, 5);
        var parts = default(EnergySum);
        for (int at = 0; at < x.Length; at += block)
        {
            parts.Add(x.AsSpan(at, Math.Min(block, x.Length - at)), 5 + at);
        }

        Assert.Equal(whole.Total, parts.Total);
        Assert.Equal(x.Sum(v => (double)v * v), whole.Total, 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void Interleaving_RoundTrips(int channels)
    {
        using var planes = new AudioBuffer(channels, 75);
        using var back = new AudioBuffer(channels, 75);
        float[] values = Noise(new CounterRandom(4), channels * 75), again = new float[channels * 75];
        Interleave.ToPlanes(values, planes.Block);
        Interleave.FromPlanes(planes.Block, again);
        Assert.Equal(values, again);
        Assert.Equal(values[channels * 74], planes.Block[0][74]);
    }

    [Fact]
    public void LogarithmAndPower_KeepGainsWithin3MicroDecibels()
    {
        // Levels −48…+48 dBFS: the pair as a gain computer uses it. Farther out float32's spacing of the logarithm itself is wider.
        float[] x = new float[20_000], log = new float[20_000], y = new float[20_000];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = (float)Decibels.ToGain(-48 + 96.0 * i / x.Length);
        }

        VectorMath.Log2(x, log);
        VectorMath.Exp2(log, y);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.InRange(log[i] * 6.0205999132796239 - Decibels.FromGain(x[i]), -3e-6, 3e-6);
            Assert.InRange(Decibels.FromGain(y[i] / (double)x[i]), -3e-6, 3e-6);
        }

        // A gain between 0 and −40 dB alone, as it multiplies the signal.
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = -6.644f * i / x.Length;
        }

        VectorMath.Exp2(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.InRange(Decibels.FromGain(y[i]) - x[i] * 6.0205999132796239, -3e-6, 3e-6);
        }
    }

    [Fact]
    public void LogarithmAndPower_StayFiniteAtTheEdges()
    {
        float[] x = [0, float.Epsilon, 1, float.MaxValue], y = new float[4];
        VectorMath.Log2(x, y);
        Assert.InRange(y[0], -128, -126);
        Assert.Equal(0, y[2]);
        float[] powers = [float.NegativeInfinity, -200, 0, 1000, -126, 10];
        VectorMath.Exp2(powers, powers);
        Assert.Equal([0, 0, 1, MathF.ScaleB(1, 127), MathF.ScaleB(1, -126), 1024], powers);
    }

    [Fact]
    public void DenormalGuard_CutsAtTheSamePositionsForAnyPartition()
    {
        Assert.Equal([0L, 4096, 8192], Flushes(0, 10_000, 10_000));
        Assert.Equal([4096L, 8192], Flushes(5, 10_000, 10_000));
        Assert.Equal(Flushes(5, 10_000, 10_000), Flushes(5, 10_000, 7));
        Assert.Equal([-4096L, 0], Flushes(-5000, 6000, 6000));
        double[] state = [1e-31, -1e-31, 1e-29, -1];
        DenormalGuard.Flush(state);
        Assert.Equal([0, 0, 1e-29, -1], state);
    }

    private static List<long> Flushes(long position, int length, int block)
    {
        List<long> at = [];
        for (int done = 0; done < length; done += block)
        {
            foreach (DenormalGuard.Segment part in DenormalGuard.Split(position + done, Math.Min(block, length - done)))
            {
                if (part.IsFlushDue)
                {
                    at.Add(position + done + part.Start);
                }
            }
        }

        return at;
    }

    private static float[] Noise(CounterRandom random, int length)
    {
        float[] x = new float[length];
        random.FillBipolar(0, x);
        return x;
    }
}
