using Roomtone.Analysis;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Processes.Tests;

public sealed class LevellerTests
{
    private const int Rate = 48000;
    private const double Seconds = 66;

    // Phrases that drift down by 9 dB over the minute, over steady room noise.
    private static readonly (double Start, double End)[] s_phrases = [.. Enumerable.Range(0, 13).Select(i => (1 + 5.0 * i, 4.6 + 5.0 * i))];

    private static double DriftDb(double seconds) => 3 - 9 * seconds / Seconds;

    private static float[] Voice()
    {
        float[] speech = SyntheticSpeech.Make(Rate, s_phrases, Seconds), room = TestSignal.Noise(6, speech.Length, 0.0005);
        return [.. speech.Select((v, n) => (float)(v * Decibels.ToGain(DriftDb((double)n / Rate)) + room[n]))];
    }

    private static float[] Level(LevellerSettings settings, float[] voice)
    {
        IAudioSource levelled = settings.Apply(new ArraySource(Rate, ChannelLayout.Mono, voice), null, CancellationToken.None);
        using var buffer = new AudioBuffer(1, voice.Length);
        levelled.Read(0, buffer.Block);
        return buffer.Block[0].ToArray();
    }

    private static double Loudness(float[] samples, double start, double end)
    {
        var spoken = new SpeechReading([new SpeechSegment(0, end - start)], end - start);
        var meter = new DialogueMeter(Rate, ChannelLayout.Mono, MonoPlayback.Single, spoken);
        float[] part = samples[(int)(start * Rate)..(int)(end * Rate)];
        meter.Add(new ReadOnlyAudioBlock(part, part.Length, 1, 0, part.Length));
        return meter.Read().Lufs;
    }

    [Fact]
    public void Speech_IsAsLoudEverywhere()
    {
        float[] voice = Voice(), levelled = Level(new LevellerSettings(), voice);
        double[] before = [.. s_phrases.Select(p => Loudness(voice, p.Start, p.End))], after = [.. s_phrases.Select(p => Loudness(levelled, p.Start, p.End))];
        Assert.True(before.Max() - before.Min() > 8);

        // The bar: a drift of at most 0.5 LU.
        double mean = after.Average();
        Assert.All(after, a => Assert.Equal(mean, a, 0.5));
    }

    [Fact]
    public void Target_IsReachedAsAWhole()
    {
        float[] levelled = Level(new LevellerSettings { TargetLufs = -23, MaxBoostDb = 24, MaxCutDb = 24 }, Voice());
        var meter = new DialogueMeter(Rate, ChannelLayout.Mono);
        meter.Add(new ReadOnlyAudioBlock(levelled, levelled.Length, 1, 0, levelled.Length));
        Assert.Equal(-23, meter.Read().Lufs, 0.3);
    }

    [Fact]
    public void Pauses_AreHeld_AndNoMoveIsFasterThanTheSpeed()
    {
        var curve = LevellerCurve.Of(new ArraySource(Rate, ChannelLayout.Mono, Voice()), new LevellerSettings { SpeedDbPerSecond = 3 }, null, CancellationToken.None);
        for (int i = 1; i < curve.GainsDb.Length; i++)
        {
            Assert.InRange(Math.Abs(curve.GainsDb[i] - curve.GainsDb[i - 1]), 0, 0.3001);
        }

        // In the last pause, after the quietest phrase: no more than at the phrase's end.
        Assert.Equal(curve.GainsDb[645], curve.GainsDb[658], 0.2);
        Assert.InRange(curve.GainsDb.Max(), 0, 6);
        Assert.InRange(curve.GainsDb.Min(), -10, 0);
    }

    [Fact]
    public void ClipWithoutSpeech_StaysAsItIs()
    {
        float[] noise = TestSignal.Noise(3, 10 * Rate, 0.1);
        Assert.Equal(noise, Level(new LevellerSettings { TargetLufs = -16 }, noise));
        Assert.Empty(Level(new LevellerSettings(), []));
    }

    [Fact]
    public void Speech_IsNotChangedByWhereItIsRead()
    {
        float[] voice = Voice(), whole = Level(new LevellerSettings(), voice);
        IAudioSource levelled = new LevellerSettings().Apply(new ArraySource(Rate, ChannelLayout.Mono, voice), null, CancellationToken.None);
        using var part = new AudioBuffer(1, 7001);
        foreach (long at in (long[])[1_000_000, 123_457, 0])
        {
            levelled.Read(at, part.Block);
            Assert.Equal(whole[(int)at..((int)at + 7001)], part.Block[0].ToArray());
        }
    }
}
