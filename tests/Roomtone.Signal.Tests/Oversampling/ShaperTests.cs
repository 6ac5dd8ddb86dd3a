using Roomtone.Testing;

namespace Roomtone.Signal.Tests;

public sealed class ShaperTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-6)]
    [InlineData(0.31)]
    [InlineData(-1.7)]
    [InlineData(15.99)]
    [InlineData(16.01)]
    [InlineData(-60.0)]
    public void Tanh_AndItsAntiderivativesAgree(double x)
    {
        TanhCurve curve = default;
        const double Step = 1e-4;
        Assert.Equal(Math.Tanh(x), curve.Value(x), 2e-8);
        Assert.Equal(Math.Abs(x) + Math.Log(0.5 + 0.5 * Math.Exp(-2 * Math.Abs(x))), curve.First(x), 1e-10);
        Assert.Equal(curve.First(x), (curve.Second(x + Step) - curve.Second(x - Step)) / (2 * Step), 1e-7);
    }

    [Fact]
    public void Curves_AreTheDerivativesOfTheirAntiderivatives()
    {
        Check(default(TubeCurve));
        Check(new ClipCurve(0));
        Check(default(FoldCurve));
        Check(new ClipCurve(0.4));
        Check(new ClipCurve(0, 0.5));
        Check(new ClipCurve(1, 0.7));

        static void Check<TCurve>(TCurve curve)
            where TCurve : struct, IShaperCurve
        {
            const double Step = 1e-4;
            foreach (double x in (double[])[-3.3, -0.7, 0.01, 0.4, 1.9])
            {
                Assert.Equal(curve.Value(x), (curve.First(x + Step) - curve.First(x - Step)) / (2 * Step), 1e-6);
                Assert.Equal(curve.First(x), (curve.Second(x + Step) - curve.Second(x - Step)) / (2 * Step), 1e-6);
            }
        }
    }

    // However loud: a sample 140 dB over full scale is clipped as one 6 dB over is.
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void Clip_HoldsWhateverComes(double softness)
    {
        Assert.Equal(1, new ClipCurve(softness).Value(1e7), 1e-9);
        Assert.Equal(-1, new ClipCurve(softness).Value(-1e7), 1e-9);
        Assert.Equal(5e6, new ClipCurve(softness, 0.5).Value(1e7), 1e-3);
    }

    // Every branch: jumps, equal neighbours, first and third alike, all three alike. A straight curve gives the mean of three samples.
    [Theory]
    [InlineData(0.5, -0.25, 0.125)]
    [InlineData(0.5, 0.5, 0.125)]
    [InlineData(0.5, -0.25, 0.5)]
    [InlineData(0.5, -0.25, 0.50015)]
    [InlineData(0.1, 0.10005, 0.1001)]
    public void AStraightCurve_GivesTheMeanWhateverTheSteps(float a, float b, float c)
    {
        float[] samples = [a, b, c];
        new AntiderivativeShaper<ClipCurve>(new ClipCurve(0)).Process(samples);
        Assert.Equal((a + b + c) / 3, samples[2], 1e-6);
    }

    [Fact]
    public void Tape_IsTheSameForAnyPartition_AndGoesOnFromItsState()
    {
        float[] whole = TestSignal.Noise(31, 5000, 3), parts = [.. whole], resumed = [.. whole];
        new TapeHysteresis().Process(whole);
        var one = new TapeHysteresis();
        for (int at = 0, length = 1; at < parts.Length; at += length, length = length * 7 % 613 + 1)
        {
            one.Process(parts.AsSpan(at, Math.Min(length, parts.Length - at)));
        }

        Assert.Equal(whole, parts);

        TapeHysteresis first = new(), second = new();
        first.Process(resumed.AsSpan(0, 1234));
        var saved = new StateWriter();
        first.Save(saved);
        second.Load(new StateReader(saved.Written.ToArray()));
        second.Process(resumed.AsSpan(1234));
        Assert.Equal(whole, resumed);
    }
}
