using System.Collections.Immutable;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Analysis.Tests;

public sealed class RtaMeterTests
{
    private const int SampleRate = 48000;

    [Fact]
    public void NominalFrequenciesAreTheStandards()
    {
        Assert.Equal(
            ["20 Hz", "25 Hz", "31.5 Hz", "40 Hz", "50 Hz", "63 Hz", "80 Hz", "100 Hz", "125 Hz", "160 Hz"],
            FractionalOctave.Bands(3, SampleRate).Take(10).Select(b => b.Name));
        Assert.Equal(["4 kHz", "8 kHz", "16 kHz"], FractionalOctave.Bands(1, SampleRate).TakeLast(3).Select(b => b.Name));
        Assert.Equal(31, FractionalOctave.Bands(3, SampleRate).Length);
    }

    // IEC 61260-1, table 1, class 1: at G^Ω of the middle the attenuation lies between these, dB.
    [Theory]
    [InlineData(0, -0.4, 0.4)]
    [InlineData(0.25, -0.4, 0.6)]
    [InlineData(0.375, -0.4, 1.3)]
    [InlineData(0.5, 1.2, 4.9)]
    [InlineData(1, 16.6, 300)]
    [InlineData(2, 40.5, 300)]
    [InlineData(3, 60, 300)]
    public void WholeAndThirdOctaves_AreOfClass1(double omega, double leastDb, double mostDb)
    {
        foreach ((int fraction, string name) in new[] { (1, "250 Hz"), (3, "50 Hz"), (3, "4 kHz") })
        {
            OctaveBand band = FractionalOctave.Bands(fraction, SampleRate).First(b => b.Name == name);
            double reference = LevelIn(band, fraction, band.MiddleHz);
            foreach (int side in new[] { -1, 1 })
            {
                double scaled = Omega(fraction, side * omega);
                Assert.InRange(reference - LevelIn(band, fraction, band.MiddleHz * scaled), leastDb, mostDb);
            }
        }
    }

    [Fact]
    public void ASineReadsItsRms_LessWhatItsFadesTake() => Assert.Equal(-6.02 - 3.01 - 0.38, LevelIn(FractionalOctave.Bands(3, SampleRate).First(b => b.Name == "1 kHz"), 3, 1000), 0.05);

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void WhiteNoiseRises3DbAnOctave(int fraction)
    {
        var meter = new RtaMeter(SampleRate, ChannelLayout.Mono, fraction);
        Metered.Read(meter, [TestSignal.Noise(1, 20 * SampleRate)]);
        ImmutableArray<double> levels = meter.LevelsDbfs();
        int low = meter.Bands.ToList().FindIndex(b => b.MiddleHz > 500), high = low + 4 * fraction;
        Assert.Equal(4 * 3.01, levels[high] - levels[low], 0.4);
    }

    [Fact]
    public void ThePowersOfAllBins_AreTheMeanSquare()
    {
        var spectrum = new PowerSpectrum(4096);
        float[] noise = TestSignal.Noise(2, 30_011);
        spectrum.Add(noise);
        double[] power = new double[spectrum.BinCount];
        spectrum.Read(power);
        Assert.Equal(noise.Sum(x => (double)x * x) / noise.Length, power.Sum(), 1e-6);
    }

    private static double Omega(int fraction, double omega)
    {
        // The table is for octaves; a narrower band's points move in by formula (9) of the standard.
        double g = Math.Pow(10, 0.3);
        if (fraction == 1 || omega == 0)
        {
            return Math.Pow(g, omega);
        }

        double high = 1 + (Math.Pow(g, 0.5 / fraction) - 1) / (Math.Pow(g, 0.5) - 1) * (Math.Pow(g, Math.Abs(omega)) - 1);
        return omega > 0 ? high : 1 / high;
    }

    // An abrupt start would put its click into the bands; the standard speaks of steady tones.
    private static float[] Faded(float[] tone)
    {
        for (int i = 0; i < SampleRate; i++)
        {
            float gain = (float)(0.5 - 0.5 * Math.Cos(Math.PI * i / SampleRate));
            tone[i] *= gain;
            tone[^(i + 1)] *= gain;
        }

        return tone;
    }

    private static double LevelIn(OctaveBand band, int fraction, double hz)
    {
        if (hz >= SampleRate / 2.0)
        {
            return double.NegativeInfinity;
        }

        var meter = new RtaMeter(SampleRate, ChannelLayout.Mono, fraction);
        Metered.Read(meter, [Faded(TestSignal.Sine(hz, SampleRate, 15 * SampleRate))], 65536);
        return meter.LevelsDbfs()[meter.Bands.IndexOf(band)];
    }
}
