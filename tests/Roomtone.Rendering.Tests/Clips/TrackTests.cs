using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class TrackTests
{
    private static readonly float[] s_noise = TestSignal.Noise(2, 60000);

    [Fact]
    public void SplitWithoutMoving_ChangesNoByte()
    {
        var whole = new Rig().Medium("m", s_noise, s_noise);
        whole.Tracks.Add(whole.Track("t", "m") with { EdgeFade = ExactTime.FromSeconds(0.004m) });
        var split = new Rig().Medium("m", s_noise, s_noise);
        split.Tracks.Add(whole.Tracks[0] with { Clips = [Rig.Clip("a", "m", 0, 0, 12345), Rig.Clip("b", "m", 12345, 12345, 60000)] });

        Null.Exact(whole.Render(), split.Render());
    }

    [Fact]
    public void EqualPowerCrossfade_IsFlatInPowerForUnrelatedMaterial()
    {
        var rig = new Rig().Medium("a", s_noise, s_noise).Medium("b", TestSignal.NoiseChannels(9, 2, 60000));
        Clip second = Rig.Clip("b", "b", 12000, 0, 48000) with { Crossfade = new Crossfade(FadeShape.EqualPower, null, CrossfadePlacement.Overlap) };
        rig.Tracks.Add(rig.Track("t", "a") with { Clips = [Rig.Clip("a", "a", 0, 0, 60000), second] });

        float[] mix = rig.Render()[0];

        for (int at = 0; at < 55000; at += 5000)
        {
            Assert.InRange(mix.AsSpan(at, 5000).ToArray().Sum(x => (double)x * x) / s_noise.AsSpan(at, 5000).ToArray().Sum(x => (double)x * x), 0.93, 1.07);
        }
    }

    [Fact]
    public void OverlapMix_AddsTheClips()
    {
        var rig = new Rig().Medium("m", s_noise, s_noise);
        rig.Tracks.Add(rig.Track("t", "m") with { MixesOverlaps = true, Clips = [Rig.Clip("a", "m", 0, 0, 1000), Rig.Clip("b", "m", 500, 0, 1000)] });

        float[] mix = rig.Render()[0];

        Null.Exact(s_noise.AsSpan(0, 500), mix.AsSpan(0, 500));
        Assert.Equal(s_noise[700] + s_noise[200], mix[700]);
    }

    [Fact]
    public void MutedClip_IsSilentAndListed()
    {
        var rig = new Rig().Medium("m", s_noise, s_noise);
        rig.Tracks.Add(rig.Track("t", "m") with
        {
            Clips = [Rig.Clip("a", "m", 0, 0, 1000), Rig.Clip("b", "m", 2000, 0, 1000) with { IsMuted = true }, Rig.Clip("c", "m", 4000, 0, 100)],
        });

        using SessionRenderer renderer = rig.Open();

        Assert.All(Rig.RenderAll(renderer)[0].AsSpan(2000, 1000).ToArray(), x => Assert.Equal(0, x));
        Assert.Contains("clip b: muted", renderer.Plan.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void MonoClipOnAStereoTrack_StandsBetweenLeftAndRight()
    {
        var rig = new Rig().Medium("mono", s_noise).Medium("stereo", TestSignal.NoiseChannels(4, 2, 1000));
        rig.Tracks.Add(rig.Track("t", "stereo") with { Clips = [Rig.Clip("a", "stereo", 0, 0, 1000), Rig.Clip("b", "mono", 1000, 0, 1000)] });

        float[][] mix = rig.Render();

        Assert.Equal(0.70710678f * s_noise[10], mix[0][1010]);
        Assert.Equal(mix[0][1010], mix[1][1010]);
    }

    [Fact]
    public void ClipProcess_RunsOverTheMediaSoThatCutsChangeNothing()
    {
        var whole = new Rig().Medium("m", s_noise, s_noise);
        ProcessSlot gain = Rig.Slot("g", "gain", ("amount", Rig.Db(-6)));
        whole.Tracks.Add(whole.Track("t", "m") with { Clips = [Rig.Clip("a", "m", 0, 0, 60000) with { Processes = [gain] }] });
        var split = new Rig().Medium("m", s_noise, s_noise);
        split.Tracks.Add(whole.Tracks[0] with
        {
            Clips =
            [
                Rig.Clip("a", "m", 0, 0, 30000) with { Processes = [gain] },
                Rig.Clip("b", "m", 30000, 30000, 60000) with { Processes = [gain with { Id = "other" }] },
            ],
        });

        float[][] mix = whole.Render();

        Residual.BelowDb(s_noise.Select(x => (float)(x * 0.50118723)).ToArray(), mix[0], -130);
        Null.Exact(mix, split.Render());
    }
}
