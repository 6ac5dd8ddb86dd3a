using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Analysis.Tests.Speech;

public sealed class CentreMeterTests
{
    private const int Rate = 48000;
    private const double Seconds = 12;
    private static readonly float[] s_first = SyntheticSpeech.Make(Rate, [(1, 4)], Seconds);
    private static readonly float[] s_second = SyntheticSpeech.Make(Rate, [(7, 10)], Seconds);

    [Fact]
    public void DialogueInTheCentre_IsInItsPlace()
    {
        CentreReading reading = Read(c => c == 2 ? Sum(s_first, s_second) : Hiss(c));
        Assert.Empty(reading.Outside);
        Assert.InRange(reading.CentreSeconds, 5, 7);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(4, 4)]
    public void DialogueInOneSide_InBoth_OrInTheSurround_IsFoundAtItsTime(int from, int to)
    {
        CentreReading reading = Read(c => c == 2 ? s_first : c == from || c == to ? Sum(s_second, Hiss(c)) : Hiss(c));
        Assert.NotEmpty(reading.Outside);
        Assert.All(reading.Outside, s => Assert.InRange(s.StartSeconds, 6.8, 10));
    }

    [Fact]
    public void MusicInStereo_IsNotTakenForIt()
    {
        CentreReading reading = Read(c => c switch { 2 => s_first, < 2 => TestSignal.Noise(c, s_first.Length, 0.1), _ => Hiss(c) });
        Assert.Empty(reading.Outside);
    }

    [Fact]
    public void LayoutsWithoutACentre_AreRefused()
    {
        Assert.False(CentreMeter.IsFor(ChannelLayout.Stereo));
        Assert.True(CentreMeter.IsFor(ChannelLayout.Surround714));
        Assert.Throws<ArgumentException>(() => new CentreMeter(Rate, ChannelLayout.Stereo));
    }

    private static CentreReading Read(Func<int, float[]> channel) =>
        Metered.Read(new CentreMeter(Rate, ChannelLayout.Surround51), [.. Enumerable.Range(0, 6).Select(channel)], 4096);

    private static float[] Hiss(int seed) => TestSignal.Noise(50 + seed, s_first.Length, 0.0005);

    private static float[] Sum(float[] a, float[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
