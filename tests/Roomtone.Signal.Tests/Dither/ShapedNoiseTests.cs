namespace Roomtone.Signal.Tests;

public sealed class ShapedNoiseTests
{
    [Fact]
    public void WeightedByTheEar_ShapedNoiseIs16DbBelowFlatForAtMost15_5DbMoreInAll()
    {
        // Row 10 at 44.1 kHz and 16 bit, measured on the quantiser's output: flat triangular dither reads −93.7 dBFS, the bar is −110.
        (double flat, double flatWeighted) = NoiseDb(DitherShape.Triangular);
        (double shaped, double shapedWeighted) = NoiseDb(DitherShape.Shaped);
        Assert.InRange(shapedWeighted - flatWeighted, -30, -16.3);
        Assert.InRange(shaped - flat, 0, 15.5);
    }

    private static (double Total, double Weighted) NoiseDb(DitherShape shape)
    {
        const int Length = 1 << 16;
        using var audio = new AudioBuffer(1, Length);
        float[] x = new float[Length], re = new float[Length / 2 + 1], im = new float[Length / 2 + 1];
        for (int n = 0; n < Length; n++)
        {
            x[n] = (float)(3e-5 * Math.Sin(0.1425 * n));
        }

        x.CopyTo(audio.Block[0]);
        new Quantiser(16, shape, 1, 1, 44_100).Process(0, audio.Block);
        Signal.Kernels.Subtract(x, audio.Block[0]);
        RealFft<float> fft = RealFft<float>.Of(Length);
        fft.Forward(audio.Block[0], re, im, fft.CreateScratch());
        double total = 0, weighted = 0;
        for (int k = 0; k < re.Length; k++)
        {
            double hz = 44_100.0 * k / Length;
            double power = (double)re[k] * re[k] + (double)im[k] * im[k];
            total += power;
            weighted += hz is > 20 and < 20_000 ? power * Decibels.ToPower(NoiseShaper.SensitivityDb(hz)) : 0;
        }

        return (Decibels.FromPower(total), Decibels.FromPower(weighted));
    }
}
