using System.Numerics;

namespace Roomtone.Signal.Tests;

public sealed class FirTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(1000)]
    public void PartitionedConvolution_EqualsTheDirectSum(int block)
    {
        // Row 68: error ≤ −140 dB.
        double[][] responses = [Noise(1000, 1), Noise(700, 2)];
        using AudioBuffer audio = Signal(2, 4000);
        using AudioBuffer expected = Signal(2, 4000);
        var convolver = new PartitionedConvolver<double>(responses, 128);
        for (int at = 0; at < 4000; at += block)
        {
            convolver.Process(audio.Block.Slice(at, Math.Min(block, 4000 - at)), 37 + at);
        }

        for (int c = 0; c < 2; c++)
        {
            double error = 0, power = 0;
            for (int n = 128; n < 4000; n++)
            {
                double sum = 0;
                for (int k = 0; k < Math.Min(responses[c].Length, n - 128 + 1); k++)
                {
                    sum += responses[c][k] * expected.Block[c][n - 128 - k];
                }

                error += (audio.Block[c][n] - sum) * (audio.Block[c][n] - sum);
                power += sum * sum;
            }

            Assert.InRange(Decibels.FromPower(error / power), -400, -140);
        }
    }

    [Fact]
    public void PartitionedConvolution_ContinuesFromASavedState()
    {
        double[][] responses = [Noise(1000, 1)];
        using AudioBuffer whole = Signal(1, 3000);
        using AudioBuffer parts = Signal(1, 3000);
        new PartitionedConvolver<float>(responses, 64).Process(whole.Block, 0);
        var first = new PartitionedConvolver<float>(responses, 64);
        first.Process(parts.Block.Slice(0, 1111), 0);
        var state = new StateWriter();
        first.Save(state);
        var second = new PartitionedConvolver<float>(responses, 64);
        second.Load(new StateReader(state.Written.ToArray()));
        second.Process(parts.Block.Slice(1111, 1889), 1111);
        Assert.Equal(whole.Block[0].ToArray(), parts.Block[0].ToArray());
    }

    [Fact]
    public void LinearPhaseEqualiser_FollowsTheCurveWithin0_25DbFrom30Hz()
    {
        // Row 14, with the bell that decides the length: 60 Hz, Q 2, +9 dB, and a shelf at 9 kHz.
        var bell = new FilterPrototype(FilterShape.Bell, 60, 2, 9);
        var shelf = new FilterPrototype(FilterShape.HighShelf, 9000, 0.7, -6);
        double Gain(double hz) => Math.Sqrt(bell.PowerAt(hz) * shelf.PowerAt(hz));
        int taps = LinearPhaseDesign.DefaultTaps(48000);
        double[] h = LinearPhaseDesign.LinearPhase(Gain, taps, 48000);
        Assert.Equal(16385, taps);
        Assert.InRange(WorstDb(h, Gain, 30), 0, 0.25);
        for (int n = 0; n < taps; n++)
        {
            Assert.Equal(h[n], h[taps - 1 - n], 1e-15);
        }
    }

    [Fact]
    public void MinimumPhaseEqualiser_FollowsTheCurveFromItsFirstTapsOn()
    {
        var bell = new FilterPrototype(FilterShape.Bell, 2000, 1, 9);
        double Gain(double hz) => Math.Sqrt(bell.PowerAt(hz));
        double[] h = LinearPhaseDesign.MinimumPhase(Gain, 4096, 48000);
        Assert.InRange(WorstDb(h, Gain, 30), 0, 0.05);
        Assert.InRange(h[..100].Sum(v => v * v) / h.Sum(v => v * v), 0.999, 1);
    }

    [Fact]
    public void KaiserLowPass_ReachesItsAttenuation()
    {
        double[] h = FirDesign.LowPass(FirDesign.KaiserTaps(100, 0.05), 0.225, Windows.KaiserBeta(100));
        Assert.InRange(Math.Abs(20 * Math.Log10(Magnitude(h, 0.2))), 0, 0.001);
        Assert.InRange(20 * Math.Log10(Magnitude(h, 0.25)), -400, -99);
        Assert.InRange(20 * Math.Log10(Magnitude(FirDesign.MinimumPhase(h), 0.25)), -400, -98);
    }

    private static double WorstDb(double[] h, Func<double, double> gain, double fromHz)
    {
        double worst = 0;
        for (int i = 0; i <= 300; i++)
        {
            double hz = fromHz * Math.Pow(20000 / fromHz, i / 300.0);
            worst = Math.Max(worst, Math.Abs(20 * Math.Log10(Magnitude(h, hz / 48000) / gain(hz))));
        }

        return worst;
    }

    private static double Magnitude(double[] h, double frequency)
    {
        Complex sum = 0, step = Complex.FromPolarCoordinates(1, -2 * Math.PI * frequency), z = 1;
        foreach (double v in h)
        {
            sum += v * z;
            z *= step;
        }

        return sum.Magnitude;
    }

    private static double[] Noise(int length, ulong seed) => [.. Enumerable.Range(0, length).Select(n => new CounterRandom(seed).Bipolar(n))];

    private static AudioBuffer Signal(int channels, int length)
    {
        var audio = new AudioBuffer(channels, length);
        for (int c = 0; c < channels; c++)
        {
            new CounterRandom(9, (ulong)c).FillBipolar(0, audio.Block[c]);
        }

        return audio;
    }
}
