namespace Roomtone.Cli.Tests;

/// <summary>Files of a deliverable that belong together.</summary>
public sealed class SetTests : IDisposable
{
    private const string Session =
        """
        roomtone 1

        session "Songs"
          rate 48 kHz
          layout stereo

        media loud "loud.wav"
        media quiet "quiet.wav"

        track songs "Songs" to master
          role music
          clip a loud 0:00..0:05 at 0:00
          clip b quiet 0:00..0:05 at 0:05

        region one 0:00..0:05 "One" kind song
        region two 0:05..0:10 "Two" kind song

        deliver songs
          per region song
          set album
          format wav 24 bit
          loudness -20 LUFS tolerance 0.2 LU
          true-peak -1 dBTP
          file "out/{index}_{name}.wav"

        """;

    private readonly TestFolder _folder = new();

    public SetTests()
    {
        _folder.Sine("loud.wav", seconds: 5, levelDbfs: -18);
        _folder.Sine("quiet.wav", seconds: 5, levelDbfs: -24);
        _folder.Write("s.room", Session);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnAlbum_KeepsTheOffsetsOfItsTracks()
    {
        CommandRun run = _folder.Run("render", "s.room", "--json").Succeeds();
        double[] lufs = Loudness(run);
        Assert.Equal(6, lufs[0] - lufs[1], 0.05);
        // Together: the mean power of both, a quarter of one under that of the other.
        Assert.Equal(-20, 10 * Math.Log10((Math.Pow(10, lufs[0] / 10) + Math.Pow(10, lufs[1] / 10)) / 2), 0.1);
        Assert.Contains("album: 2 tracks", run.Messages, StringComparison.Ordinal);
        Assert.Contains("unchanged", _folder.Run("render", "s.room").Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AChangeInOneTrack_MakesAllOfThemAnew()
    {
        _folder.Run("render", "s.room").Succeeds();
        byte[] first = File.ReadAllBytes(_folder.At("out/1_One.wav"));
        _folder.Write("s.room", Session.Replace("clip b quiet 0:00..0:05 at 0:05", "clip b quiet 0:00..0:05 at 0:05\n    gain 6 dB", StringComparison.Ordinal));
        double[] lufs = Loudness(_folder.Run("render", "s.room", "--json").Succeeds());
        Assert.Equal(0, lufs[0] - lufs[1], 0.05);
        Assert.NotEqual(first, File.ReadAllBytes(_folder.At("out/1_One.wav")));
    }

    [Fact]
    public void ASeries_GoesToOneLoudness()
    {
        _folder.Write("s.room", Session.Replace("set album", "set series", StringComparison.Ordinal));
        Assert.All(Loudness(_folder.Run("render", "s.room", "--json").Succeeds()), l => Assert.Equal(-20, l, 0.2));
    }

    [Fact]
    public void AnAlbumThatCanNotBeWhole_IsNotBegun()
    {
        _folder.Write("s.room", Session.Replace("-20 LUFS tolerance", "-2 LUFS tolerance", StringComparison.Ordinal));
        CommandRun run = _folder.Run("render", "s.room");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("belong together", run.Messages, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.At("out")));
    }

    [Fact]
    public void ABookOfTones_NamesWhatStandsInItsWay()
    {
        _folder.Write("s.room", Session.Replace("set album", "set book", StringComparison.Ordinal));
        CommandRun run = _folder.Run("render", "s.room");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("book: 2 chapters", run.Messages, StringComparison.Ordinal);
        Assert.Contains("floor would be", run.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  per region song\n", "", "one file is no set")]
    [InlineData("  loudness -20 LUFS tolerance 0.2 LU\n", "", "no loudness to go to")]
    [InlineData("  set album\n", "  set album\n  stems mix\n", "levelled each on its own")]
    public void WhatIsNoSet_IsRefused(string from, string to, string told)
    {
        _folder.Write("s.room", Session.Replace(from, to, StringComparison.Ordinal).Replace("{index}_{name}", "{index}_{name}_{stem}", StringComparison.Ordinal));
        Assert.Contains(told, _folder.Run("render", "s.room").Fails(2).Messages, StringComparison.Ordinal);
    }

    private static double[] Loudness(CommandRun run) =>
        [.. run.Json.GetProperty("deliverables").EnumerateArray().Select(d => d.GetProperty("integrated_lufs").GetDouble())];
}
