namespace Roomtone.Signal.Tests;

public sealed class OversamplingTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void UpAndDown_DelaysByTheLatencyAndKeepsTheBand(int factor)
    {
        float[] x = Tone(4000, 0.43), y = new float[4000], high = new float[4000 * factor];
        var oversampler = new Oversampler(factor, 4000);
        oversampler.Up(x, high);
        oversampler.Down(high, y);
        for (int n = 400; n < 4000; n++)
        {
            Assert.Equal(x[n - oversampler.LatencySamples], y[n], 6e-5f);
        }
    }

    [Fact]
    public void Image_IsBelow105Db()
    {
        // 0.4 of the rate leaves an image at 0.6: what remains when the tone itself is fitted out.
        float[] x = Tone(4096, 0.4), high = new float[8192];
        new Oversampler(2, 4096).Up(x, high);
        Assert.InRange(Decibels.FromGain(Amplitude(high.AsSpan(2000, 5000), 0.3)), -400, -104);
        Assert.Equal(1, Amplitude(high.AsSpan(2000, 5000), 0.2), 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    public void Partition_ChangesNoBit(int block)
    {
        float[] x = Tone(1000, 0.123), whole = new float[1000], parts = new float[1000], high = new float[8000];
        var one = new Oversampler(8, 1000);
        one.Up(x, high);
        one.Down(high, whole);
        var other = new Oversampler(8, 1000);
        for (int at = 0; at < 1000; at += block)
        {
            int count = Math.Min(block, 1000 - at);
            other.Up(x.AsSpan(at, count), high.AsSpan(0, 8 * count));
            other.Down(high.AsSpan(0, 8 * count), parts.AsSpan(at, count));
        }

        Assert.Equal(whole, parts);
    }

    [Fact]
    public void TruePeak_OfATonesWorstPhaseIsItsAmplitude()
    {
        // fs/4 sampled at 45°: samples reach −3.01 dB only (EBU Tech 3341, case 15's principle).
        float[] x = new float[1000];
        for (int n = 0; n < x.Length; n++)
        {
            x[n] = (float)Math.Sin(Math.PI * n / 2 + Math.PI / 4);
        }

        PolyphaseInterpolator filter = PolyphaseInterpolator.TruePeak;
        int count = x.Length - filter.TapsPerPhase + 1 - 200;
        float peak = filter.Peak(x.AsSpan(100, count + filter.TapsPerPhase - 1), count);
        Assert.Equal(0, Decibels.FromGain(peak), 0.01);
        Assert.Equal(peak, filter.Peak(x.AsSpan(100, count + filter.TapsPerPhase - 1), count, 0.9f));
        Assert.Equal(2f, filter.Peak(x.AsSpan(100, count + filter.TapsPerPhase - 1), count, 2f));
    }

    [Fact]
    public void PhaseZero_IsTheSampleItself()
    {
        float[] x = Tone(300, 0.2), y = new float[200];
        PolyphaseInterpolator.TruePeak.Interpolate(0, x.AsSpan(0, 263), y);
        Assert.Equal(x.AsSpan(PolyphaseInterpolator.TruePeak.Before, 200).ToArray(), y);
    }

    [Fact]
    public void DelayLine_DelaysWholeAndFractionalSamples()
    {
        var line = new DelayLine(100);
        float[] x = Tone(500, 0.03), y = [.. x];
        line.Process(y, 37);
        Assert.Equal(x[..463], y[37..]);
        Assert.Equal(0, y[36]);
        line.Reset();
        foreach (float v in x)
        {
            line.Write(v);
        }

        Assert.Equal(Math.Sin(2 * Math.PI * 0.03 * (499 - 20.3)), line.ReadCubic(20.3), 1e-4);
    }

    private static float[] Tone(int length, double frequency) =>
        [.. Enumerable.Range(0, length).Select(n => (float)Math.Sin(2 * Math.PI * frequency * n))];

    private static double Amplitude(ReadOnlySpan<float> x, double frequency)
    {
        double[] window = Windows.BlackmanHarris(x.Length);
        double re = 0, im = 0, sum = 0;
        for (int n = 0; n < x.Length; n++)
        {
            re += window[n] * x[n] * Math.Cos(2 * Math.PI * frequency * n);
            im += window[n] * x[n] * Math.Sin(2 * Math.PI * frequency * n);
            sum += window[n];
        }

        return 2 * Math.Sqrt(re * re + im * im) / sum;
    }
}
