using System.Collections.Immutable;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests.Dynamics;

public sealed class MultibandTests
{
    private const int SampleRate = 48000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Lr4BandsThatDoNothing_AddUpFlat(int crossovers)
    {
        double[] response = Impulse(Settings(CrossoverMode.Lr4, crossovers));
        for (double hz = 20; hz < 23_000; hz *= 1.1)
        {
            Assert.Equal(0, MagnitudeDb(response, hz), 2e-6);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void LinearBandsThatDoNothing_AreTheInputDelayed(int crossovers)
    {
        float[] noise = TestSignal.Noise(1, 60_000, 0.5);
        float[] output = Process(Settings(CrossoverMode.Linear, crossovers), noise, out int latency);
        double worst = 0;
        for (int i = latency; i < noise.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(output[i] - noise[i - latency]));
        }

        Assert.True(Decibels.FromGain(worst) <= -140, $"{Decibels.FromGain(worst)} dB");
    }

    [Fact]
    public void Width_OfABand_LeavesTheOthersAndTheMonoSum()
    {
        MultibandSettings narrow = new()
        {
            Mode = CrossoverMode.Linear,
            Crossovers = Crossings(500),
            Bands = ImmutableSortedDictionary<int, CompressedBand>.Empty.Add(1, new CompressedBand { Ratio = 1, WidthPercent = 0 }),
        };
        ProcessFormat stereo = ProcessFormat.Of(SampleRate, ChannelLayout.Stereo, 512);
        using IAudioProcessor processor = narrow.CreateProcessor(stereo);
        float[] low = TestSignal.Sine(60, SampleRate, 60_000, 0.3), high = TestSignal.Sine(6000, SampleRate, 60_000, 0.3);
        float[][] output = Run.Whole(processor, stereo, [[.. low.Zip(high, (l, h) => l + h)], new float[60_000]]);
        int at = processor.LatencySamples + 10_000;
        float[] left = [.. Enumerable.Range(10_000, 20_000).Select(n => low[n] / 2 + high[n])], right = [.. Enumerable.Range(10_000, 20_000).Select(n => low[n] / 2)];
        // As far as the crossover keeps the tones apart.
        Residual.BelowDb(left, output[0].AsSpan(at, 20_000), -70);
        Residual.BelowDb(right, output[1].AsSpan(at, 20_000), -70);
        Residual.BelowDb([.. left.Zip(right, (l, r) => l + r)], [.. output[0].Zip(output[1], (l, r) => l + r).Skip(at).Take(20_000)], -120);

        ProcessFormat mono = ProcessFormat.Of(SampleRate, ChannelLayout.Mono, 512);
        Assert.Contains("no left and right", Assert.Throws<ProcessSettingsException>(() => narrow.CreateProcessor(mono)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CrossoverMode.Lr4)]
    [InlineData(CrossoverMode.Linear)]
    public void BandsMeetAtMinus6Db(CrossoverMode mode)
    {
        foreach (int left in new[] { 1, 2 })
        {
            MultibandSettings one = new()
            {
                Mode = mode,
                Crossovers = Crossings(500),
                Bands = ImmutableSortedDictionary<int, CompressedBand>.Empty.Add(left, new CompressedBand { Ratio = 1, GainDb = double.NegativeInfinity }),
            };
            Assert.Equal(-6.02, MagnitudeDb(Impulse(one), 500), 0.02);
        }
    }

    [Theory]
    [InlineData(CrossoverMode.Lr4)]
    [InlineData(CrossoverMode.Linear)]
    public void ABand_IsCompressedByItsLaw_AndTheOthersAreLeft(CrossoverMode mode)
    {
        MultibandSettings settings = new()
        {
            Mode = mode,
            Crossovers = Crossings(1000, 5000),
            Bands = ImmutableSortedDictionary<int, CompressedBand>.Empty.Add(1, new CompressedBand { ThresholdDb = -30, Ratio = 4, KneeDb = 0, RangeDb = 40 }),
        };
        float[] low = TestSignal.Sine(200, SampleRate, 3 * SampleRate, Decibels.ToGain(-10)), high = TestSignal.Sine(9000, SampleRate, 3 * SampleRate, Decibels.ToGain(-12));
        float[] output = Process(settings, [.. low.Zip(high, (a, b) => a + b)], out _);
        ReadOnlySpan<float> settled = output.AsSpan(SampleRate, SampleRate);

        // −10 dBFS of peak is −13.01 of rms: 16.99 dB over the threshold become 4.25.
        Assert.Equal(-10 - 16.99 * 0.75, Tone(settled, 200), 0.15);
        Assert.Equal(-12, Tone(settled, 9000), 0.02);
    }

    [Fact]
    public void WithoutABand_NothingChanges() => Assert.True(new MultibandSettings().IsNeutral);

    [Fact]
    public void ABandBeyondTheCrossovers_IsRefused()
    {
        MultibandSettings settings = new() { Crossovers = Crossings(500), Bands = ImmutableSortedDictionary<int, CompressedBand>.Empty.Add(3, new CompressedBand()) };
        Assert.Contains("band 3", Assert.Throws<ProcessSettingsException>(() => settings.CreateProcessor(ProcessFormat.Of(SampleRate, ChannelLayout.Mono))).Message, StringComparison.Ordinal);
    }

    private static ImmutableSortedDictionary<int, Crossover> Crossings(params double[] hz) =>
        hz.Select((f, i) => (i, f)).ToImmutableSortedDictionary(p => p.i + 1, p => new Crossover { FrequencyHz = p.f });

    private static MultibandSettings Settings(CrossoverMode mode, int crossovers) => new()
    {
        Mode = mode,
        Crossovers = Crossings([.. new[] { 120.0, 400, 1500, 4000, 9000 }.Take(crossovers)]),
        Bands = ImmutableSortedDictionary<int, CompressedBand>.Empty.Add(1, new CompressedBand { Ratio = 1 }),
    };

    private static double[] Impulse(MultibandSettings settings) =>
        [.. Process(settings, TestSignal.Impulse(0, 1 << 15), out _).Select(x => (double)x)];

    private static float[] Process(MultibandSettings settings, float[] input, out int latency)
    {
        ProcessFormat format = ProcessFormat.Of(SampleRate, ChannelLayout.Mono);
        using IAudioProcessor processor = settings.CreateProcessor(format);
        latency = processor.LatencySamples;
        return Run.Whole(processor, format, [input])[0];
    }

    private static double MagnitudeDb(double[] response, double hz)
    {
        double re = 0, im = 0;
        for (int n = 0; n < response.Length; n++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * (hz * n / SampleRate % 1));
            re += response[n] * cos;
            im -= response[n] * sin;
        }

        return Decibels.FromPower(re * re + im * im);
    }

    private static double Tone(ReadOnlySpan<float> samples, double hz)
    {
        double re = 0, im = 0;
        for (int n = 0; n < samples.Length; n++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * (hz * n / SampleRate % 1));
            re += samples[n] * cos;
            im += samples[n] * sin;
        }

        return Decibels.FromGain(2 * Math.Sqrt(re * re + im * im) / samples.Length);
    }
}
