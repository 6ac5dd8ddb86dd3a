using System.Text.Json;

namespace Roomtone.Cli.Tests;

public sealed class MasterTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public MasterTests()
    {
        _folder.Sine("a.wav", seconds: 5, levelDbfs: -20);
        _folder.Sine("b.wav", seconds: 5, levelDbfs: -26);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnAlbumForADisc_IsOneImageWithItsLists()
    {
        _folder.Sine("a.wav", seconds: 5.003, levelDbfs: -18, rate: 44_100);
        _folder.Sine("b.wav", seconds: 6, levelDbfs: -20, rate: 44_100);
        string[] album =
        [
            "master", "a.wav", "b.wav", "--profile", "cd", "--loudness", "-18 LUFS", "--album", "-o", "cd", "--image", "cd/album.wav", "--cue", "cd/album.cue", "--pq", "cd/album.txt",
            "--spacing", "1.5 s", "--upc", "4006381333931", "--isrc", "DE-A00-26-00001", "--isrc", "DE-A00-26-00002",
        ];
        _folder.Run(album).Succeeds();
        JsonElement image = _folder.Run("info", "cd/album.wav", "--json").Succeeds().Json.GetProperty("files")[0];
        long samples = image.GetProperty("samples").GetInt64();
        Assert.Equal(0, samples % 588);
        string cue = File.ReadAllText(_folder.At("cd/album.cue"));
        Assert.Contains("CATALOG 4006381333931", cue, StringComparison.Ordinal);
        Assert.Contains("FILE \"album.wav\" WAVE\n  TRACK 01 AUDIO\n    TITLE \"a\"\n    ISRC DEA002600001\n    INDEX 01 00:00:00\n", cue, StringComparison.Ordinal);
        Assert.Contains("  TRACK 02 AUDIO\n    TITLE \"b\"\n    ISRC DEA002600002\n    INDEX 00 00:05:01\n    INDEX 01 00:06:38\n", cue, StringComparison.Ordinal);
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_folder.At("cd/album.wav"))));
        Assert.Contains("SHA-256  " + hash, File.ReadAllText(_folder.At("cd/album.txt")), StringComparison.Ordinal);

        // Every sample of a master is in the image.
        byte[] master = File.ReadAllBytes(_folder.At("cd/b.wav")), whole = File.ReadAllBytes(_folder.At("cd/album.wav"));
        Assert.True(whole.AsSpan().IndexOf(master.AsSpan(^(4 * 44_100 * 5))) > 0);
    }

    [Theory]
    [InlineData("--series --image x.wav", "--album")]
    [InlineData("--album --pq x.txt", "--image album.wav")]
    [InlineData("--album --image x.wav --format wav_24_bit", "44.1 kHz 16 bit")]
    [InlineData("--album --image x.wav --upc 4006381333932", "check digit")]
    [InlineData("--album --image x.wav --isrc DE-A00-26-1", "12 characters")]
    [InlineData("--album --image x.wav --isrc DE-A00-26-00001", "for each of the 2 files")]
    public void WhatIsNoDisc_IsWrongUsageBeforeAnythingIsWritten(string options, string told)
    {
        _folder.Sine("a.wav", seconds: 5, rate: 44_100);
        _folder.Sine("b.wav", seconds: 5, rate: 44_100);
        CommandRun run = _folder.Run(["master", "a.wav", "b.wav", "--profile", "cd", "--loudness", "-18 LUFS", "-o", "cd", .. options.Split(' ').Select(o => o.Replace('_', ' '))]).Fails(2);
        Assert.Contains(told, run.Messages, StringComparison.Ordinal);
        Assert.Equal(2, _folder.Files().Length);
    }

    [Fact]
    public void Album_ReachesTheTargetTogether_AndKeepsTheOffset()
    {
        JsonElement result = _folder.Run("master", "a.wav", "b.wav", "--profile", "spotify", "--album", "--format", "wav 24 bit", "-o", "out", "--cue", "out/album.cue", "--json").Succeeds().Json;
        double[] loudness = [.. result.GetProperty("masters").EnumerateArray().Select(m => m.GetProperty("integrated_lufs").GetDouble())];
        Assert.Equal(6, loudness[0] - loudness[1], 0.05);
        Assert.Equal(-14, result.GetProperty("album_lufs").GetDouble(), 0.1);
        Assert.True(result.GetProperty("worst_offset_lu").GetDouble() <= 0.05);
        Assert.Contains("FILE \"b.wav\" WAVE\n  TRACK 02 AUDIO", File.ReadAllText(_folder.At("out/album.cue")), StringComparison.Ordinal);
    }

    [Fact]
    public void AlbumWithATrackThatItsFormatDoesNotTake_WritesNothing()
    {
        _folder.Sine("high.wav", seconds: 5, levelDbfs: -18, rate: 96_000);
        _folder.Run("master", "a.wav", "high.wav", "--profile", "spotify", "--album", "--format", "mp3 128 kbps", "-o", "out").Fails(4, "MP3 does not take 96000 Hz", "48000 Hz");
        Assert.False(Directory.Exists(_folder.At("out")));
    }

    [Fact]
    public void Series_BringsEachToTheTarget_AfterThePlanIsPrinted()
    {
        CommandRun run = _folder.Run("master", "a.wav", "b.wav", "--profile", "spotify", "--format", "wav 24 bit", "-o", "out").Succeeds();
        Assert.StartsWith("series: 2 files, each to -14.0 LUFS ±0.2", run.Output);
        Assert.Equal(2, run.Output.Split("-14.0 LUFS  ").Length - 1);
    }

    [Fact]
    public void Reference_GivesItsWidth_AndOnlyWhatIsAskedFor()
    {
        Random random = new(3);
        float[] mid = [.. Enumerable.Range(0, 6 * 44_100).Select(_ => (float)(0.2 * random.NextDouble() - 0.1))], side = [.. mid.Select(_ => (float)(0.2 * random.NextDouble() - 0.1))];
        _folder.Write("wide.wav", TestFolder.Wave([[.. mid.Zip(side, (m, s) => m + 0.5 * s)], [.. mid.Zip(side, (m, s) => m - 0.5 * s)]], 44_100));
        _folder.Write("narrow.wav", TestFolder.Wave([[.. mid.Zip(side, (m, s) => m + 0.3 * s)], [.. mid.Zip(side, (m, s) => m - 0.3 * s)]], 44_100));
        string[] master = ["master", "narrow.wav", "--profile", "spotify", "--loudness", "-20 LUFS", "--reference", "wide.wav", "--format", "wav 24 bit"];
        CommandRun all = _folder.Run([.. master, "-o", "all"]).Succeeds();
        Assert.Contains("narrow.wav, width of wide.wav: multiband: band 1 ratio 1:1 width 16", all.Messages, StringComparison.Ordinal);
        Assert.Contains("dynamics of wide.wav: no compressor", all.Messages, StringComparison.Ordinal);
        Assert.Equal(-6.02, SideOverMidDb("all/narrow.wav"), 0.2);
        CommandRun tone = _folder.Run([.. master, "-o", "tone", "--match", "tone"]).Succeeds();
        Assert.DoesNotContain("width of", tone.Messages, StringComparison.Ordinal);
        Assert.Equal(-10.46, SideOverMidDb("tone/narrow.wav"), 0.2);
        _folder.Run([.. master, "-o", "x", "--match", "colour"]).Fails(2, "tone, width, dynamics");
        _folder.Run("master", "narrow.wav", "--profile", "spotify", "--match", "tone", "-o", "x").Fails(2, "--reference");
    }

    // The reference is the quieter mix with its treble cut: both masters lose theirs, by one curve in an album.
    [Fact]
    public void Reference_GivesAnAlbumOneCurve_AndASetOneEach()
    {
        _folder.Run("apply", "b.wav", "--do", "low-pass: freq 300 Hz", "-o", "dull.wav").Succeeds();
        string Curve(CommandRun run, string name) => run.Messages.Split('\n').Single(l => l.Contains($"{name} matched to dull.wav: ", StringComparison.Ordinal));
        CommandRun album = _folder.Run("master", "a.wav", "b.wav", "--profile", "spotify", "--album", "--reference", "dull.wav", "--format", "wav 24 bit", "-o", "album").Succeeds();
        Assert.Contains("dB at", Curve(album, "the album"), StringComparison.Ordinal);
        CommandRun each = _folder.Run("master", "a.wav", "b.wav", "--profile", "spotify", "--reference", "dull.wav", "--match-limit", "3 dB", "--format", "wav 24 bit", "-o", "each").Succeeds();
        Assert.NotEmpty(Curve(each, "a.wav"));
        Assert.NotEmpty(Curve(each, "b.wav"));
    }

    [Fact]
    public void Reference_ThatIsMissing_OrWouldBeReplaced_IsRefused()
    {
        _folder.Run("master", "a.wav", "--profile", "spotify", "--reference", "none.wav", "-o", "out").Fails(4, "none.wav");
        _folder.Run("master", "a.wav", "--profile", "spotify", "--match-amount", "50 %", "-o", "out").Fails(2, "--reference");
        _folder.Sine("out/a.wav", seconds: 2, levelDbfs: -20);
        _folder.Run("master", "a.wav", "--profile", "spotify", "--reference", "out/a.wav", "--format", "wav 24 bit", "-o", "out", "--force").Fails(2, "no master replaces the reference");
    }

    [Fact]
    public void Auto_SaysWhyAndWritesAChain_ThatGivesTheSameMasterAgain()
    {
        CommandRun run = _folder.Run("master", "a.wav", "--profile", "spotify", "--auto", "--format", "wav 24 bit", "-o", "out").Succeeds();
        Assert.Contains("a.wav: no high-pass: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("# no compressor: peaks stand", File.ReadAllText(_folder.At("out/a.chain.room")), StringComparison.Ordinal);
        _folder.Run("master", "a.wav", "--profile", "spotify", "--chain", "out/a.chain.room", "--format", "wav 24 bit", "-o", "again").Succeeds();
        Assert.Equal(File.ReadAllBytes(_folder.At("out/a.wav")), File.ReadAllBytes(_folder.At("again/a.wav")));
    }

    [Fact]
    public void Auto_GivesAnAlbumOneChain_AndReplacesNoChainUnasked()
    {
        _folder.Run("master", "a.wav", "b.wav", "--profile", "spotify", "--album", "--auto", "--format", "wav 24 bit", "-o", "out").Succeeds();
        Assert.True(File.Exists(_folder.At("out/album.chain.room")));
        File.Delete(_folder.At("out/a.wav"));
        File.Delete(_folder.At("out/b.wav"));
        _folder.Run("master", "a.wav", "b.wav", "--profile", "spotify", "--album", "--auto", "--format", "wav 24 bit", "-o", "out").Fails(4, "album.chain.room");
        Assert.False(File.Exists(_folder.At("out/a.wav")));
    }

    [Fact]
    public void Chain_ThatChangesTheLength_IsRefused()
    {
        File.WriteAllText(_folder.At("c.room"), "roomtone 1\n\nprocess trim cut\n  from 1 s\n");
        _folder.Run("master", "a.wav", "--profile", "spotify", "--chain", "c.room", "-o", "out").Fails(2, "keeps rate, channels and length");
        _folder.Run("master", "a.wav", "--profile", "acx", "--book", "--auto", "-o", "out").Fails(2, "--book");
        _folder.Run("master", "a.wav", "--profile", "spotify", "--auto", "--chain", "c.room", "-o", "out").Fails(2, "not both");
    }

    [Fact]
    public void DryRun_WritesNothing()
    {
        CommandRun run = _folder.Run("master", "a.wav", "b.wav", "--profile", "spotify", "--album", "--dry-run", "-o", "out").Succeeds();
        Assert.Contains("planned", run.Output);
        Assert.False(Directory.Exists(_folder.At("out")));
    }

    [Fact]
    public void Album_WithATrackThatCanNotBeMade_WritesNone()
    {
        _folder.Sine("hot.wav", seconds: 5, levelDbfs: -0.5);
        CommandRun run = _folder.Run("master", "a.wav", "hot.wav", "--profile", "spotify", "--album", "--loudness", "-0.5 LUFS", "--limiting", "1 dB", "--format", "wav 24 bit", "-o", "out").Fails(3, "hot.wav");
        Assert.Contains("nothing is written", run.Output);
        Assert.False(Directory.Exists(_folder.At("out")));
    }

    [Fact]
    public void Book_BringsAChapterOfAnotherToneNearerUnlessToldNotTo()
    {
        foreach (string name in new[] { "1.wav", "2.wav", "3.wav" })
        {
            _folder.Sine(name, seconds: 3, hz: name == "3.wav" ? 200 : 3000);
        }

        string[] command = ["master", "1.wav", "2.wav", "3.wav", "--profile", "acx", "--book", "--dry-run", "-o", "out"];
        Assert.Contains("3.wav: eq: band 1", _folder.Run(command).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("eq:", _folder.Run([.. command, "--keep-tone"]).Output, StringComparison.Ordinal);
        _folder.Run("master", "1.wav", "--profile", "spotify", "--keep-tone").Fails(2, "--book");
    }

    [Fact]
    public void Book_NamesTheChapterInTheWay()
    {
        // A tone that never pauses has its floor at its level.
        CommandRun run = _folder.Run("master", "a.wav", "b.wav", "--profile", "acx", "--book", "-o", "out").Fails(3, "a.wav: its floor would be");
        Assert.Contains("book: 2 chapters", run.Output);
    }

    [Theory]
    [InlineData("--album", "--book")]
    [InlineData("--loudness", "-14 dB")]
    [InlineData("--limiting", "6 LU")]
    public void NonsenseIsRefused(string first, string second) =>
        _folder.Run("master", "a.wav", "--profile", "spotify", "-o", "out", first, second).Fails(2, first.Length > 7 ? first : second);

    [Fact]
    public void ProfileWithoutALoudness_IsRefused() => _folder.Run("master", "a.wav", "--profile", "cd", "-o", "out").Fails(2, "--profile");

    // 24-bit stereo; our own reader takes no part.
    private double SideOverMidDb(string name)
    {
        byte[] bytes = File.ReadAllBytes(_folder.At(name));
        int at = bytes.AsSpan().IndexOf("data"u8) + 8;
        double mid = 0, side = 0;
        for (; at + 6 <= bytes.Length; at += 6)
        {
            double left = bytes[at] | (bytes[at + 1] << 8) | ((sbyte)bytes[at + 2] << 16), right = bytes[at + 3] | (bytes[at + 4] << 8) | ((sbyte)bytes[at + 5] << 16);
            (mid, side) = (mid + (left + right) * (left + right), side + (left - right) * (left - right));
        }

        return 10 * Math.Log10(side / mid);
    }
}
