using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Session.Tests;

public class TimelineResolverTests
{
    private static ResolvedTimeline Resolve(string lines, string rate = "48 kHz", long length = 48_000 * 60, int mediaRate = 48_000) =>
        TimelineResolver.Resolve(Texts.Bind(Texts.OneTrack(lines, rate: rate)).Document!, _ => new MediaFacts(mediaRate, length, ChannelLayout.Mono));

    private static ImmutableArray<ResolvedClip> Clips(string lines)
    {
        ResolvedTimeline timeline = Resolve(lines);
        Assert.Empty(timeline.Findings);
        return timeline.Tracks[0].Clips;
    }

    [Theory]
    [InlineData(44_100, 1, 1)]
    [InlineData(44_100, 147, 160)]
    [InlineData(44_100, 3, 3)]
    [InlineData(96_000, 1, 1)]
    [InlineData(96_000, 3, 2)]
    [InlineData(48_000, 12_345, 12_345)]
    public void Length_IsRoundedHalfUpFromMediaSamples(int mediaRate, long mediaSamples, long expected) =>
        Assert.Equal(expected, Resolve($"  clip a m 0 samples..{mediaSamples} samples at 0:00", mediaRate: mediaRate).Tracks[0].Clips[0].Length);

    // A recorder 1000 ppm fast counted 1001 samples where there were 1000.
    [Fact]
    public void FastRecorder_MakesTheClipShorter()
    {
        ResolvedClip clip = Clips("  clip a m 0 samples..1001000 samples at 0:00\n    drift +1000 ppm")[0];
        Assert.Equal(1_000_000, clip.Length);
    }

    [Fact]
    public void AfterPlacement_FollowsTheClipBefore()
    {
        ImmutableArray<ResolvedClip> clips = Clips("  clip a m 0:00..0:01 at 0:10\n  clip b m 0:02..0:03 after 350 ms\n  clip c m 0:04..0:05 after a 2.35 s");
        Assert.Equal([480_000, 480_000 + 48_000 + 16_800, 480_000 + 48_000 + 112_800], clips.Select(c => c.Start));
    }

    [Fact]
    public void Overlap_NeedsACrossfade()
    {
        Finding finding = Assert.Single(Resolve("  clip a m 0:00..0:01 at 0:10\n  clip b m 0:02..0:03 at 0:10.880").Findings);
        Assert.Equal(("RT0503", "clip 'b' overlaps 'a' (line 10) by 120 ms", 26), (finding.Code, finding.Message, finding.Column));
    }

    [Theory]
    [InlineData("  overlap mix\n  clip a m 0:00..0:01 at 0:10\n  clip b m 0:02..0:03 at 0:10.880")]
    [InlineData("  clip a m 0:00..0:01 at 0:10\n  clip b m 0:02..0:03 at 0:10.880\n    mute")]
    public void MixedAndMutedOverlaps_AreInOrder(string lines) => Assert.Empty(Resolve(lines).Findings);

    [Fact]
    public void CrossfadeOfAnOverlap_FadesBothOverAllOfIt()
    {
        ImmutableArray<ResolvedClip> clips = Clips("  clip a m 0:00..0:01 at 0:10\n  clip b m 0:02..0:03 at 0:10.880\n    crossfade s-curve");
        Assert.Equal(new ClipEdge(5760, FadeShape.SCurve, "b"), clips[0].FadeOut);
        Assert.Equal(new ClipEdge(5760, FadeShape.SCurve, "a"), clips[1].FadeIn);
    }

    [Theory]
    [InlineData("centre", 480, 480)]
    [InlineData("before", 960, 0)]
    [InlineData("after", 0, 960)]
    public void MadeCrossfade_TakesHandlesFromBothSources(string side, long before, long after)
    {
        ImmutableArray<ResolvedClip> clips = Clips($"  clip a m 0:10..0:11 at 0:10\n  clip b m 0:20..0:21 at 0:11\n    crossfade 20 ms {side}");
        Assert.Equal((48_000 + after, after), (clips[0].Length, clips[0].HandleAfter));
        Assert.Equal((11 * 48_000 - before, 48_000 + before, 20 * 48_000 - before), (clips[1].Start, clips[1].Length, clips[1].MediaOffset));
        Assert.Equal(clips[0].End - clips[1].Start, clips[1].FadeIn.Length);
        Assert.Equal((528_000, 576_000), (clips[1].NominalStart, clips[1].NominalEnd));
    }

