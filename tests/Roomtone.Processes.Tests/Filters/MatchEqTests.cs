using Roomtone.Analysis;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Filters;

public sealed class MatchEqTests
{
    private const int Rate = 48000;
    private const int Length = 20 * Rate;
    private static readonly BiquadCoefficients[] s_colour =
    [
        MatchedDesign.Design(new FilterPrototype(FilterShape.Bell, 200, 1, 5), Rate),
        MatchedDesign.Design(new FilterPrototype(FilterShape.HighShelf, 5000, 0.7, -6), Rate),
    ];

    // Row 80 of the acceptance table: third octaves from 50 Hz to 16 kHz, 0.3 dB rms, 1 dB at most.
    [Fact]
    public void ColouredNoise_IsMatchedInThirdOctaves()
    {
        float[] output = Match(Noise(1), Coloured(2), new MatchEqSettings { LimitDb = 12 });
        double[] reached = ThirdOctaves(output), wanted = ThirdOctaves(Coloured(2));
        double level = reached.Zip(wanted, (r, w) => r - w).Average();
        double[] off = [.. reached.Zip(wanted, (r, w) => r - w - level)];
        Assert.InRange(Math.Sqrt(off.Average(d => d * d)), 0, 0.3);
        Assert.InRange(off.Max(Math.Abs), 0, 1);
    }

    [Theory]
    [InlineData(100, 12)]
    [InlineData(100, 3)]
    [InlineData(40, 6)]
    public void Loudness_Stays(double amount, double limit)
    {
        float[] input = [.. Noise(1).Select((x, i) => x * (i / Rate % 3 + 0.2f))];
        Assert.Equal(Lufs(input), Lufs(Match(input, Coloured(2), new MatchEqSettings { AmountPercent = amount, LimitDb = limit })), 0.1);
    }

    [Fact]
    public void Gains_StayWithinTheLimit_AndTheAmountScalesThem()
    {
        LongTermSpectrum source = Spectrum(Noise(1)), reference = Spectrum(Coloured(2));
        MatchCurve limited = MatchCurve.Between(source, reference, new MatchEqSettings { LimitDb = 2 });
        Assert.All(limited.GainsDb, g => Assert.InRange(g, -2, 2));
        MatchCurve whole = MatchCurve.Between(source, reference, new MatchEqSettings { LimitDb = 24 });
        MatchCurve half = MatchCurve.Between(source, reference, new MatchEqSettings { LimitDb = 24, AmountPercent = 50 });
        Assert.InRange(half.GainsDb.Max() - half.GainsDb.Min(), 0.45 * (whole.GainsDb.Max() - whole.GainsDb.Min()), 0.55 * (whole.GainsDb.Max() - whole.GainsDb.Min()));
    }

    // A reference without anything above 4 kHz asks for no treble cut of 60 dB: the gain stays as it is where the band ends.
    [Fact]
    public void BandsWithoutSignal_KeepTheGainOfTheirNeighbours()
    {
        float[] dull = Filtered(Noise(3), [.. ButterworthDesign.LowPass(16, 3000, Rate)]);
        MatchCurve curve = MatchCurve.Between(Spectrum(Noise(1)), Spectrum(dull), new MatchEqSettings { LimitDb = 24 });
        Assert.InRange(curve.HighHz, 3000, 6000);
        Assert.Equal(curve.At(curve.HighHz), curve.At(16_000), 1e-9);
    }

    [Fact]
    public void AReferenceOfAnotherRate_GivesTheSameCurve()
    {
        float[] reference = Coloured(2);
        IAudioSource slower = new ResampleSettings { RateHz = 44100 }.Apply(new ArraySource(Rate, ChannelLayout.Mono, reference), null, TestContext.Current.CancellationToken);
        MatchCurve direct = MatchCurve.Between(Spectrum(Noise(1)), Spectrum(reference), new MatchEqSettings { LimitDb = 12 });
        MatchCurve converted = MatchCurve.Between(
            Spectrum(Noise(1)), LongTermSpectrum.Of(slower, null, TestContext.Current.CancellationToken), new MatchEqSettings { LimitDb = 12 });
        Assert.All([50.0, 200, 1000, 5000, 14_000], hz => Assert.Equal(direct.At(hz), converted.At(hz), 0.25));
    }

