using Roomtone.Signal;

namespace Roomtone.Conformance.Tests;

/// <summary>EBU Tech 3341 v4, Table 1, cases 15–23 (tolerance there +0.2/−0.4 dB).</summary>
public sealed class TruePeakTests
{
    private const int SampleRate = 48000;

    [Theory]
    [InlineData(4, 0, 0.50, -6.02)]
    [InlineData(4, 45, 0.50, -6.02)]
    [InlineData(6, 60, 0.50, -6.02)]
    [InlineData(8, 67.5, 0.50, -6.02)]
    [InlineData(4, 45, 1.41, 2.98)]
    public void Cases15To19_ASine_ReadsItsAmplitudeAtAnyPhase(int divisor, double degrees, double amplitude, double dbtp)
    {
        var sine = new float[SampleRate];
        for (int i = 0; i < sine.Length; i++)
        {
            double edge = Math.Min(1, Math.Min(i, sine.Length - 1 - i) / 4800.0);
            sine[i] = (float)(amplitude * edge * StableMath.SinPi(2.0 * (i % divisor) / divisor + degrees / 180));
        }

        Assert.InRange(Peak(sine), dbtp - 0.05, dbtp + 0.02);
    }

    // One period of amplitude 1 in a tone of amplitude 0.5, made at four times the rate and taken down at four offsets.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Cases20To23_OnePeriodBetweenTheSamples_IsFound(int offset)
    {
        const int Length = 4 * 4800;
        var fine = new double[Length];
        for (int i = 0; i < Length; i++)
        {
            double edge = Math.Min(1, Math.Min(i, Length - 1 - i) / 2000.0);
            bool isLoud = i is >= Length / 2 and < (Length / 2) + 24;
            fine[i] = edge * (isLoud ? 1.0 : 0.5) * StableMath.SinPi(2.0 * i / 24);
        }

        var samples = new float[Length / 4];
        for (int n = 0; n < samples.Length; n++)
        {
            samples[n] = (float)Decimated(fine, 4 * n + offset);
        }

        Assert.InRange(Peak(samples), -0.4, 0.2);
    }

    private static double Peak(float[] samples) => new Programme(ChannelLayout.Mono, SampleRate).Samples(samples).Measure().TruePeakDbtp;

    // Low-pass at the Nyquist frequency of the lower rate: a sinc of 40 periods under a Hann window.
    private static double Decimated(double[] fine, int at)
    {
        const int Reach = 160;
        double sum = 0;
        for (int k = Math.Max(0, at - Reach); k <= Math.Min(fine.Length - 1, at + Reach); k++)
        {
            double x = (at - k) / 4.0;
            sum += fine[k] * 0.25 * StableMath.Sinc(x) * (0.5 + 0.5 * StableMath.CosPi((double)(at - k) / Reach));
        }

        return sum;
    }
}