    [Theory]
    [InlineData("  clip a m 0:10..0:11 at 0:10\n  clip b m 0:00..0:01 at 0:11\n    crossfade 20 ms centre", "handle of clip 'b' is 0 samples")]
    [InlineData("  clip a m 0:59..1:00 at 0:10\n  clip b m 0:20..0:21 at 0:11\n    crossfade 20 ms after", "handle of clip 'a' is 0 samples")]
    [InlineData("  clip a m 0:10..0:11 at 0:10\n  clip b m 0:20..0:21 at 0:12\n    crossfade 20 ms centre", "does not start where")]
    [InlineData("  clip a m 0:10..0:11 at 0:10\n  clip b m 0:20..0:21 at 0:12\n    crossfade linear", "does not overlap")]
    [InlineData("  clip a m 0:10..0:11 at 0:10\n    crossfade linear", "no clip before it")]
    public void CrossfadeThatCannotBe_SaysWhy(string lines, string why)
    {
        Finding finding = Assert.Single(Resolve(lines).Findings);
        Assert.Equal("RT0509", finding.Code);
        Assert.Contains(why, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Edges_GetTheTracksFadeUnlessOneIsWritten()
    {
        ImmutableArray<ResolvedClip> clips = Clips("  clip a m 0:00..0:01 at 0:10\n    fade in 100 ms exponential\n  clip b m 0:02..0:03 at 0:12\n    fade out 0 ms");
        Assert.Equal(new ClipEdge(4800, FadeShape.Exponential, null), clips[0].FadeIn);
        Assert.Equal(new ClipEdge(192, FadeShape.Linear, null), clips[0].FadeOut);
        Assert.Equal(0, clips[1].FadeOut.Length);
    }

    [Fact]
    public void SplitWithoutMoving_LeavesNoEdge()
    {
        ImmutableArray<ResolvedClip> clips = Resolve("  clip a m 0:00..0:01 at 0:10\n  clip b m 0:01..0:02 at 0:11", mediaRate: 44_100, length: 44_100 * 60).Tracks[0].Clips;
        Assert.Equal((0, 0), (clips[0].FadeOut.Length, clips[1].FadeIn.Length));
        Assert.Equal(clips[0].MediaOffset + clips[0].Length, clips[1].MediaOffset);
    }

    [Fact]
    public void SplitWithADifferentGain_HasEdges() =>
        Assert.Equal(192, Clips("  clip a m 0:00..0:01 at 0:10\n  clip b m 0:01..0:02 at 0:11\n    gain 1 dB")[0].FadeOut.Length);

    [Fact]
    public void FadeLongerThanItsClip_IsRefused() =>
        Assert.Equal("RT0510", Assert.Single(Resolve("  clip a m 0:00..0:01 at 0:10\n    fade in 2 s").Findings).Code);

    [Fact]
    public void TimelineEnds_WithTheLastClipThatIsHeard() =>
        Assert.Equal(11 * 48_000, Resolve("  clip a m 0:00..0:01 at 0:10\n  clip b m 0:00..0:01 at 0:20\n    mute").Length);

    // R32: ids and comments reach no sample.
    [Fact]
    public void RenamedIdsAndComments_GiveTheSamePlaces()
    {
        const string Lines = "  clip a m 0:10..0:11 at 0:10\n  clip b m 0:20..0:21 after a 0 ms\n    crossfade 20 ms centre";
        ImmutableArray<ResolvedClip> one = Clips(Lines);
        ImmutableArray<ResolvedClip> two = Clips("  # changed\n" + Lines.Replace(" a ", " q ", StringComparison.Ordinal));
        Assert.Equal(one.Select(c => (c.Start, c.Length, c.MediaOffset, c.FadeIn.Length, c.FadeOut.Length)), two.Select(c => (c.Start, c.Length, c.MediaOffset, c.FadeIn.Length, c.FadeOut.Length)));
    }
}
