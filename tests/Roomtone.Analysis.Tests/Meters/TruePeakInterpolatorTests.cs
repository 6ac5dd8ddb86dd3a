using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Analysis.Tests;

public sealed class TruePeakInterpolatorTests
{
    // A sum of sines up to 20 kHz is known between the samples: its truth is its formula on a grid of 64.
    [Theory]
    [InlineData(48000)]
    [InlineData(44100)]
    [InlineData(96000)]
    public void OfContentTo20KHz_ReadsThePeakBetweenTheSamples(int sampleRate)
    {
        for (int seed = 1; seed <= 12; seed++)
        {
            (float[] samples, double truth) = Band(seed, sampleRate, 600);
            float peak = TruePeakInterpolator.At(sampleRate).Peak(samples, 0);
            Assert.InRange(Decibels.FromGain(peak / truth), -0.05, 0.01);
        }
    }

    [Fact]
    public void SkippingWhatCannotBeThePeak_ChangesNothing()
    {
        var interpolator = new TruePeakInterpolator(8);
        float[] noise = TestSignal.Noise(3, 5000 + 2 * interpolator.FilterReach, 1);
        for (int i = 0; i < noise.Length; i++)
        {
            noise[i] *= 0.2f + 0.8f * (i / 500 % 2);
        }

        var peaks = new float[5000];
        interpolator.Peaks(noise, 0, peaks);
        Assert.Equal(peaks.Max(), interpolator.Peak(noise, 0));
        var above = new float[5000];
        interpolator.Peaks(noise, 1, above);
        Assert.All(Enumerable.Range(0, 5000).Where(i => peaks[i] > 1), i => Assert.Equal(peaks[i], above[i]));
    }

    // Every sixteen samples alone, and the floor just below what they hold: no bound may rule out its own peak.
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void NoBound_RulesOutAPeakThatIsThere(int factor)
    {
        var interpolator = new TruePeakInterpolator(factor);
        int reach = interpolator.FilterReach;
        foreach (float[] x in Shapes())
        {
            for (int at = 0; at + 16 + 2 * reach <= x.Length; at += 16)
            {
                ReadOnlySpan<float> part = x.AsSpan(at, 16 + 2 * reach);
                float peak = interpolator.Peak(part, -1);
                Assert.Equal(peak, interpolator.Peak(part, MathF.BitDecrement(peak)));
            }
        }
    }

    // White, smooth, alternating (the worst of second differences), clicks, a ramp, tones near a quarter and near half the rate.
    private static IEnumerable<float[]> Shapes()
    {
        const int Length = 4000;
        float[] noise = TestSignal.Noise(7, Length, 0.5);
        yield return noise;
        yield return [.. noise.Select((_, n) => n < 8 ? 0 : Enumerable.Range(0, 8).Sum(k => noise[n - k]) / 8)];
        yield return [.. noise.Select((v, n) => (n & 1) == 0 ? Math.Abs(v) : -Math.Abs(v))];
        yield return [.. noise.Select((v, n) => n % 37 == 0 ? v : 0)];
        yield return [.. noise.Select((_, n) => n / (float)Length)];
        yield return TestSignal.Sine(12_001, 48_000, Length, 0.7);
        yield return TestSignal.Sine(23_500, 48_000, Length, 0.7);
        yield return TestSignal.Sine(50, 48_000, Length, 0.7);
    }

    [Fact]
    public void ThePeakOfASample_DependsOnItsNeighbourhoodOnly()
    {
        var interpolator = new TruePeakInterpolator(8);
        float[] noise = TestSignal.Noise(4, 500 + 2 * interpolator.FilterReach, 1);
        var whole = new float[500];
        interpolator.Peaks(noise, 0, whole);
        for (int at = 0; at < 500; at += 37)
        {
            int count = Math.Min(37, 500 - at);
            var part = new float[count];
            interpolator.Peaks(noise.AsSpan(at, count + 2 * interpolator.FilterReach), 0, part);
            Null.Exact(whole.AsSpan(at, count), part);
        }
    }

    private static (float[] Samples, double Truth) Band(int seed, int sampleRate, int length)
    {
        ulong state = (ulong)seed;
        (double Cycles, double Phase)[] partials =
            [.. Enumerable.Range(0, 40).Select(_ => (20000 * TestSignal.NextUnit(ref state) / sampleRate, TestSignal.NextUnit(ref state)))];
        const int Fine = 64;
        int reach = TruePeakInterpolator.At(sampleRate).FilterReach;
        double truth = 0;
        for (int i = reach * Fine; i <= (length - reach) * Fine; i++)
        {
            truth = Math.Max(truth, Math.Abs(Value((double)i / Fine)));
        }

        return ([.. Enumerable.Range(0, length).Select(n => (float)Value(n))], truth);

        double Value(double t) => partials.Sum(p => Math.Sin(2 * Math.PI * (p.Cycles * t + p.Phase)));
    }
}
