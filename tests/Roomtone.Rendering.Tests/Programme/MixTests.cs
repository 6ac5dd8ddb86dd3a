using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Rendering.Tests;

public sealed class MixTests
{
    private const float Minus3 = 0.70710678f;
    private static readonly float[] s_noise = TestSignal.Noise(1, 40000);

    [Fact]
    public void StereoTrack_ComesOutBitForBit()
    {
        float[][] noise = TestSignal.NoiseChannels(3, 2, 40000);
        var rig = new Rig().Medium("m", noise);
        rig.Tracks.Add(rig.Track("t", "m"));

        Null.Exact(noise, rig.Render());
    }

    [Fact]
    public void MonoMusic_StandsBetweenLeftAndRightAtMinus3Db()
    {
        var rig = new Rig().Medium("m", s_noise);
        rig.Tracks.Add(rig.Track("t", "m"));

        float[][] mix = rig.Render();

        Null.Exact(s_noise.Select(x => x * Minus3).ToArray(), mix[0]);
        Null.Exact(mix[0], mix[1]);
    }

    [Fact]
    public void MonoDialogue_StandsInTheCentreOfSurround()
    {
        var rig = new Rig { Layout = ChannelLayout.Surround51 }.Medium("m", s_noise);
        rig.Tracks.Add(rig.Track("t", "m") with { Role = "dialogue" });

        float[][] mix = rig.Render();

        Null.Exact(s_noise, mix[2]);
        Assert.All(new[] { 0, 1, 3, 4, 5 }, c => Assert.All(mix[c], x => Assert.Equal(0, x)));
    }

    [Fact]
    public void MonoMusicInSurround_LeavesTheCentreFree()
    {
        var rig = new Rig { Layout = ChannelLayout.Surround51 }.Medium("m", s_noise);
        rig.Tracks.Add(rig.Track("t", "m") with { Role = "music" });

        float[][] mix = rig.Render();

        Null.Exact(s_noise.Select(x => x * Minus3).ToArray(), mix[1]);
        Assert.All(mix[2], x => Assert.Equal(0, x));
    }

    [Fact]
    public void StereoIntoMono_IsHalfTheSum()
    {
        float[][] noise = TestSignal.NoiseChannels(3, 2, 5000);
        var rig = new Rig { Layout = ChannelLayout.Mono }.Medium("m", noise);
        rig.Tracks.Add(rig.Track("t", "m"));

        float[][] mix = rig.Render();

        Residual.BelowDb(noise[0].Zip(noise[1], (l, r) => 0.5f * l + 0.5f * r).ToArray(), mix[0], -140);
    }

