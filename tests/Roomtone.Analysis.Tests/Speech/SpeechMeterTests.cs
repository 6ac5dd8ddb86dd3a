using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Analysis.Tests;

public sealed class SpeechMeterTests
{
    private static readonly (double Start, double End)[] s_phrases = [(1, 3), (4.5, 7), (9, 10.5), (13, 16.2)];

    private const double Seconds = 20;

    [Theory]
    [InlineData(48000, 20, 0.95)]
    [InlineData(44100, 10, 0.95)]
    [InlineData(16000, 0, 0.85)]
    public void Speech_IsFoundOverNoise(int rate, double signalToNoiseDb, double leastF1)
    {
        SpeechReading reading = Read(rate, [Noisy(rate, signalToNoiseDb)]);
        double hit = s_phrases.Sum(p => reading.Within(p.Start, p.End)), said = s_phrases.Sum(p => p.End - p.Start);
        double found = reading.Segments.Sum(s => s.EndSeconds - s.StartSeconds);
        Assert.InRange(2 * hit / (said + found), leastF1, 1);
        Assert.Equal(found / Seconds, reading.Share, 1e-9);
    }

    [Fact]
    public void Speech_IsFoundOverTonesThatAreVoicedThemselves()
    {
        float[] mix = SyntheticSpeech.Make(48000, s_phrases, Seconds);
        foreach (double hertz in new[] { 110, 165, 220, 277.2, 330, 440, 660, 880 })
        {
            Kernels.Add(TestSignal.Sine(hertz, 48000, mix.Length, 0.01), mix);
        }

        SpeechReading reading = Read(48000, [mix]);
        double hit = s_phrases.Sum(p => reading.Within(p.Start, p.End)), said = s_phrases.Sum(p => p.End - p.Start);
        Assert.InRange(2 * hit / (said + reading.Share * Seconds), 0.95, 1);
    }

    [Fact]
    public void DialogueLoudness_OverStruckChords_IsThatOfTheBlocksWithSpeech()
    {
        const int Rate = 48000;
        float[] mix = SyntheticSpeech.Make(Rate, s_phrases, Seconds), chords = Chords(Rate, mix.Length);
        var spoken = new SpeechReading([.. s_phrases.Select(p => new SpeechSegment(p.Start, p.End))], Seconds);
        double speech = Dialogue(mix, spoken), bed = Dialogue(chords, spoken);
        Kernels.Mix(chords, (float)Math.Pow(10, (speech - bed - 7) / 20), mix);
        Assert.Equal(Dialogue(mix, spoken), Dialogue(mix, null), 0.5);

        double Dialogue(float[] samples, SpeechReading? where)
        {
            var meter = new DialogueMeter(Rate, ChannelLayout.Mono, MonoPlayback.Single, where ?? Read(Rate, [samples]));
            Feed(meter, [samples], 4096);
            return meter.Read().Lufs;
        }
    }

    [Fact]
    public void LevelsInTwoClasses_AreSplitBetweenThem()
    {
        LevelSplit two = LevelSplit.Of([.. Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? -4 - i % 5 * 0.2 : -15 - i % 7 * 0.2)]);
        Assert.InRange(two.ThresholdDb, -15.1, -4.9);
        Assert.Equal(-4.4, two.LoudDb, 0.2);
        Assert.Equal(-15.6, two.QuietDb, 0.2);
        Assert.InRange(two.Separation, 0.95, 1);

