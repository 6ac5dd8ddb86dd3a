using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Analysis.Tests.Companion;

public sealed class EffectsMeterTests
{
    private const int Rate = 48000;
    private const double Seconds = 16;
    private static readonly float[] s_dialogue = SyntheticSpeech.Make(Rate, [(4, 6.5), (10, 11.5)], Seconds);
    private static readonly float[] s_rain = TestSignal.Noise(31, (int)(Seconds * Rate), 0.01);

    [Fact]
    public void FilledEffects_HaveNeitherLeakNorHole()
    {
        EffectsReading reading = Read(s_rain);
        Assert.Empty(reading.LeakSeconds);
        Assert.Empty(reading.HoleSeconds);
        Assert.Equal(double.NegativeInfinity, reading.LeakDb);
    }

    [Theory]
    [InlineData(-6)]
    [InlineData(-20)]
    public void ALeak_IsFoundWithItsLevel(double db)
    {
        EffectsReading reading = Read(Sum(s_rain, s_dialogue, Decibels.ToGain(db)));
        Assert.All(reading.LeakSeconds, s => Assert.True(s is >= 3 and < 6.5 or >= 9 and < 11.5, $"a leak at {s} s"));
        Assert.Contains(reading.LeakSeconds, s => s < 6.5);
        Assert.Equal(db, reading.LeakDb, 1.0);
        Assert.Empty(reading.HoleSeconds);
    }

    [Fact]
    public void AHole_IsFoundAtTheWordsUnderWhichItIs()
    {
        float[] holed = [.. s_rain];
        for (int i = (int)(9.8 * Rate); i < (int)(11.7 * Rate); i++)
        {
            holed[i] *= 0.01f;
        }

        EffectsReading reading = Read(holed);
        Assert.NotEmpty(reading.HoleSeconds);
        Assert.All(reading.HoleSeconds, s => Assert.InRange(s, 9.9, 11.5));
        Assert.Empty(reading.LeakSeconds);
    }

    [Fact]
    public void SilenceThroughout_AndAGapBetweenTheWords_AreNoHoles()
    {
        Assert.Empty(Read(new float[s_rain.Length]).HoleSeconds);
        float[] rest = [.. s_rain];
        Array.Clear(rest, 7 * Rate, 2 * Rate);
        Assert.Empty(Read(rest).HoleSeconds);
    }

    [Fact]
    public void Reading_IsTheSameForAnyBlocks()
    {
        float[] leaky = Sum(s_rain, s_dialogue, 0.1);
        EffectsReading one = Read(leaky, 100_000), other = Read(leaky, 333);
        Assert.Equal(one.LeakSeconds, other.LeakSeconds);
        Assert.Equal(one.LeakDb, other.LeakDb, 1e-9);
    }

    private static EffectsReading Read(float[] effects, int block = 4096) =>
        Metered.Read(new EffectsMeter(new ArraySource(Rate, ChannelLayout.Mono, s_dialogue), ChannelLayout.Mono), [effects], block);

    private static float[] Sum(float[] a, float[] b, double gain) => [.. a.Zip(b, (x, y) => x + (float)(gain * y))];
}