    [Fact]
    public void SurroundIntoStereo_FoldsAndTellsIt()
    {
        float[][] bed = TestSignal.NoiseChannels(9, 6, 3000);
        var rig = new Rig().Medium("m", bed);
        rig.Tracks.Add(rig.Track("t", "m"));

        using SessionRenderer renderer = rig.Open();
        float[][] mix = Rig.RenderAll(renderer);

        float[] left = [.. Enumerable.Range(0, 3000).Select(i => bed[0][i] + Minus3 * bed[2][i] + Minus3 * bed[4][i])];
        Residual.BelowDb(left, mix[0], -130);
        Finding finding = Assert.Single(renderer.Findings);
        Assert.Contains("C, LFE, Ls, Rs", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fader_ScalesByItsDecibels()
    {
        var rig = new Rig().Medium("m", s_noise, s_noise);
        rig.Tracks.Add(rig.Track("t", "m") with { FaderDb = -6 });

        Residual.BelowDb(s_noise.Select(x => (float)(x * 0.50118723)).ToArray(), rig.Render()[0], -130);
    }

    [Fact]
    public void VcaFader_AddsToTheMembersFaders()
    {
        var rig = new Rig().Medium("m", s_noise, s_noise);
        rig.Tracks.Add(rig.Track("t", "m") with { FaderDb = -4 });
        rig.Vcas.Add(new Vca("v", ["t"]) { FaderDb = -2 });
        var plain = new Rig().Medium("m", s_noise, s_noise);
        plain.Tracks.Add(plain.Track("t", "m") with { FaderDb = -6 });

        Null.Exact(plain.Render(), rig.Render());
    }

    [Fact]
    public void MutedTrack_IsSilentAndListed()
    {
        var rig = new Rig().Medium("m", s_noise);
        rig.Tracks.Add(rig.Track("t", "m") with { IsMuted = true });

        using SessionRenderer renderer = rig.Open();

        Assert.All(Rig.RenderAll(renderer)[0], x => Assert.Equal(0, x));
        Assert.Contains("track t: muted", renderer.Plan.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void MutedVca_MutesItsMembers()
    {
        var rig = new Rig().Medium("m", s_noise);
        rig.Tracks.Add(rig.Track("t", "m"));
        rig.Vcas.Add(new Vca("v", ["t"]) { IsMuted = true });

        Assert.All(rig.Render()[0], x => Assert.Equal(0, x));
    }

    [Fact]
    public void Solo_LeavesOnlyTheSoloedTrackAndSafeOnes()
    {
        var rig = new Rig { Solo = ["a"] }.Medium("a", s_noise, s_noise).Medium("b", TestSignal.NoiseChannels(5, 2, 40000));
        rig.Tracks.Add(rig.Track("a", "a"));
        rig.Tracks.Add(rig.Track("b", "b"));

        Null.Exact(s_noise, rig.Render()[0]);
        rig.Tracks[1] = rig.Tracks[1] with { IsSoloSafe = true };
        Assert.NotEqual(s_noise, rig.Render()[0]);
    }

    [Fact]
    public void SoloedBus_IsHeardWithWhatFeedsIt()
    {
        var rig = new Rig { Solo = ["dx"] }.Medium("a", s_noise, s_noise).Medium("b", TestSignal.NoiseChannels(5, 2, 40000));
        rig.Tracks.Add(rig.Track("a", "a", "dx"));
        rig.Tracks.Add(rig.Track("b", "b"));
        rig.Buses.Add(new Bus { Id = "dx" });

        Null.Exact(s_noise, rig.Render()[0]);
    }

    [Fact]
    public void PostFaderSend_FollowsTheFader()
    {
        var rig = new Rig().Medium("m", s_noise, s_noise);
        rig.Buses.Add(new Bus { Id = "dry", IsMuted = true });
        rig.Buses.Add(new Bus { Id = "room" });
        rig.Tracks.Add(rig.Track("t", "m", "dry") with { FaderDb = -6, Sends = [new Send("room", -12)] });

        Residual.BelowDb(s_noise.Select(x => (float)(x * 0.12589254)).ToArray(), rig.Render()[0], -130);
    }

    [Fact]
    public void PreFaderSend_IgnoresTheFader()
    {
        var rig = new Rig().Medium("m", s_noise, s_noise);
        rig.Buses.Add(new Bus { Id = "dry", IsMuted = true });
        rig.Buses.Add(new Bus { Id = "room" });
        rig.Tracks.Add(rig.Track("t", "m", "dry") with { FaderDb = double.NegativeInfinity, Sends = [new Send("room", 0) { IsPostFader = false }] });

        Null.Exact(s_noise, rig.Render()[0]);
    }

    [Fact]
    public void SilentInputs_CountInTheOrderOfSummation()
    {
        // 20 inputs over 16 accumulators: input 16 shares the accumulator of input 0, muted or not.
        Rig Build(bool isMuted)
        {
            var rig = new Rig();
            for (int i = 0; i < 20; i++)
            {
                string id = $"t{i}";
                rig.Medium(id, TestSignal.NoiseChannels(100 + i, 2, 2000, i is > 2 and < 9 ? 0 : 0.4));
                rig.Tracks.Add(rig.Track(id, id) with { IsMuted = isMuted && i is > 2 and < 9 });
            }

            return rig;
        }

        Null.Exact(Build(false).Render(), Build(true).Render());
    }
}