        float[] noise = TestSignal.Noise(6, 20000, 1);
        LevelSplit one = LevelSplit.Of([.. noise.Chunk(20).Select(c => -15 + 1.5 * c.Sum())]);
        Assert.InRange(one.Separation, 0.55, 0.72);
        Assert.Equal(new LevelSplit(-9.875, -9.875, -9.875, 0), LevelSplit.Of([-9.9, -9.9, -9.9]));
    }

    [Fact]
    public void NoiseAndSilence_DoNotSpeak()
    {
        Assert.InRange(Read(48000, [TestSignal.Noise(3, 48000 * 12, 0.1)]).Share, 0, 0.05);
        Assert.Equal(0, Read(48000, [new float[48000 * 12]]).Share);
        Assert.Equal(0, Read(48000, [new float[100]]).Share);
    }

    [Fact]
    public void PartitionAndLfe_ChangeNothing()
    {
        float[] speech = Noisy(48000, 15);
        SpeechReading whole = Read(48000, [speech]);
        Assert.Equal(whole.Segments, Read(48000, [speech], 777).Segments);
        var surround = new float[6][];
        Array.Fill(surround, new float[speech.Length]);
        surround[2] = speech;
        surround[3] = TestSignal.Noise(9, speech.Length, 0.9);
        var meter = new SpeechMeter(48000, ChannelLayout.Surround51);
        Feed(meter, surround, 4096);
        Assert.Equal(whole.Segments, meter.Read().Segments);
        meter.Reset();
        Feed(meter, surround, 4096);
        Assert.Equal(whole.Segments, meter.Read().Segments);
    }

    [Fact]
    public void DialogueLoudness_IsThatOfTheSpeechAlone()
    {
        // Between phrases something far louder that is no speech: the programme's loudness is its, the dialogue's is not.
        float[] mix = SyntheticSpeech.Make(48000, s_phrases, Seconds);
        float[] bang = TestSignal.Noise(5, mix.Length, 0.9);
        for (int n = (int)(17.5 * 48000); n < 19 * 48000; n++)
        {
            mix[n] += bang[n];
        }

        float[] alone = [.. mix[..(int)(17 * 48000)]];
        var spoken = new SpeechReading([.. s_phrases.Select(p => new SpeechSegment(p.Start, p.End))], Seconds);
        var meter = new DialogueMeter(48000, ChannelLayout.Mono, MonoPlayback.Single, spoken);
        Feed(meter, [mix], 4096);
        var programme = new ProgrammeMeter(48000, ChannelLayout.Mono);
        programme.Add(Block(alone));
        Assert.Equal(programme.Read().IntegratedLufs, meter.Read().Lufs, 0.5);
        Assert.Equal(46, meter.Read().SpeechPercent, 0.1);

        double first = meter.Read().Lufs;
        meter.Reset();
        Feed(meter, [mix], 4096);
        Assert.Equal(first, meter.Read().Lufs);

        var dual = new DialogueMeter(48000, ChannelLayout.Mono, MonoPlayback.Dual, spoken);
        Feed(dual, [mix], 48000);
        Assert.Equal(meter.Read().Lufs + 3.0103, dual.Read().Lufs, 1e-3);
    }

    // Four a second, three partials each, that die away.
    private static float[] Chords(int rate, int length)
    {
        double[][] chords = [[220, 277.2, 330], [196, 246.9, 293.7], [174.6, 220, 261.6]];
        return
        [
            .. Enumerable.Range(0, length).Select(n =>
            {
                double t = (double)n / rate, since = t * 4 % 1 / 4;
                return (float)(Math.Exp(-9 * since) * chords[(int)(t / 2) % 3].Sum(f => Math.Sin(2 * Math.PI * f * t) + 0.4 * Math.Sin(6 * Math.PI * f * t)));
            }),
        ];
    }

    private static float[] Noisy(int rate, double signalToNoiseDb)
    {
        float[] speech = SyntheticSpeech.Make(rate, s_phrases, Seconds), noise = TestSignal.Noise(4, speech.Length, 1);
        double power = s_phrases.Sum(p => speech[(int)(p.Start * rate)..(int)(p.End * rate)].Sum(v => (double)v * v)) / (s_phrases.Sum(p => p.End - p.Start) * rate);
        double gain = Math.Sqrt(power / noise.Average(v => (double)v * v)) * Math.Pow(10, -signalToNoiseDb / 20);
        return [.. speech.Zip(noise, (s, n) => (float)(s + gain * n))];
    }

    private static SpeechReading Read(int rate, float[][] channels, int block = 4096)
    {
        var meter = new SpeechMeter(rate, ChannelLayout.Default(channels.Length));
        Feed(meter, channels, block);
        return meter.Read();
    }

    private static void Feed<T>(IMeter<T> meter, float[][] channels, int block)
    {
        using var buffer = new AudioBuffer(channels.Length, block);
        for (int at = 0; at < channels[0].Length; at += block)
        {
            int count = Math.Min(block, channels[0].Length - at);
            for (int c = 0; c < channels.Length; c++)
            {
                channels[c].AsSpan(at, count).CopyTo(buffer.Block[c]);
            }

            meter.Add(buffer.Block.Slice(0, count));
        }
    }

    private static ReadOnlyAudioBlock Block(float[] samples) => new(samples, samples.Length, 1, 0, samples.Length);
}
