using System.Numerics;

namespace Roomtone.Signal.Tests;

public sealed class RealFftTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(96)]
    [InlineData(256)]
    [InlineData(480)]
    [InlineData(1024)]
    [InlineData(1120)]
    [InlineData(2048)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(441)]
    [InlineData(997)]
    [InlineData(1000)]
    public void Bins_AreThoseOfTheDefinition(int length)
    {
        double[] x = Noise(length);
        (double[] re, double[] im) = Definition(x);
        Assert.InRange(Error(Forward(x), re, im), 0, 5e-15);
        (float[] r, float[] i) = Forward(x.Select(v => (float)v).ToArray());
        (re, im) = Definition(x.Select(v => (double)(float)v).ToArray());
        Assert.InRange(Error((r.Select(v => (double)v).ToArray(), i.Select(v => (double)v).ToArray()), re, im), 0, RealFft<float>.IsFast(length) ? 2e-7 : 8e-7);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(4096)]
    [InlineData(9408)]
    [InlineData(65536)]
    [InlineData(1 << 20)]
    public void SinglePrecision_IsWithin2e7OfDouble(int length)
    {
        // Row 1: relative L2 error ≤ 2e-7.
        double[] x = Noise(length).Select(v => (double)(float)v).ToArray();
        (double[] re, double[] im) = Forward(x);
        (float[] r, float[] i) = Forward(x.Select(v => (float)v).ToArray());
        Assert.InRange(Error((r.Select(v => (double)v).ToArray(), i.Select(v => (double)v).ToArray()), re, im), 0, 2e-7);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(9408)]
    [InlineData(10240)]
    [InlineData(65536)]
    [InlineData(1 << 20)]
    public void RoundTripInDouble_IsWithin6e16(int length)
    {
        // Row 2.
        double[] x = Noise(length), y = new double[length];
        RealFft<double> fft = RealFft<double>.Of(length);
        double[] re = new double[fft.BinCount], im = new double[fft.BinCount], scratch = fft.CreateScratch();
        fft.Forward(x, re, im, scratch);
        fft.Inverse(re, im, y, scratch);
        double error = 0, power = 0;
        for (int n = 0; n < length; n++)
        {
            error += (y[n] - x[n]) * (y[n] - x[n]);
            power += x[n] * x[n];
        }

        Assert.InRange(Math.Sqrt(error / power), 0, 6e-16);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(24)]
    [InlineData(100)]
    [InlineData(441)]
    [InlineData(512)]
    public void Inverse_ReturnsTheSamplesOfAnyLength(int length)
    {
        float[] x = Noise(length).Select(v => (float)v).ToArray(), y = new float[length];
        RealFft<float> fft = RealFft<float>.Of(length);
        float[] re = new float[fft.BinCount], im = new float[fft.BinCount], scratch = fft.CreateScratch();
        fft.Forward(x, re, im, scratch);
        fft.Inverse(re, im, y, scratch);
        for (int n = 0; n < length; n++)
        {
            Assert.Equal(x[n], y[n], 3e-6f);
        }
    }

    [Fact]
    public void Complex_AgreesWithTheDefinitionAndInverts()
    {
        const int N = 240;
        double[] re = Noise(N), im = Noise(N, 2), r = [.. re], i = [.. im];
        ComplexFft<double> fft = ComplexFft<double>.Of(N);
        double[] scratch = new double[fft.ScratchLength];
        fft.Forward(r, i, scratch);
        for (int k = 0; k < N; k += 7)
        {
            Complex sum = 0;
            for (int j = 0; j < N; j++)
            {
                sum += new Complex(re[j], im[j]) * Complex.FromPolarCoordinates(1, -2 * Math.PI * (j * k % N) / N);
            }

            Assert.Equal(sum.Real, r[k], 1e-12);
            Assert.Equal(sum.Imaginary, i[k], 1e-12);
        }

        fft.Inverse(r, i, scratch);
        Assert.All(Enumerable.Range(0, N), n => Assert.Equal(re[n], r[n], 1e-14));
        Assert.All(Enumerable.Range(0, N), n => Assert.Equal(im[n], i[n], 1e-14));
    }

    [Fact]
    public void WrongSizes_AreRefusedWithTheNumbers()
    {
        RealFft<float> fft = RealFft<float>.Of(64);
        ArgumentException error = Assert.Throws<ArgumentException>(() => fft.Forward(new float[64], new float[32], new float[33], fft.CreateScratch()));
        Assert.Contains("33 bins", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(512, 128)]
    [InlineData(512, 256)]
    [InlineData(480, 160)]
    [InlineData(512, 100)]
    public void ShortTimeTransform_GivesTheSignalBack(int length, int hop)
    {
        var stft = new Stft(Windows.Sine(length), hop);
        float[] x = Noise(5000).Select(v => (float)v).ToArray(), y = new float[5000];
        float[] re = new float[stft.BinCount], im = new float[stft.BinCount], scratch = new float[stft.ScratchLength];
        for (int at = 0; at + length <= x.Length; at += hop)
        {
            stft.Analyse(x.AsSpan(at, length), re, im, scratch);
            stft.Synthesise(re, im, y.AsSpan(at, length), scratch);
        }

        for (int n = length; n < 5000 - 2 * length; n++)
        {
            Assert.Equal(x[n], y[n], 2e-6f);
        }
    }

    [Fact]
    public void Windows_HaveTheirTextbookShape()
    {
        double[] hann = Windows.Hann(256);
        Assert.Equal(0, hann[0]);
        Assert.Equal(1, hann[128]);
        Assert.Equal(1, hann[10] + hann[138], 1e-15);
        double[] kaiser = Windows.Kaiser(101, 8);
        Assert.Equal(1, kaiser[50]);
        Assert.Equal(kaiser[3], kaiser[97], 1e-15);
        Assert.Equal(1 / 427.56411572180474, kaiser[0], 1e-12);
        Assert.Equal(0.1102 * (150 - 8.7), Windows.KaiserBeta(150));
        Assert.Equal(6e-5, Windows.BlackmanHarris(64)[0], 1e-12);
    }

    private static (double[] Re, double[] Im) Forward(double[] x)
    {
        RealFft<double> fft = RealFft<double>.Of(x.Length);
        double[] re = new double[fft.BinCount], im = new double[fft.BinCount];
        fft.Forward(x, re, im, fft.CreateScratch());
        return (re, im);
    }

    private static (float[] Re, float[] Im) Forward(float[] x)
    {
        RealFft<float> fft = RealFft<float>.Of(x.Length);
        float[] re = new float[fft.BinCount], im = new float[fft.BinCount];
        fft.Forward(x, re, im, fft.CreateScratch());
        return (re, im);
    }

    private static (double[] Re, double[] Im) Definition(double[] x)
    {
        int n = x.Length;
        double[] re = new double[n / 2 + 1], im = new double[n / 2 + 1];
        for (int k = 0; k < re.Length; k++)
        {
            for (int j = 0; j < n; j++)
            {
                double turns = 2.0 * ((long)j * k % n) / n;
                re[k] += x[j] * StableMath.CosPi(turns);
                im[k] -= x[j] * StableMath.SinPi(turns);
            }
        }

        return (re, im);
    }

    private static double Error((double[] Re, double[] Im) actual, double[] re, double[] im)
    {
        double error = 0, power = 0;
        for (int k = 0; k < re.Length; k++)
        {
            error += Math.Pow(actual.Re[k] - re[k], 2) + Math.Pow(actual.Im[k] - im[k], 2);
            power += re[k] * re[k] + im[k] * im[k];
        }

        return Math.Sqrt(error / power);
    }

    private static double[] Noise(int length, ulong seed = 1)
    {
        var random = new CounterRandom(seed);
        return [.. Enumerable.Range(0, length).Select(n => random.Gaussian(n))];
    }
}
