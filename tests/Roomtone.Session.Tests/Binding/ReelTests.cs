using Roomtone.Signal;

namespace Roomtone.Session.Tests;

public sealed class ReelTests
{
    [Theory]
    [InlineData("24", 48_000, 2 * 48_000)]
    [InlineData("23.976", 48_000, 96_096)]
    [InlineData("25", 48_000, 2 * 48_000)]
    [InlineData("29.97", 48_000, 96_096)]
    public void TwoSeconds_AreFramesOfTheLabels(string fps, int rate, long samples)
    {
        Reel reel = Bind(fps, "reel r1 ffoa 01:00:00:00 lfoa 01:00:09:23\n  pop head 2 s\n  pop tail 2 s", rate);
        ReelTone head = reel.Tones[0], tail = reel.Tones[1];
        Assert.Equal(0, reel.Start);
        Assert.Equal(-samples, head.Start);
        Assert.Equal((1000.0, -20.0, "LFE"), (head.FrequencyHz, head.LevelDbfs, Assert.Single(head.Except)));
        Assert.InRange(head.Length, rate / 31, rate / 23);
        // The tail pop lies two seconds of labels after the label of the last frame.
        Assert.InRange(tail.Start - (reel.End - head.Length) - samples, -1, 1);
        Assert.Equal(-4 * samples, reel.FileStart);
    }

    [Fact]
    public void TheLastFrameOfAction_IsPartOfIt()
    {
        Reel reel = Bind("25", "reel r1 ffoa 01:00:00:00 lfoa 01:00:00:24");
        Assert.Equal((0, 48_000, 0, 48_000), (reel.Start, reel.End, reel.FileStart, reel.FileEnd));
    }

    [Fact]
    public void DropFrame_CountsFrames()
    {
        // Two seconds before 01:01:00;02 are sixty frames, and the skipped labels are no frames.
        Reel reel = Bind("29.97", "reel r1 ffoa 01:01:00;02 lfoa 01:02:00;10\n  pop head 2 s", 48_000, "01:00:00;00");
        var rate = new FrameRate(30000, 1001);
        Assert.Equal(rate.FirstSample(1800 - 60, 48_000), reel.Tones[0].Start);
    }

    [Fact]
    public void ToneSlateLeaderAndTrailer_AreWhereTheyAreWritten()
    {
        Reel reel = Bind("25", "reel r1 ffoa 01:00:00:00 lfoa 01:00:09:24\n  leader 40 s\n  trailer 50 frames\n  tone glits -20 dBFS from 35 s for 20 s\n  slate voice from 12 s\n  pop head 100 frames 440 Hz -12 dBFS 2 frames except L R");
        Assert.Equal((-40L * 48_000, 12L * 48_000), (reel.FileStart, reel.FileEnd));
        Assert.Equal(new ReelTone(ReelToneKind.Glits, -35 * 48_000, 20 * 48_000, 1000, -20, []), reel.Tones[0] with { Except = [] });
        Assert.Equal(new ReelSlate("voice", "voice.wav", -12 * 48_000), reel.Slate);
        Assert.Equal((-4L * 48_000, 2L * 1920, 440.0, -12.0), (reel.Tones[1].Start, reel.Tones[1].Length, reel.Tones[1].FrequencyHz, reel.Tones[1].LevelDbfs));
        Assert.Equal(["L", "R"], reel.Tones[1].Except);
    }

