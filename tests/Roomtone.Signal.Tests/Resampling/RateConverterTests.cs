namespace Roomtone.Signal.Tests;

public sealed class RateConverterTests
{
    public static TheoryData<int, int> Ratios => new()
    {
        { 44100, 48000 }, { 48000, 44100 }, { 96000, 44100 }, { 44100, 96000 }, { 48000, 96000 }, { 32000, 48000 }, { 48000, 47952 }, { 44100, 47951 },
    };

    [Theory]
    [MemberData(nameof(Ratios))]
    public void Length_IsTheRatioRoundedHalfUp(int from, int to)
    {
        foreach (int length in (int[])[0, 1, 2, 147, 1001, 20_000])
        {
            long expected = (long)Math.Floor((double)length * to / from + 0.5);
            Assert.Equal(expected, Convert(Tone(length, from, 440), from, to, length + 1).Length);
            Assert.Equal(expected, new ResampledSource(new Memory(Tone(length, from, 440), from), to).Length);
        }
    }

    [Theory]
    [MemberData(nameof(Ratios))]
    public void Tone_KeepsItsPhaseAndLevelFromTheFirstSampleOn(int from, int to)
    {
        // A tone that fades in and out, so that the ends of the file carry no step.
        double[] x = Tone(30_000, from, 997);
        double[] y = Convert(x, from, to, 5000);
        for (int n = 0; n < y.Length; n++)
        {
            double time = (double)n / to;
            Assert.Equal(Shape(time * from, 30_000) * Math.Sin(2 * Math.PI * 997 * time), y[n], 2e-8);
        }
    }

    [Theory]
    [MemberData(nameof(Ratios))]
    public void ToneAboveTheLowerHalfRate_DisappearsBelow175Db(int from, int to)
    {
        double half = Math.Min(from, to) / 2.0;
        if (to > from)
        {
            return;
        }

        double[] y = Convert(Tone(60_000, from, half + 30), from, to, 4096);
        Assert.InRange(Decibels.FromGain(y[(y.Length / 3)..(y.Length / 2)].Max(Math.Abs)), -400, -174);
    }

    [Theory]
    [InlineData(44100, 48000, 1)]
    [InlineData(44100, 48000, 333)]
    [InlineData(48000, 47952, 100_000)]
    [InlineData(96000, 44100, 4097)]
    public void Partition_ChangesNoBit(int from, int to, int block)
    {
        double[] x = Tone(25_000, from, 3000);
        Assert.Equal(Convert(x, from, to, 25_000), Convert(x, from, to, block));
    }

    [Theory]
    [MemberData(nameof(Ratios))]
    public void ReadingOrder_ChangesNoBit(int from, int to)
    {
        float[] x = [.. Tone(40_000, from, 1234).Select(v => (float)v)];
        var source = new ResampledSource(new Memory([.. x.Select(v => (double)v)], from), to);
        using var whole = new AudioBuffer(1, (int)source.Length + 200);
        using var part = new AudioBuffer(1, 777);
        source.Read(-100, whole.Block);
        foreach (long at in (long[])[17_000, 5, 0, -100, 15_000, source.Length - 500])
        {
            source.Read(at, part.Block);
            Assert.Equal(whole.Block[0].Slice((int)at + 100, Math.Min(777, whole.Length - (int)at - 100)).ToArray(), part.Block[0][..Math.Min(777, whole.Length - (int)at - 100)].ToArray());
        }

        Assert.Equal(0, whole.Block[0][99]);
        Assert.Equal(Convert([.. x.Select(v => (double)v)], from, to, 1000).Select(v => (float)v), whole.Block[0].Slice(100, (int)source.Length).ToArray());
    }

    [Fact]
    public void LinearPhase_RingsAlikeBeforeAndAfter_MinimumPhaseOnlyAfter()
    {
        double[] x = new double[20_000];
        x[8820] = 1;
        double[] linear = Convert(x, 44100, 48000, 999, ConversionQuality.High);
        // Not at the edge of a block, where a ring before the event could be cut off unseen.
        double[] later = new double[20_000];
        later[8820 + 1470] = 1;
        double[] minimum = Convert(later, 44100, 48000, 999, ConversionQuality.High, ConversionPhase.Minimum)[1600..];
        for (int n = 1; n < 400; n++)
        {
            Assert.Equal(linear[9600 - n], linear[9600 + n], 1e-12);
        }

        double before = minimum[..9600].Sum(v => v * v), all = minimum.Sum(v => v * v);
        Assert.InRange(before / all, 1e-30, 1e-12);
        Assert.Equal(linear[7000..13_000].Sum(v => v * v), minimum[7000..13_000].Sum(v => v * v), 1e-4);
    }

