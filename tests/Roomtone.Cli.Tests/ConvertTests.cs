using System.Text.Json;

namespace Roomtone.Cli.Tests;

public sealed class ConvertTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FloatTo24Bit_KeepsTheAudio()
    {
        _folder.Sine("in.wav", bits: 32);
        _folder.Run("convert", "in.wav", "-o", "out.wav", "--bits", "24").Succeeds();
        JsonElement info = Info("out.wav");
        Assert.Equal(24, info.GetProperty("bits").GetInt32());
        Assert.True(Residual("in.wav", "out.wav") < -140);
    }

    [Fact]
    public void ThereAndBack_IsIdentical()
    {
        _folder.Sine("in.wav", bits: 24);
        _folder.Run("convert", "in.wav", "-o", "float.wav", "--bits", "float").Succeeds();
        _folder.Run("convert", "float.wav", "-o", "back.wav", "--bits", "24").Succeeds();
        Assert.Contains("identical", _folder.Run("compare", "in.wav", "back.wav", "--null").Succeeds().Output);
    }

    [Fact]
    public void To16Bit_IsDithered_AndSaysSo()
    {
        _folder.Sine("in.wav", bits: 24, levelDbfs: -20);
        CommandRun run = _folder.Run("convert", "in.wav", "-o", "out.wav", "--bits", "16", "--json").Succeeds();
        Assert.Contains("dither", run.Json.GetProperty("files")[0].GetProperty("changes").ToString());

        // Triangular dither and rounding: 3·q²/12 → −96.3 dBFS at 16 bits.
        Assert.Equal(-96.3, Residual("in.wav", "out.wav"), 0.5);
    }

    [Fact]
    public void Rate_ChangesTheLengthInProportion()
    {
        _folder.Sine("in.wav", seconds: 3, rate: 44100);
        _folder.Run("convert", "in.wav", "-o", "out.wav", "--rate", "48 kHz").Succeeds();
        JsonElement info = Info("out.wav");
        Assert.Equal(48000, info.GetProperty("sample_rate_hz").GetInt32());
        Assert.Equal(144000, info.GetProperty("samples").GetInt64());
    }

    [Fact]
    public void Metadata_SurvivesAndTheTimeReferenceFollowsTheRate()
    {
        byte[] odd = TestFolder.Chunk("odd ", "kept as it is"u8);
        _folder.Sine("in.wav", seconds: 1, rate: 44100, chunks: [TestFolder.Bext(44_100L * 3600), odd]);
        _folder.Run("convert", "in.wav", "-o", "out.wav", "--rate", "48 kHz", "--bits", "24").Succeeds();
        JsonElement info = Info("out.wav");
        Assert.Equal(48_000L * 3600, info.GetProperty("bext").GetProperty("time_reference_samples").GetInt64());
        Assert.Contains("1:00:00", info.GetProperty("timecode").GetString());
        Assert.Contains(info.GetProperty("chunks").EnumerateArray(), c => c.GetProperty("id").GetString() == "odd ");
    }

    [Fact]
    public void WhatACompressedFileCannotHold_IsNamedAndMarkersBecomeChapters()
    {
        _folder.Sine("in.wav", seconds: 2, chunks: [TestFolder.Bext(0), TestFolder.Cue(48_000)]);
        CommandRun run = _folder.Run("convert", "in.wav", "-o", "out.flac").Succeeds();
        Assert.Contains("chunk 'bext' has no place in FLAC files and is dropped", run.Messages, StringComparison.Ordinal);
        JsonElement chapter = Info("out.flac").GetProperty("chapters")[0];
        Assert.Equal(1.0, chapter.GetProperty("start_s").GetDouble(), 3);

        JsonElement changes = _folder.Run("deliver", "in.wav", "-o", "d.flac", "--profile", "ebu-r128", "--json").Succeeds().Json.GetProperty("deliverables")[0].GetProperty("changes");
        Assert.Contains(changes.EnumerateArray(), c => c.GetString()!.Contains("'bext'", StringComparison.Ordinal));
    }

    [Fact]
    public void StereoToMono_IsHalfTheSum()
    {
        _folder.Sine("in.wav", channels: 2);
        _folder.Sine("mono.wav", channels: 1);
        _folder.Run("convert", "in.wav", "-o", "out.wav", "--layout", "mono").Succeeds();
        Assert.True(Residual("mono.wav", "out.wav") < -140);
    }

    [Fact]
    public void SourceAsOutput_IsRefusedEvenWithForce()
    {
        _folder.Sine("in.wav");
        byte[] before = File.ReadAllBytes(_folder.At("in.wav"));
        File.CreateSymbolicLink(_folder.At("link.wav"), _folder.At("in.wav"));
        foreach (string alias in new[] { "in.wav", "./in.wav", "link.wav" })
        {
            _folder.Run("convert", "in.wav", "-o", alias, "--bits", "16", "--force").Fails(4, alias);
        }

        Assert.Equal(before, File.ReadAllBytes(_folder.At("in.wav")));
    }

    [Fact]
    public void ExistingFile_IsReplacedOnlyByForce()
    {
        _folder.Sine("in.wav", seconds: 1);
        _folder.Write("out.wav", "precious"u8.ToArray());
        _folder.Run("convert", "in.wav", "-o", "out.wav").Fails(4, "out.wav", "--force");
        Assert.Equal("precious", File.ReadAllText(_folder.At("out.wav")));
        _folder.Run("convert", "in.wav", "-o", "out.wav", "--force").Succeeds();
        Assert.NotEqual("precious", File.ReadAllText(_folder.At("out.wav"))[..8]);
    }

    [Fact]
    public void DryRun_SaysWhatAndWritesNothing()
    {
        _folder.Sine("in.wav", seconds: 1);
        Assert.Contains("would be written", _folder.Run("convert", "in.wav", "-o", "out.wav", "--rate", "96 kHz", "--dry-run").Succeeds().Output);
        Assert.Equal(["in.wav"], _folder.Files());
    }

    [Fact]
    public void SeveralInputs_GoToAFolderOrAPattern()
    {
        _folder.Sine("a.wav", seconds: 1);
        _folder.Sine("b.wav", seconds: 1);
        _folder.Run("convert", "a.wav", "b.wav", "-o", "out/{name}-16.wav", "--bits", "16").Succeeds();
        Assert.Equal(["a.wav", "b.wav", "out/a-16.wav", "out/b-16.wav"], _folder.Files());
        _folder.Run("convert", "a.wav", "b.wav", "-o", "one.wav").Fails(2, "one.wav", "{name}");
    }

    [Fact]
    public void StandardStreams_CarryWav()
    {
        byte[] input = TestFolder.Wave(1, -20, 997, 1, 48000, 32);
        CommandRun run = CommandRun.Of(_folder.Path, input, null, "convert", "-", "-o", "-", "--bits", "16").Succeeds();
        Assert.Equal("RIFF"u8.ToArray(), run.OutputBytes[..4]);
        Assert.Empty(_folder.Files());
    }

    [Theory]
    [InlineData("--rate", "48000", "write '48000 Hz'")]
    [InlineData("--rate", "4 kHz", "8 kHz to 384 kHz")]
    [InlineData("--bits", "12", "16, 24, 32 or float")]
    [InlineData("--layout", "6.1", "5.1")]
    [InlineData("--dither", "blue", "tpdf, shaped or none")]
    public void WrongValue_SaysWhatTheOptionTakes(string option, string value, string hint)
    {
        _folder.Sine("in.wav", seconds: 1);
        _folder.Run("convert", "in.wav", "-o", "out.wav", option, value).Fails(2, option, hint);
        Assert.Equal(["in.wav"], _folder.Files());
    }

    [Fact]
    public void ReadOnlyFolder_IsExit4AndLeavesNothing()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            // Permissions do not bind root; a file in the way of the folder does.
            _folder.Write("locked", "a file, no folder"u8.ToArray());
        }
        else
        {
            Directory.CreateDirectory(_folder.At("locked"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        _folder.Sine("in.wav", seconds: 1);
        _folder.Run("convert", "in.wav", "-o", "locked/out.wav").Fails(4, "locked/out.wav");
        Assert.DoesNotContain(_folder.Files(), f => f.Contains("rt-tmp", StringComparison.Ordinal));
    }

    private JsonElement Info(string file) => _folder.Run("info", file, "--json").Succeeds().Json.GetProperty("files")[0];

    private double Residual(string a, string b) =>
        _folder.Run("compare", a, b, "--null", "--json").Succeeds().Json.GetProperty("null").GetProperty("rms_dbfs") is { ValueKind: JsonValueKind.Number } level
            ? level.GetDouble()
            : double.NegativeInfinity;
}