    [Theory]
    [InlineData("reel r1 ffoa 01:00:00:00 lfoa 01:00:05:00\n  pop head 9 s\n  leader 8 s", "RT0511", "outside the leader")]
    [InlineData("reel r1 ffoa 01:00:00:00 lfoa 01:00:05:00\n  tone steady from 2 s for 3 s", "RT0511", "over the picture")]
    [InlineData("reel r1 ffoa 01:00:00:00 lfoa 01:00:05:00\n  pop tail 0 s", "RT0511", "over the picture")]
    [InlineData("reel r1 ffoa 01:00:05:00 lfoa 01:00:00:00", "RT0501", "before the first")]
    [InlineData("reel r1 ffoa 0:00.010 lfoa 01:00:05:00", "RT0504", "on no frame")]
    [InlineData("reel r1 ffoa 01:00:00:00 lfoa 01:00:05:00\n  pop head 2.01 s", "RT0504", "frames at 25 fps")]
    [InlineData("reel r1 ffoa 01:00:00:00 lfoa 01:00:05:00\n  tone blits -18 dBFS 440 Hz from 8 s for 2 s", "RT0303", "its own")]
    [InlineData("reel r1 ffoa 01:00:00:00 lfoa 01:00:05:00\n  slate nobody from 8 s", "RT0402", "no media")]
    [InlineData("reel r1 ffoa 01:00:00:00", "RT0302", "lfoa")]
    public void Mistakes_AreNamedAtTheirLine(string text, string code, string part)
    {
        Platform.Finding finding = Assert.Single(Texts.Bind(Session("25", text, 48_000, "01:00:00:00")).Findings, f => f.Severity == Platform.Severity.Error);
        Assert.Equal(code, finding.Code);
        Assert.Contains(part, finding.Message + finding.Hint, StringComparison.Ordinal);
        Assert.InRange(finding.Line, 15, 20);
    }

    [Fact]
    public void WhatIsWrongWithAReel_IsToldOnce()
    {
        string text = Session("25", "reel r1 ffoa 01:00:05:00 lfoa 01:00:00:00\ndeliver a\n  range r1\n  format wav 48 kHz 24 bit\n  file \"a.wav\"", 48_000, "01:00:00:00");
        Assert.Equal("RT0501", Assert.Single(Texts.Bind(text).Findings, f => f.Severity == Platform.Severity.Error).Code);
    }

    [Fact]
    public void WithoutTimecode_AReelIsRefused()
    {
        string text = Session("25", "reel r1 ffoa 0:00 lfoa 0:10", 48_000, "01:00:00:00").Replace("  timecode 25 fps start 01:00:00:00\n", string.Empty, StringComparison.Ordinal);
        Assert.Contains(Texts.Bind(text).Findings, f => f.Code == "RT0504" && f.Message.Contains("no timecode", StringComparison.Ordinal));
    }

    [Fact]
    public void ADeliverable_TakesItByRange_OrOnePerReel()
    {
        const string Reels = "reel r1 ffoa 01:00:00:00 lfoa 01:00:04:24\nreel r2 ffoa 01:00:05:00 lfoa 01:00:09:24\n";
        SessionDocument document = Texts.Document(Session("25", Reels + "deliver a\n  range r2\n  format wav 48 kHz 24 bit\n  file \"a_{reel}.wav\"\ndeliver b\n  per reel\n  format wav 48 kHz 24 bit\n  file \"b_{reel}.wav\"", 48_000, "01:00:00:00"));
        Assert.Equal((5L * 48_000, 10L * 48_000, "r2"), (document.Deliverables[0].RangeStart!.Value, document.Deliverables[0].RangeEnd!.Value, document.Deliverables[0].Reel));
        Assert.True(document.Deliverables[1].IsPerReel);
        Assert.Contains(
            Texts.Bind(Session("25", Reels + "deliver b\n  per reel\n  format wav 48 kHz 24 bit\n  file \"b.wav\"", 48_000, "01:00:00:00")).Findings, f => f.Code == "RT0803");
    }

    private static Reel Bind(string fps, string text, int rate = 48_000, string start = "01:00:00:00") => Texts.Document(Session(fps, text, rate, start)).Reels[0];

    private static string Session(string fps, string text, int rate, string start) =>
        $"roomtone 1\n\nsession \"Film\"\n  rate {rate} Hz\n  timecode {fps} fps start {start}\n  layout stereo\n\nmedia voice \"voice.wav\"\n  format wav 48 kHz 24 bit mono\n  length 0:20\n\n"
        + $"track v to master\n  clip a voice 0:00..0:10 at {start}\n\n{text}\n";
}