    [Fact]
    public void MinimumPhase_HoldsForAnUnusualRatioToo()
    {
        double[] x = new double[40_000];
        x[20_000] = 1;
        double[] y = Convert(x, 48000, 47952, 1000, ConversionQuality.High, ConversionPhase.Minimum);
        double before = y[..19_970].Sum(v => v * v), all = y.Sum(v => v * v);
        Assert.InRange(before / all, 0, 1e-12);
        Assert.InRange(all, 0.9, 1.1);
    }

    [Theory]
    [InlineData(37.3)]
    [InlineData(-20_000)]
    public void StretchedSource_FollowsADriftInAnyOrderOfReading(double ppm)
    {
        double[] x = Tone(90_000, 48000, 997);
        var source = new StretchedSource(new Memory(x, 48000), 1_000_000_000, 1_000_000_000 + (long)(ppm * 1000), 48000);
        Assert.Equal((long)Math.Floor(90_000 / (1 + ppm * 1e-6) + 0.5), source.Length);
        using var whole = new AudioBuffer(1, (int)source.Length);
        source.Read(0, whole.Block);
        for (int n = 0; n < whole.Length; n++)
        {
            double time = n * (1 + ppm * 1e-6);
            Assert.Equal(Shape(time, 90_000) * Math.Sin(2 * Math.PI * 997 * time / 48000), whole.Block[0][n], 3e-7);
        }

        using var part = new AudioBuffer(1, 3001);
        foreach (long at in (long[])[60_000, 15_000, 0, 31_000])
        {
            source.Read(at, part.Block);
            Assert.Equal(whole.Block[0].Slice((int)at, 3001).ToArray(), part.Block[0].ToArray());
        }
    }

    [Fact]
    public void EqualRates_PassEverySampleUnchanged()
    {
        double[] x = Tone(9000, 48000, 5000);
        Assert.Equal(x, Convert(x, 48000, 48000, 100));
    }

    [Fact]
    public void Kernel_InterpolatesAMovingToneWith120DbOfSignalToNoise()
    {
        // Row 59's need: a tone read at a rate that glides.
        SincKernel kernel = SincKernel.Of(0.485, 0.5, ConversionQuality.VeryHigh);
        double[] x = [.. Enumerable.Range(0, 20_000).Select(n => Math.Sin(2 * Math.PI * 0.09 * n))];
        double time = 1000, error = 0;
        for (int n = 0; n < 10_000; n++)
        {
            int whole = (int)time;
            double y = kernel.At(x.AsSpan(whole - kernel.Taps / 2 + 1), time - whole);
            error += Math.Pow(y - Math.Sin(2 * Math.PI * 0.09 * time), 2);
            time += 1 + 0.3 * Math.Sin(n / 3000.0);
        }

        Assert.InRange(10 * Math.Log10(error / 10_000 / 0.5), -400, -140);
    }

    private static double Shape(double sample, int length) => Math.Pow(Math.Sin(Math.PI * sample / length), 4);

    private static double[] Tone(int length, int rate, double hz) =>
        [.. Enumerable.Range(0, length).Select(n => Shape(n, length) * Math.Sin(2 * Math.PI * hz * n / rate))];

    private static double[] Convert(
        double[] x, int from, int to, int block, ConversionQuality quality = ConversionQuality.VeryHigh, ConversionPhase phase = ConversionPhase.Linear)
    {
        var converter = new RateConverter(from, to, 1, quality, phase);
        List<double> y = [];
        double[][] room = [new double[1777]];
        for (int at = 0; at < x.Length;)
        {
            at += converter.Push([x[at..Math.Min(at + block, x.Length)]]);
            Drain();
        }

        converter.Complete();
        Drain();
        return [.. y];

        void Drain()
        {
            for (int count = converter.Pull(room); count > 0; count = converter.Pull(room))
            {
                y.AddRange(room[0][..count]);
            }
        }
    }

    private sealed class Memory(double[] samples, int rate) : IAudioSource
    {
        public int SampleRate => rate;

        public ChannelLayout Layout => ChannelLayout.Mono;

        public long Length => samples.Length;

        public void Read(long position, AudioBlock destination)
        {
            for (int n = 0; n < destination.Length; n++)
            {
                long at = position + n;
                destination[0][n] = at >= 0 && at < samples.Length ? (float)samples[at] : 0;
            }
        }
    }
}
