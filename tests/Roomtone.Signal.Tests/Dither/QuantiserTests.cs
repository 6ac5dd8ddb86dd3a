namespace Roomtone.Signal.Tests.Dither;

public sealed class QuantiserTests
{
    private const int Bits = 16;
    private const double Lsb = 1.0 / 32768;

    [Fact]
    public void Triangular_ErrorPowerIsThreeTimesThatOfRounding()
    {
        double[] errors = Errors(DitherShape.Triangular, Ramp(1 << 19));
        double power = errors.Average(e => e * e) * 12;
        Assert.InRange(Decibels.FromPower(power), 4.77 - 0.05, 4.77 + 0.05);
    }

    [Fact]
    public void Triangular_NeitherMeanNorVarianceDependsOnTheSignal()
    {
        const int Length = 1 << 21;
        float[] ramp = Ramp(Length);
        double[] errors = Errors(DitherShape.Triangular, ramp);
        var byPhase = Enumerable.Range(0, Length).GroupBy(i => (int)(20 * (ramp[i] / Lsb - Math.Floor(ramp[i] / Lsb)))).Select(g => g.Select(i => errors[i]).ToArray()).ToArray();
        Assert.All(byPhase, phase => Assert.InRange(phase.Average(), -0.01, 0.01));
        double[] variances = [.. byPhase.Select(p => p.Average(e => e * e))];
        Assert.InRange(Decibels.FromPower(variances.Max() / variances.Min()), 0, 0.15);
    }

    [Theory]
    [InlineData(44_100)]
    [InlineData(48_000)]
    public void Shaped_IsQuieterToTheEarAndNotMuchLouderInAll(int sampleRate)
    {
        double[] a = [1, .. NoiseShaper.Design(sampleRate)];
        double weighted = 0, flat = 0, total = 0;
        const int Bins = 4000;
        for (int b = 1; b < Bins; b++)
        {
            double hz = 0.5 * sampleRate * b / Bins;
            double re = 0, im = 0;
            for (int k = 0; k < a.Length; k++)
            {
                re += a[k] * StableMath.CosPi((double)k * b / Bins);
                im += a[k] * StableMath.SinPi((double)k * b / Bins);
            }

            double power = re * re + im * im;
            total += power / Bins;
            double weight = hz is > 20 and < 20_000 ? Decibels.ToPower(NoiseShaper.SensitivityDb(hz)) : 0;
            weighted += weight * power;
            flat += weight;
        }

        // −17.0 dB weighted for +15.3 dB in all at 44.1 kHz, −18.4 for +14.0 at 48 kHz (Gerzon and Craven's design, order 9, cap 35 dB).
        Assert.InRange(Decibels.FromPower(weighted / flat), -20, -16.5);
        Assert.InRange(Decibels.FromPower(total), 10, 15.5);
    }

    [Theory]
    [InlineData(DitherShape.None)]
    [InlineData(DitherShape.Triangular)]
    [InlineData(DitherShape.Shaped)]
    public void Samples_LieOnTheGridAndStayInsideIt(DitherShape shape)
    {
        float[] loud = [.. Enumerable.Range(0, 5000).Select(i => 1.5f * MathF.Sin(0.01f * i))];
        float[] output = Run(shape, loud, 5000);
        Assert.All(output, y => Assert.Equal(Math.Round(y / Lsb), y / Lsb));
        Assert.InRange(output.Max(), 1 - 2 * Lsb, 1 - Lsb);
        Assert.Equal(-1, output.Min());
    }

    [Theory]
    [InlineData(DitherShape.Triangular, 1)]
    [InlineData(DitherShape.Triangular, 7)]
    [InlineData(DitherShape.Shaped, 7)]
    [InlineData(DitherShape.Shaped, 64)]
    public void AnyPartition_GivesTheSameBits(DitherShape shape, int block)
    {
        float[] noise = new float[3001];
        new CounterRandom(4).FillBipolar(0, noise);
        Assert.Equal(Run(shape, noise, noise.Length), Run(shape, noise, block));
    }

    [Fact]
    public void Channels_AreDitheredIndependently()
    {
        using var buffer = new AudioBuffer(2, 1 << 18);
        new Quantiser(Bits, DitherShape.Triangular, 1, 2, 48_000).Process(0, buffer.Block);
        double both = 0, left = 0;
        for (int i = 0; i < buffer.Length; i++)
        {
            both += (double)buffer.Block[0][i] * buffer.Block[1][i];
            left += (double)buffer.Block[0][i] * buffer.Block[0][i];
        }

        Assert.InRange(both / left, -0.01, 0.01);
    }

    private static float[] Ramp(int length) => [.. Enumerable.Range(0, length).Select(i => (float)(4.0 * i / length * Lsb))];

    private static double[] Errors(DitherShape shape, float[] input)
    {
        float[] output = Run(shape, input, input.Length);
        return [.. output.Select((y, i) => (y - input[i]) / Lsb)];
    }

    private static float[] Run(DitherShape shape, float[] input, int block)
    {
        using var buffer = new AudioBuffer(1, input.Length);
        input.CopyTo(buffer.Block[0]);
        var quantiser = new Quantiser(Bits, shape, 1, 1, 44_100);
        for (int at = 0; at < input.Length; at += block)
        {
            quantiser.Process(at, buffer.Block.Slice(at, Math.Min(block, input.Length - at)));
        }

        return buffer.Block[0].ToArray();
    }
}
