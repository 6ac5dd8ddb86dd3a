using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Analysis.Tests;

public sealed class ProgrammeMeterTests
{
    private const int SampleRate = 48000;

    [Theory]
    [InlineData("mono", 44100)]
    [InlineData("stereo", 48000)]
    [InlineData("5.1", 48000)]
    [InlineData("7.1.4", 11025)]
    public void AnyPartitionIntoBlocks_ReadsTheSameBits(string layout, int sampleRate)
    {
        ChannelLayout channels = ChannelLayout.Find(layout)!;
        float[][] noise = TestSignal.NoiseChannels(1, channels.Count, 4 * sampleRate + 77);
        string whole = Text(Measure(channels, sampleRate, noise, int.MaxValue));
        foreach (int block in new[] { 1, 7, 64, 511, 4800 })
        {
            Assert.Equal(whole, Text(Measure(channels, sampleRate, noise, block)));
        }
    }

    [Fact]
    public void ALongProgramme_KeepsEveryHopInItsPlace()
    {
        const int Rate = 8000;
        const int Hop = Rate / 10;
        const int Hops = 9000;
        var meter = new ProgrammeMeter(Rate, ChannelLayout.Mono);
        var hop = new float[Hop];
        for (int h = 0; h < Hops; h++)
        {
            float amplitude = Amplitude(h);
            for (int i = 0; i < Hop; i++)
            {
                hop[i] = i % 8 < 4 ? amplitude : -amplitude;
            }

            Add(meter, [hop], 0, Hop);
        }

        LoudnessHistory history = meter.Read().History;
        Assert.Equal(Hops, history.Count);
        for (int h = 20; h < Hops; h++)
        {
            double expected = history.Powers[10] * Math.Pow(Amplitude(h) / Amplitude(10), 2);
            Assert.InRange(history.Powers[h], expected * 0.98, expected * 1.02);
        }

        meter.Reset();
        Assert.Equal(0, meter.Read().History.Count);

        // Slow enough that the weighting filters' memory of the hop before does not count.
        static float Amplitude(int h) => 0.01f + (h * 0.00005f);
    }

    [Fact]
    public void ReadingInBetween_ChangesNothing()
    {
        float[][] noise = TestSignal.NoiseChannels(2, 2, 2 * SampleRate);
        var meter = new ProgrammeMeter(SampleRate, ChannelLayout.Stereo);
        for (int at = 0; at < noise[0].Length; at += 1234)
        {
            Add(meter, noise, at, Math.Min(1234, noise[0].Length - at));
            meter.Read();
        }

        Assert.Equal(Text(Measure(ChannelLayout.Stereo, SampleRate, noise, 512)), Text(meter.Read()));
    }

    [Fact]
    public void ResetEqualsNew()
    {
        float[][] noise = TestSignal.NoiseChannels(3, 2, SampleRate);
        var meter = new ProgrammeMeter(SampleRate, ChannelLayout.Stereo);
        Add(meter, TestSignal.NoiseChannels(4, 2, 5000, 1), 0, 5000);
        meter.Reset();
        Add(meter, noise, 0, SampleRate);
        Assert.Equal(Text(Measure(ChannelLayout.Stereo, SampleRate, noise, 512)), Text(meter.Read()));
    }

