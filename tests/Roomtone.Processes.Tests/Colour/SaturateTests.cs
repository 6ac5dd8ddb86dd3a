using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Colour;

public sealed class SaturateTests
{
    private const int Rate = 48_000;
    private const int Period = 1 << 16;
    private static readonly ProcessFormat Format = ProcessFormat.Of(Rate, ChannelLayout.Mono, 512);

    // algorithms.md 14, rows 30 and 31: a full-scale sine near 4978 Hz, driven by 20 dB.
    [Theory]
    [InlineData(SaturationCurve.Tanh, -95)]
    [InlineData(SaturationCurve.Tube, -95)]
    [InlineData(SaturationCurve.Hard, -85)]
    [InlineData(SaturationCurve.Fold, -95)]
    [InlineData(SaturationCurve.Tape, -80)]
    public void WhatIsNoHarmonic_IsBelow(SaturationCurve curve, double limitDb)
    {
        // The sine fits the period, its bin is odd and the period a power of two: what folds back never falls on a harmonic.
        const int Bin = 6797;
        float[] sine = TestSignal.Sine(Bin * (double)Rate / Period, Rate, 2 * Period, 1);
        float[] output = Process(new SaturateSettings { Curve = curve, DriveDb = 20 }, sine)[Period..];
        double[] power = Power(output);
        double harmonics = 0, rest = 0;
        for (int bin = 1; bin < power.Length; bin++)
        {
            if (bin % Bin == 0)
            {
                harmonics += power[bin];
            }
            else if (bin > 20 * Period / Rate)
            {
                rest += power[bin];
            }
        }

        Assert.True(Decibels.FromPower(rest / harmonics) < limitDb, $"{Decibels.FromPower(rest / harmonics):0.0} dB");
    }

    [Theory]
    [InlineData(OversamplingFactor.X2)]
    [InlineData(OversamplingFactor.X4)]
    [InlineData(OversamplingFactor.X8)]
    public void BelowTheKnee_ItIsTheInputLaterAndLouder(OversamplingFactor factor)
    {
        var settings = new SaturateSettings { Curve = SaturationCurve.Hard, DriveDb = 6, OutputDb = -6, Oversampling = factor };
        float[] input = BandLimited(1e-3), output = Process(settings, input);
        Assert.Equal(128, settings.CreateProcessor(Format).LatencySamples);
        Residual.BelowDb(input.AsSpan(500, 8000), output.AsSpan(628, 8000), -95);
    }

    [Fact]
    public void Drive_BendsByTanh()
    {
        // So slow that nothing is filtered away: the wave is the curve itself.
        float[] input = TestSignal.Sine(20, Rate, 9600, 0.5);
        float[] output = Process(new SaturateSettings { DriveDb = 12 }, input);
        double drive = Decibels.ToGain(12);
        Assert.All(Enumerable.Range(1000, 8000), n => Assert.Equal(Math.Tanh(drive * input[n]), output[n + 128], 2e-4));
    }

    [Fact]
    public void Mix_AddsTheInputInTime()
    {
        var values = new Dictionary<string, ParameterValue> { ["drive"] = new ParameterValue.Quantity(12, Unit.Decibels), ["mix"] = new ParameterValue.Quantity(50, Unit.Percent) };
        float[] input = TestSignal.Sine(440, Rate, 9600, 0.5), wet = Process(new SaturateSettings { DriveDb = 12 }, input);
        using IAudioProcessor processor = ((IStreamingProcess)ProcessCatalog.Standard.Create("saturate", values)).CreateProcessor(Format);
        float[] output = Run.Whole(processor, Format, [input])[0];
        Assert.All(Enumerable.Range(1000, 8000), n => Assert.Equal((wet[n] + input[n - 128]) / 2, output[n], 1e-6f));
    }

    [Fact]
    public void Fold_ComesBackBeyondFullScale()
    {
        float[] output = Process(new SaturateSettings { Curve = SaturationCurve.Fold, DriveDb = 0 }, TestSignal.Constant(2, 4800));
        Assert.Equal(0, output[4000], 1e-4);
        Assert.Equal(2 / Math.PI, Process(new SaturateSettings { Curve = SaturationCurve.Fold, DriveDb = 0 }, TestSignal.Constant(1, 4800))[4000], 1e-4);
    }

    [Fact]
    public void Tube_HasEvenHarmonicsAndNoOffset()
    {
        const int Bin = 1365;
        float[] sine = TestSignal.Sine(Bin * (double)Rate / Period, Rate, 4 * Period, 0.5);
        double[] tube = Power(Process(new SaturateSettings { Curve = SaturationCurve.Tube, DriveDb = 6 }, sine)[(3 * Period)..]);
        double[] tanh = Power(Process(new SaturateSettings { DriveDb = 6 }, sine)[(3 * Period)..]);
        Assert.InRange(Decibels.FromPower(tube[2 * Bin] / tube[Bin]), -30, -10);
        Assert.True(Decibels.FromPower(tanh[2 * Bin] / tanh[Bin]) < -110);
        Assert.True(Decibels.FromPower(tube[0] / tube[Bin]) < -80);
    }

