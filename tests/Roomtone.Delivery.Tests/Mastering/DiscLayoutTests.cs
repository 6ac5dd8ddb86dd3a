using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests.Mastering;

public sealed class DiscLayoutTests
{
    private const int Second = DiscLayout.SampleRate;

    [Fact]
    public void TracksAfterAPause_BeginOnASector()
    {
        var layout = DiscLayout.Of([10 * Second + 1, 20 * Second + 587, 5 * Second], 2);
        Assert.All(layout.Tracks, t => Assert.Equal(0, t.Start % DiscLayout.Sector));
        Assert.Equal((0L, 0L, 0L), (layout.Tracks[0].Start, layout.Tracks[0].Pause, layout.Tracks[0].Index));
        // Ten seconds and a sample end in sector 751; two seconds later is sector 901.
        Assert.Equal((751L, 901L), (layout.Tracks[1].Pause, layout.Tracks[1].Index));
        Assert.Equal(layout.Tracks[1].Pause, layout.Tracks[0].End);
        Assert.Equal(0, layout.Length % DiscLayout.Sector);
        Assert.InRange(layout.Length - (layout.Tracks[2].Start + 5 * Second), 0, DiscLayout.Sector - 1);
        Assert.Empty(layout.Faults());
    }

    [Fact]
    public void WithoutPauses_NoSampleIsAddedBetweenTracks()
    {
        var layout = DiscLayout.Of([10 * Second + 100, 10 * Second], 0);
        Assert.Equal(10 * Second + 100, layout.Tracks[1].Start);
        Assert.Equal((750L, 750L, 750L), (layout.Tracks[1].Pause, layout.Tracks[1].Index, layout.Tracks[0].End));
    }

    [Fact]
    public void WhatNoDiscHolds_IsNamed()
    {
        Assert.Contains("track 2 is 3.0 s long", Assert.Single(DiscLayout.Of([9 * Second, 3 * Second], 2).Faults()), StringComparison.Ordinal);
        Assert.Contains("99 at most", Assert.Single(DiscLayout.Of([.. Enumerable.Repeat(5L * Second, 100)], 0).Faults()), StringComparison.Ordinal);
        Assert.Contains("a disc holds 79:55:00", Assert.Single(DiscLayout.Of([80L * 60 * Second], 0).Faults()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void TheImage_HoldsEveryTrackBitForBit(double spacing)
    {
        float[][][] tracks = [Track(1, 5 * Second + 17), Track(2, 4 * Second + 300)];
        ArraySource[] sources = [.. tracks.Select(t => new ArraySource(Second, ChannelLayout.Stereo, t))];
        var layout = DiscLayout.Of([.. sources.Select(s => s.Length)], spacing);
        float[][] image = ArraySource.ReadAll(new DiscSource(layout, [.. sources]), 1000);
        Assert.Equal(layout.Length, image[0].Length);
        for (int i = 0; i < tracks.Length; i++)
        {
            Assert.Equal(tracks[i][1], image[1].AsSpan((int)layout.Tracks[i].Start, tracks[i][1].Length).ToArray());
        }

        double all = image[0].Sum(x => (double)x * x), parts = tracks.Sum(t => t[0].Sum(x => (double)x * x));
        Assert.Equal(parts, all, 1e-6);
    }

    [Fact]
    public void Lists_TellIndexesCodesAndTheEnd()
    {
        var layout = DiscLayout.Of([10L * Second, 10L * Second], 2);
        CueTrack[] tracks = [new("", "One\nline", "X", "DEA002600001"), new("", "Two", "", "")];
        string cue = CueSheet.Write("Album", "4006381333931", "album.wav", layout, [.. tracks]);
        Assert.Equal(
            "CATALOG 4006381333931\nTITLE \"Album\"\nFILE \"album.wav\" WAVE\n  TRACK 01 AUDIO\n    TITLE \"One line\"\n    PERFORMER \"X\"\n    ISRC DEA002600001\n    INDEX 01 00:00:00\n"
            + "  TRACK 02 AUDIO\n    TITLE \"Two\"\n    INDEX 00 00:10:00\n    INDEX 01 00:12:00\n",
            cue);
        string[] pq = PqList.Write("Album", "4006381333931", "album.wav", "ab12", layout, [.. tracks]).Split('\n');
        Assert.Contains("  01     00  00:00:00  -         00:02:00  -             (pause)", pq);
        Assert.Contains("  01     01  00:02:00  00:00:00  00:10:00  DEA002600001  One line", pq);
        Assert.Contains("  02     00  00:12:00  00:10:00  00:02:00  -             (pause)", pq);
        Assert.Contains("  02     01  00:14:00  00:12:00  00:10:00  -             Two", pq);
        Assert.Contains(pq, l => l.StartsWith("  AA     01  00:24:00  00:22:00", StringComparison.Ordinal));
        Assert.Contains("SHA-256  ab12", pq);
    }

    private static float[][] Track(int seed, int length) => [TestSignal.Noise(seed, length, 0.3), TestSignal.Noise(10_000_000 * seed, length, 0.3)];
}