    [Fact]
    public void Silence_ReadsMinusInfinity()
    {
        ProgrammeMeasurement m = Measure(ChannelLayout.Stereo, SampleRate, [new float[4 * SampleRate], new float[4 * SampleRate]], 512);
        Assert.Equal(double.NegativeInfinity, m.IntegratedLufs);
        Assert.Equal(double.NegativeInfinity, m.TruePeakDbtp);
        Assert.Equal(double.NegativeInfinity, m.NoiseFloorDbfs);
        Assert.Equal(0, m.LoudnessRangeLu);
        Assert.True(double.IsNaN(m.Correlation));
    }

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(0.39, true, true)]
    [InlineData(0.4, false, true)]
    [InlineData(2.99, false, true)]
    [InlineData(3.0, false, false)]
    public void TooLittleAudio_ReadsNotANumber(double seconds, bool isLoudnessUnknown, bool isRangeUnknown)
    {
        ProgrammeMeasurement m = Measure(ChannelLayout.Mono, SampleRate, [TestSignal.Sine(1000, SampleRate, (int)Math.Round(seconds * SampleRate))], 512);
        Assert.Equal(isLoudnessUnknown, double.IsNaN(m.IntegratedLufs));
        Assert.Equal(isLoudnessUnknown, double.IsNaN(m.MaximumMomentaryLufs));
        Assert.Equal(isRangeUnknown, double.IsNaN(m.MaximumShortTermLufs));
        Assert.Equal(isRangeUnknown, double.IsNaN(m.LoudnessRangeLu));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-1e30f)]
    public void WhatIsNoAudio_CountsAsSilenceAndIsReported(float value)
    {
        float[] tone = TestSignal.Sine(1000, SampleRate, SampleRate);
        float[] bad = [.. tone];
        bad[100] = bad[1001] = bad[SampleRate - 1] = value;
        ProgrammeMeasurement m = Measure(ChannelLayout.Mono, SampleRate, [bad], 480);
        Assert.Equal(3, m.InvalidSamples);
        Assert.InRange(m.IntegratedLufs, Measure(ChannelLayout.Mono, SampleRate, [tone], 512).IntegratedLufs - 0.1, 0);
    }

    [Fact]
    public void LevelsOfASine_AreThoseOfItsAmplitude()
    {
        float[] left = TestSignal.Sine(1000, SampleRate, SampleRate);
        float[] right = [.. left.Select(x => 0.25f - x)];
        ProgrammeMeasurement m = Measure(ChannelLayout.Stereo, SampleRate, [left, right], 512);
        Assert.Equal(-6.02, m.Channels[0].SamplePeakDbfs, 2);
        Assert.Equal(-9.03, m.Channels[0].RmsDbfs, 2);
        Assert.Equal(0, m.Channels[0].DcOffset, 6);
        Assert.Equal(0.25, m.Channels[1].DcOffset, 6);
    }

    [Fact]
    public void Correlation_IsThatOfTheChannels()
    {
        float[] a = TestSignal.Noise(5, SampleRate), b = TestSignal.Noise(6, SampleRate);
        Assert.Equal(1, Measure(ChannelLayout.Stereo, SampleRate, [a, a], 512).Correlation, 9);
        Assert.Equal(-1, Measure(ChannelLayout.Stereo, SampleRate, [a, [.. a.Select(x => -x)]], 512).Correlation, 9);
        Assert.InRange(Measure(ChannelLayout.Stereo, SampleRate, [a, b], 512).Correlation, -0.02, 0.02);
    }

    [Fact]
    public void NoiseFloor_IsTheQuietestHalfSecond()
    {
        float[] noise = TestSignal.Noise(7, 4 * SampleRate, 0.5);
        for (int i = 2 * SampleRate; i < 2.7 * SampleRate; i++)
        {
            noise[i] *= 0.01f;
        }

        // Uniform noise of ±a has an RMS of a/√3.
        double expected = 20 * Math.Log10(0.005 / Math.Sqrt(3));
        Assert.InRange(Measure(ChannelLayout.Mono, SampleRate, [noise], 512).NoiseFloorDbfs, expected - 0.1, expected + 0.1);
    }

    [Fact]
    public void ProgrammeRms_LeavesPausesOut()
    {
        float[] tone = [.. TestSignal.Sine(1000, SampleRate, 4 * SampleRate), .. new float[12 * SampleRate]];
        ProgrammeMeasurement m = Measure(ChannelLayout.Mono, SampleRate, [tone], 512);
        Assert.InRange(m.ProgrammeRmsDbfs, -9.4, -8.9);
        Assert.Equal(-15.051, m.RmsDbfs, 2);
    }

    [Fact]
    public void MoreThanEightChannels_AllCount()
    {
        float[][] tone = [.. Enumerable.Range(0, 12).Select(_ => TestSignal.Sine(997, SampleRate, SampleRate, 1))];
        ProgrammeMeasurement m = Measure(ChannelLayout.Discrete(12), SampleRate, tone, 512);
        Assert.Equal(-3.01 + 10 * Math.Log10(12), m.IntegratedLufs, 1);
    }

    private static ProgrammeMeasurement Measure(ChannelLayout layout, int sampleRate, float[][] audio, int block)
    {
        var meter = new ProgrammeMeter(sampleRate, layout);
        for (int at = 0; at < audio[0].Length;)
        {
            int count = Math.Min(block, audio[0].Length - at);
            Add(meter, audio, at, count);
            at += count;
        }

        return meter.Read();
    }

    private static void Add(ProgrammeMeter meter, float[][] audio, int at, int count)
    {
        using var buffer = new AudioBuffer(audio.Length, count);
        for (int c = 0; c < audio.Length; c++)
        {
            audio[c].AsSpan(at, count).CopyTo(buffer.Block[c]);
        }

        meter.Add(buffer.Block);
    }

    private static string Text(ProgrammeMeasurement m) => string.Join(
        ' ',
        new[]
        {
            m.IntegratedLufs, m.LoudnessRangeLu, m.MaximumMomentaryLufs, m.MaximumShortTermLufs, m.TruePeakDbtp, m.SamplePeakDbfs,
            m.RmsDbfs, m.ProgrammeRmsDbfs, m.NoiseFloorDbfs, m.AudibleFloorDbfs, m.Correlation,
        }.Concat(m.Channels.SelectMany(c => new[] { c.TruePeakDbtp, c.SamplePeakDbfs, c.RmsDbfs, c.DcOffset })).Select(v => v.ToString("R", null)));
}