    // The filter has the least delay: a click stays where it is.
    [Fact]
    public void AClick_StaysInItsPlace()
    {
        float[] input = [.. Noise(1, 0.001)];
        input[Length / 2] = 0.9f;
        float[] output = Match(input, Coloured(2), new MatchEqSettings());
        Assert.Equal(Length, output.Length);
        Assert.Equal(Length / 2, Array.IndexOf(output, output.MaxBy(Math.Abs)));
    }

    [Fact]
    public void SilenceOnEitherSide_IsRefused()
    {
        float[] silence = new float[Rate];
        Assert.Equal("match-eq: the reference is silent; take audio that sounds", Assert.Throws<ProcessSettingsException>(() => Match(Noise(1), silence, new MatchEqSettings())).Message);
        Assert.Equal("match-eq: the clip is silent; take audio that sounds", Assert.Throws<ProcessSettingsException>(() => Match(silence, Noise(1), new MatchEqSettings())).Message);
    }

    [Fact]
    public void WithoutItsReference_ItDoesNotRun() =>
        Assert.Throws<ProcessSettingsException>(() => new MatchEqSettings().Apply(new ArraySource(Rate, ChannelLayout.Mono, new float[10]), null, TestContext.Current.CancellationToken));

    private static float[] Match(float[] input, float[] reference, MatchEqSettings settings) =>
        ArraySource.ReadAll(settings.Refer(new ArraySource(Rate, ChannelLayout.Mono, reference), TestContext.Current.CancellationToken)
            .Apply(new ArraySource(Rate, ChannelLayout.Mono, input), null, TestContext.Current.CancellationToken))[0];

    private static LongTermSpectrum Spectrum(float[] samples) =>
        LongTermSpectrum.Of(new ArraySource(Rate, ChannelLayout.Mono, samples), null, TestContext.Current.CancellationToken);

    // Falls by 3 dB an octave from 100 Hz on, as programmes do.
    private static float[] Noise(int seed, double amplitude = 0.3) =>
        Filtered(TestSignal.Noise(seed, Length, amplitude), [.. new[] { 150.0, 1200, 9000 }.Select(hz => MatchedDesign.Design(new FilterPrototype(FilterShape.HighShelf, hz, 0.5, -9), Rate))]);

    private static float[] Coloured(int seed) => Filtered(Noise(seed), s_colour);

    private static float[] Filtered(float[] samples, BiquadCoefficients[] sections)
    {
        using var buffer = new AudioBuffer(1, samples.Length);
        samples.CopyTo(buffer.Block[0]);
        new BiquadCascade(sections, 1).Process(buffer.Block, 0);
        return buffer.Block[0].ToArray();
    }

    // From the transform of everything at once: none of the process's own frames, gates or bands.
    private static double[] ThirdOctaves(float[] samples)
    {
        RealFft<double> fft = RealFft<double>.Of(1 << 19);
        double[] x = [.. samples.Take(1 << 19).Select(v => (double)v)], re = new double[fft.BinCount], im = new double[fft.BinCount];
        fft.Forward(x, re, im, fft.CreateScratch());
        return
        [
            .. Enumerable.Range(-13, 26).Select(i => 1000 * Math.Pow(2, i / 3.0)).Select(hz =>
            {
                int from = (int)(hz / Math.Pow(2, 1 / 6.0) * fft.Length / Rate), to = (int)(hz * Math.Pow(2, 1 / 6.0) * fft.Length / Rate);
                return Decibels.FromPower(Enumerable.Range(from, to - from).Sum(k => re[k] * re[k] + im[k] * im[k]));
            }),
        ];
    }

    private static double Lufs(float[] samples)
    {
        var meter = new ProgrammeMeter(Rate, ChannelLayout.Mono);
        using var buffer = new AudioBuffer(1, samples.Length);
        samples.CopyTo(buffer.Block[0]);
        meter.Add(buffer.Block);
        return meter.Read().IntegratedLufs;
    }
}
