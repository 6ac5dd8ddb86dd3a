using System.Text.Json;

namespace Roomtone.Cli.Tests;

public sealed class MeasureTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Ls and Rs count 1.41 (BS.1770-5, table 3): −23 LUFS where each channel is a −23 … −30 dBFS sine as in EBU Tech 3341, case 6.
    [Fact]
    public void ChannelsWithoutNames_AreToldAndMayBeNamed()
    {
        _folder.Sine("five.wav", levelDbfs: -30, channels: 5);
        CommandRun plain = _folder.Run("measure", "five.wav", "--json").Succeeds();
        Assert.Contains("the 5 channels have no names", plain.Messages, StringComparison.Ordinal);
        double unnamed = plain.Json.GetProperty("files")[0].GetProperty("integrated_lufs").GetDouble();
        CommandRun named = _folder.Run("measure", "five.wav", "--layout", "5.0", "--json").Succeeds();
        Assert.Equal("5.0", named.Json.GetProperty("files")[0].GetProperty("layout").GetString());
        Assert.Equal(10 * Math.Log10((3 + 2 * 1.41) / 5), named.Json.GetProperty("files")[0].GetProperty("integrated_lufs").GetDouble() - unnamed, 0.02);
        _folder.Run("measure", "five.wav", "--layout", "5.1").Fails(2, "--layout", "5 channels");
        _folder.Run("measure", "five.wav", "--layout", "5.9").Fails(2, "5.0");
    }

    [Fact]
    public void StereoSine_ReadsItsLevelAsLoudness()
    {
        // BS.1770-5: a 997 Hz sine at −20 dBFS in one channel reads −23.01; two channels add 3.01.
        _folder.Sine("a.wav", levelDbfs: -20);
        JsonElement file = _folder.Run("measure", "a.wav", "--json").Succeeds().Json.GetProperty("files")[0];
        Assert.Equal(-20.0, file.GetProperty("integrated_lufs").GetDouble(), 0.05);
        Assert.Equal(-20.0, file.GetProperty("true_peak_dbtp").GetDouble(), 0.05);
        Assert.Equal(-23.01, file.GetProperty("rms_dbfs").GetDouble(), 0.02);
        Assert.Equal(48000, file.GetProperty("sample_rate_hz").GetInt32());
        Assert.Equal(192000, file.GetProperty("samples").GetInt64());
        Assert.Equal("stereo", file.GetProperty("layout").GetString());
        Assert.Equal(2, file.GetProperty("channel").GetArrayLength());
    }

    [Fact]
    public void Silence_HasNoLoudness_AndSaysNull()
    {
        _folder.Sine("silence.wav", levelDbfs: double.NegativeInfinity);
        JsonElement file = _folder.Run("measure", "silence.wav", "--json").Succeeds().Json.GetProperty("files")[0];
        Assert.Equal(JsonValueKind.Null, file.GetProperty("integrated_lufs").ValueKind);
        Assert.Equal(JsonValueKind.Null, file.GetProperty("plr_lu").ValueKind);
    }

    [Fact]
    public void Text_IsAPageForOneFileAndALineForEachOfSeveral()
    {
        _folder.Sine("a.wav");
        _folder.Sine("b.wav", levelDbfs: -30);
        Assert.Contains("integrated        -20.0 LUFS", _folder.Run("measure", "a.wav").Succeeds().Output);
        string[] lines = _folder.Run("measure", "*.wav").Succeeds().Output.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("a.wav: -20.0 LUFS", lines[0]);
        Assert.StartsWith("b.wav: -30.0 LUFS", lines[1]);
    }

    [Fact]
    public void Folder_MeansItsAudioFiles()
    {
        _folder.Write("set/a.wav", TestFolder.Wave(1, -20, 997, 1, 48000, 16));
        _folder.Write("set/notes.txt", "x"u8.ToArray());
        Assert.Equal(1, _folder.Run("measure", "set", "--json").Succeeds().Json.GetProperty("files").GetArrayLength());
    }

    [Fact]
    public void MonoAsDual_Is3LuLouder()
    {
        _folder.Sine("m.wav", channels: 1);
        double single = Loudness("m.wav");
        Assert.Equal(3.01, Loudness("m.wav", "--mono-as", "dual") - single, 0.02);
    }

    [Fact]
    public void Series_IsARowEach100Ms()
    {
        _folder.Sine("a.wav", seconds: 4);
        _folder.Run("measure", "a.wav", "--series", "loudness.csv").Succeeds();
        string[] rows = File.ReadAllLines(_folder.At("loudness.csv"));
        Assert.Equal("time_s,momentary_lufs,short_term_lufs", rows[0]);
        Assert.Equal(41, rows.Length);
        Assert.StartsWith("4.0,-20.0", rows[^1]);
    }

    [Fact]
    public void ChosenMeters_StandInTextJsonAndSeries()
    {
        _folder.Sine("a.wav", seconds: 4);
        JsonElement meters = _folder.Run("measure", "a.wav", "--meters", "ppm-iia,leq-m,rta-1", "--series", "s.csv", "--json").Succeeds()
            .Json.GetProperty("files")[0].GetProperty("meters");
        Assert.Equal(3.5, meters.GetProperty("ppm-iia").GetProperty("part")[0].GetProperty("maximum_ppm").GetDouble(), 0.02);
        Assert.Equal(108.01 - 20 - 3.01 + 3.01 - 5.6, meters.GetProperty("leq-m").GetProperty("leq_m_db").GetDouble(), 0.3);
        Assert.Contains(meters.GetProperty("rta-1").GetProperty("part").EnumerateArray(), b => b.GetProperty("name").GetString() == "1 kHz");
        Assert.Equal("time_s,momentary_lufs,short_term_lufs,ppm_iia_L_ppm,ppm_iia_R_ppm", File.ReadLines(_folder.At("s.csv")).First());
        Assert.Contains("ppm-iia", _folder.Run("measure", "a.wav", "--meters", "ppm-iia").Succeeds().Output);
        _folder.Run("measure", "a.wav", "--meters", "ppm-3").Fails(2, "ppm-iia");
    }

    [Fact]
    public void Taps_MeasureTracksAndBusesOfASession_BehindTheirFaders()
    {
        _folder.Sine("tone.wav", seconds: 4);
        _folder.Write(
            "s.room",
            """
            roomtone 1
            session "Taps"
              rate 48 kHz
              layout stereo
            media tone "tone.wav"
            bus music to master
              fader -6 dB
            track one "One" to music
              fader -4 dB
              clip a tone 0:00..0:04 at 0:00
            """);
        JsonElement file = _folder.Run("measure", "s.room", "--tap", "one,music", "--json").Succeeds().Json.GetProperty("files")[0];
        Assert.Equal(-30, file.GetProperty("integrated_lufs").GetDouble(), 0.1);
        Assert.Equal("one", file.GetProperty("taps")[0].GetProperty("id").GetString());
        Assert.Equal(-24, file.GetProperty("taps")[0].GetProperty("integrated_lufs").GetDouble(), 0.1);
        Assert.Equal(-30, file.GetProperty("taps")[1].GetProperty("integrated_lufs").GetDouble(), 0.1);
        _folder.Run("measure", "s.room", "--tap", "two").Fails(2, "one, music, master");
        _folder.Run("measure", "tone.wav", "--tap", "one").Fails(2, "tone.wav");
    }

    [Fact]
    public void MissingFile_IsExit4AndNamed() => _folder.Run("measure", "not-there.wav").Fails(4, "not-there.wav");

    [Fact]
    public void PatternWithoutFiles_IsExit4() => _folder.Run("measure", "*.flac").Fails(4, "*.flac");

    [Fact]
    public void NotAudio_IsExit4WithTheReason()
    {
        _folder.Write("bad.wav", "RIFFxxxxWAVEnothing of use here"u8.ToArray());
        _folder.Run("measure", "bad.wav").Fails(4, "bad.wav");
    }

    [Fact]
    public void KeepGoing_MeasuresTheOthersAndEndsWithTheWorstCode()
    {
        _folder.Sine("a.wav", seconds: 1);
        _folder.Write("b.wav", "nothing"u8.ToArray());
        _folder.Sine("c.wav", seconds: 1);
        CommandRun run = _folder.Run("measure", "a.wav", "b.wav", "c.wav", "--keep-going", "--jobs", "2", "--json").Fails(4, "b.wav", "2 of 3 files done");
        JsonElement files = run.Json.GetProperty("files");
        Assert.Equal(4, files[1].GetProperty("exit_code").GetInt32());
        Assert.Equal("c.wav", files[2].GetProperty("path").GetString());
        Assert.True(files[2].GetProperty("integrated_lufs").ValueKind == JsonValueKind.Number);
    }

    [Fact]
    public void StandardInput_IsRead()
    {
        CommandRun run = CommandRun.Of(_folder.Path, TestFolder.Wave(2, -20, 997, 2, 48000, 24), null, "measure", "-", "--json").Succeeds();
        Assert.Equal(-20.0, run.Json.GetProperty("files")[0].GetProperty("integrated_lufs").GetDouble(), 0.05);
    }

    [Theory]
    [InlineData("-x.wav")]
    [InlineData("--json.wav")]
    [InlineData("a:b.wav")]
    [InlineData("http:x.wav")]
    [InlineData("concat:a|b.wav")]
    [InlineData("[red].wav")]
    [InlineData("50%d.wav")]
    [InlineData("star*.wav")]
    [InlineData("@at.wav")]
    [InlineData("esc\u001b[31m.wav")]
    [InlineData("line\nbreak.wav")]
    [InlineData("\u202Egpj.wav")]
    [InlineData("é.wav")]
    public void OddName_IsThatFile(string name)
    {
        _folder.Sine(name, seconds: 1);
        CommandRun run = _folder.Run("measure", name, "--json").Succeeds();
        Assert.Equal(name, run.Json.GetProperty("files")[0].GetProperty("path").GetString());
    }

    [Fact]
    public void NameWithControls_IsPrintedEscaped()
    {
        _folder.Sine("esc\u001b[31m\u202Egpj.wav", seconds: 1);
        Assert.Contains("esc\\u{001B}[31m\\u{202E}gpj.wav", _folder.Run("measure", "esc\u001b[31m\u202Egpj.wav").Succeeds().Output);
    }

    private double Loudness(params string[] words) =>
        _folder.Run(["measure", .. words, "--json"]).Succeeds().Json.GetProperty("files")[0].GetProperty("integrated_lufs").GetDouble();
}