    // So slow that nothing is filtered away: the wave is the loop itself, here by the differential equation in 20,000 steps a period.
    [Theory]
    [InlineData(0.25)]
    [InlineData(1)]
    [InlineData(4)]
    public void Tape_FollowsItsDifferentialEquation(double amplitude)
    {
        const int Steps = 20_000, Slow = 2400;
        double a = 0.7 / 3, irreversible = 0, field = 0;
        var loop = new double[3 * Steps];
        for (int n = 0; n < loop.Length; n++)
        {
            double next = amplitude * Math.Sin(2 * Math.PI * n / Steps), change = next - field, gap = Langevin((field + next) / 2 / a) - irreversible;
            irreversible += change * gap > 0 ? Math.Abs(change) * gap / 0.3 : 0;
            field = next;
            loop[n] = 0.7 * Langevin(field / a) + 0.3 * irreversible;
        }

        var settings = new SaturateSettings { Curve = SaturationCurve.Tape, DriveDb = Decibels.FromGain(amplitude) };
        float[] output = Process(settings, TestSignal.Sine((double)Rate / Slow, Rate, 40 * Slow, 1));
        // The high-pass at 5 Hz turns 20 Hz by a few degrees: only what lies above the fundamental is compared.
        double[] heard = Harmonics([.. output[(30 * Slow)..(31 * Slow)].Select(v => (double)v)]), asked = Harmonics(loop[(2 * Steps)..]);
        for (int k = 2; k < 12; k++)
        {
            Assert.Equal(asked[k], heard[k], 2e-3);
        }
    }

    [Fact]
    public void Tape_IsStraightAndFlatWhereItIsQuiet_AndNeverLeavesItsBounds()
    {
        var settings = new SaturateSettings { Curve = SaturationCurve.Tape, DriveDb = 0 };
        foreach (double hertz in new[] { 100.0, 1000, 10_000, 20_000 })
        {
            float[] output = Process(settings, TestSignal.Sine(hertz, Rate, 2 * Rate, 1e-3));
            Assert.Equal(-63.01, Decibels.FromPower(output[Rate..].Average(v => (double)v * v)), 0.05);
        }

        // A square wave by now, whose edges ring as every steep low-pass does.
        float[] loud = Process(settings with { DriveDb = 48 }, TestSignal.Sine(100, Rate, Rate, 1));
        Assert.InRange(loud.Max(Math.Abs), 0.98, 1.25);
    }

    [Fact]
    public void Tape_HoldsNoOffsetWhenTheSoundIsOver()
    {
        float[] burst = new float[3 * Rate];
        Array.Fill(burst, 0.9f, 0, 1000);
        Assert.InRange(Process(new SaturateSettings { Curve = SaturationCurve.Tape }, burst)[(2 * Rate)..].Max(Math.Abs), 0, 1e-6);
    }

    private static double Langevin(double q) => Math.Abs(q) < 1e-3 ? q / 3 : 1 / Math.Tanh(q) - 1 / q;

    private static double[] Harmonics(double[] period) =>
    [
        .. Enumerable.Range(0, 12).Select(k => 2.0 / period.Length * Math.Sqrt(
            Math.Pow(period.Select((v, n) => v * Math.Cos(2 * Math.PI * k * n / period.Length)).Sum(), 2)
            + Math.Pow(period.Select((v, n) => v * Math.Sin(2 * Math.PI * k * n / period.Length)).Sum(), 2))),
    ];

    private static float[] Process(SaturateSettings settings, float[] input)
    {
        using IAudioProcessor processor = settings.CreateProcessor(Format);
        return Run.Whole(processor, Format, [input])[0];
    }

    private static double[] Power(float[] samples)
    {
        RealFft<double> fft = RealFft<double>.Of(Period);
        double[] x = [.. samples.Take(Period).Select(v => (double)v)], re = new double[fft.BinCount], im = new double[fft.BinCount];
        fft.Forward(x, re, im, fft.CreateScratch());
        return [.. re.Zip(im, (a, b) => a * a + b * b)];
    }

    // Thirty tones up to 20 kHz.
    private static float[] BandLimited(double amplitude) =>
        [.. Enumerable.Range(0, 10_000).Select(n => (float)(amplitude * Enumerable.Range(1, 30).Sum(k => Math.Sin(2 * Math.PI * 666.1 * k * n / Rate + k * k)) / 8))];
}
