using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class RateTests
{
    private static float[] Tone(double hz, double rate, int length) => [.. Enumerable.Range(0, length).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * hz * i / rate)))];

    private static Rig Session(int mediaRate, int length, params ProcessSlot[] processes)
    {
        float[] tone = Tone(1000, mediaRate, length);
        var rig = new Rig().Medium("m", new ArraySource(mediaRate, ChannelLayout.Stereo, tone, tone));
        rig.Tracks.Add(rig.Track("t", "m") with { Clips = [Rig.Clip("a", "m", 0, 0, length) with { Processes = [.. processes] }] });
        return rig;
    }

    [Theory]
    [InlineData(44100)]
    [InlineData(96000)]
    [InlineData(22050)]
    public void MediaOfAnotherRate_KeepsItsPitchAndLength(int rate)
    {
        float[] mix = Session(rate, rate).Render()[0];

        Assert.Equal(Rig.Rate, mix.Length);
        Residual.BelowDb(Tone(1000, Rig.Rate, Rig.Rate).AsSpan(4000, 40000), mix.AsSpan(4000, 40000), -120);
    }

    [Fact]
    public void Drift_ShortensWhatAFastClockTook()
    {
        // +1000 ppm: the recorder counted 48 048 samples in a second.
        float[] mix = Session(Rig.Rate, 48048, Rig.Slot("d", "drift", ("amount", Rig.Number(1000, Unit.PartsPerMillion)))).Render()[0];

        Assert.Equal(48000, mix.Length);
        Residual.BelowDb(Tone(1001, Rig.Rate, 48000).AsSpan(4000, 40000), mix.AsSpan(4000, 40000), -120);
    }

    [Fact]
    public void SplitResampledClip_ChangesNoByte()
    {
        Rig whole = Session(44100, 44100), split = Session(44100, 44100);
        split.Tracks[0] = split.Tracks[0] with
        {
            Clips = [Rig.Clip("a", "m", 0, 0, 14700), Rig.Clip("b", "m", 16000, 14700, 44100)],
        };

        Null.Exact(whole.Render(), split.Render());
    }
}
