using System.Text.Json;

namespace Roomtone.Cli.Tests;

public sealed class ApplyTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gain_ChangesTheLevelAndNothingElse()
    {
        _folder.Sine("in.wav", levelDbfs: -20, chunks: [TestFolder.Chunk("odd ", "kept"u8)]);
        _folder.Run("apply", "in.wav", "-o", "out.wav", "--do", "gain: amount -6 dB").Succeeds();
        JsonElement file = _folder.Run("measure", "out.wav", "--json").Succeeds().Json.GetProperty("files")[0];
        Assert.Equal(-26.0, file.GetProperty("integrated_lufs").GetDouble(), 0.05);
        Assert.Equal(192000, file.GetProperty("samples").GetInt64());
        JsonElement info = _folder.Run("info", "out.wav", "--json").Succeeds().Json.GetProperty("files")[0];
        Assert.Equal(24, info.GetProperty("bits").GetInt32());
        Assert.Contains("odd ", info.GetProperty("chunks").ToString());
    }

    // What is referred to is a source like the input: nothing replaces it.
    [Fact]
    public void MatchEq_NeverReplacesItsReference()
    {
        _folder.Sine("in.wav", seconds: 2, levelDbfs: -20);
        _folder.Sine("ref.wav", seconds: 2, levelDbfs: -26);
        byte[] before = File.ReadAllBytes(_folder.At("ref.wav"));
        _folder.Run("apply", "in.wav", "-o", "ref.wav", "--do", "match-eq: reference \"ref.wav\"", "--force").Fails(4, "ref.wav");
        Assert.Equal(before, File.ReadAllBytes(_folder.At("ref.wav")));
        Assert.Contains("match-eq to ref.wav: ", _folder.Run("apply", "in.wav", "-o", "out.wav", "--do", "match-eq: reference \"ref.wav\"").Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Chain_RunsInOrder()
    {
        _folder.Sine("in.wav", levelDbfs: -3);
        _folder.Run(
            "apply", "in.wav", "-o", "out.wav", "--do", "eq: band 1 high-pass 80 Hz; band 2 bell 240 Hz -2.5 dB q 1.2",
            "--do", "compressor: threshold -18 dB; ratio 3:1", "--do", "limiter: ceiling -9 dBTP").Succeeds();
        JsonElement file = _folder.Run("measure", "out.wav", "--json").Succeeds().Json.GetProperty("files")[0];
        Assert.InRange(file.GetProperty("true_peak_dbtp").GetDouble(), -18, -8.99);
    }

    [Fact]
    public void WholeClipProcess_Runs()
    {
        _folder.Sine("in.wav", hz: 997.3, levelDbfs: -30);
        _folder.Run("apply", "in.wav", "-o", "back.wav", "--do", "reverse").Succeeds();
        Assert.DoesNotContain("identical", _folder.Run("compare", "in.wav", "back.wav", "--null").Succeeds().Output);
        _folder.Run("apply", "back.wav", "-o", "again.wav", "--do", "reverse").Succeeds();
        Assert.Contains("identical", _folder.Run("compare", "in.wav", "again.wav", "--null").Succeeds().Output);
    }

    // 4 s at 48 kHz that begin at one o'clock, a marker at 2 s, a loop of 1 s from 2 s on.
    [Theory]
    [InlineData("trim: from 0:01; to 0:03.5", 172_848_000, 48_000, 48_000, 95_999)]
    [InlineData("resample: rate 96 kHz", 345_600_000, 192_000, 192_000, 287_999)]
    [InlineData("reverse", 172_800_000, 96_000, 48_000, 95_999)]
    [InlineData("drift: amount 1000 ppm", 172_800_000, 95_904, 95_904, 143_855)]
    [InlineData("gain: amount -3 dB", 172_800_000, 96_000, 96_000, 143_999)]
    public void WhatCountsSamples_MovesWithThem(string process, long time, long cue, long first, long last)
    {
        _folder.Sine("in.wav", chunks: [TestFolder.Bext(48_000L * 3600), TestFolder.Cue(96_000), TestFolder.Loop(96_000, 143_999)]);
        CommandRun run = _folder.Run("apply", "in.wav", "-o", "out.wav", "--do", process).Succeeds();
        Assert.Contains("the loudness in bext was that of the input: unset", run.Messages, StringComparison.Ordinal);
        JsonElement info = _folder.Run("info", "out.wav", "--json").Succeeds().Json.GetProperty("files")[0];
        Assert.Equal(time, info.GetProperty("bext").GetProperty("time_reference_samples").GetInt64());
        Assert.Equal(cue, info.GetProperty("cues")[0].GetProperty("sample").GetInt64());
        JsonElement loop = info.GetProperty("loops")[0];
        Assert.Equal((first, last), (loop.GetProperty("start_sample").GetInt64(), loop.GetProperty("end_sample").GetInt64()));
    }

    [Fact]
    public void Trim_OfTrim_CountsFromTheFirst_AndNamesWhatFellOut()
    {
        _folder.Sine("in.wav", chunks: [TestFolder.Bext(0), TestFolder.Cue(96_000), TestFolder.Loop(0, 100)]);
        CommandRun run = _folder.Run("apply", "in.wav", "-o", "out.flac", "--do", "resample: rate 24 kHz", "--do", "trim: from 0:01", "--do", "trim: from 0:00.5").Succeeds();
        Assert.Contains("1 loops lie outside the part and are dropped", run.Messages, StringComparison.Ordinal);
        JsonElement info = _folder.Run("info", "out.flac", "--json").Succeeds().Json.GetProperty("files")[0];
        Assert.Equal(60_000, info.GetProperty("samples").GetInt64());
        Assert.Equal(0.5, info.GetProperty("chapters")[0].GetProperty("start_s").GetDouble(), 3);
        _folder.Run("apply", "out.flac", "-o", "back.flac", "--do", "reverse").Succeeds();
        info = _folder.Run("info", "back.flac", "--json").Succeeds().Json.GetProperty("files")[0];
        Assert.Equal(0, info.GetProperty("chapters")[0].GetProperty("start_s").GetDouble(), 3);
    }

    [Fact]
    public void Residual_IsOutputMinusInput()
    {
        // −6.02 dB halves the wave, so what was taken away is as loud as what is left.
        _folder.Sine("in.wav", levelDbfs: -10, bits: 32);
        _folder.Run("apply", "in.wav", "-o", "out.wav", "--do", "gain: amount -6.0206 dB", "--residual", "removed.wav").Succeeds();
        _folder.Run("apply", "removed.wav", "-o", "turned.wav", "--do", "polarity").Succeeds();
        JsonElement residual = _folder.Run("compare", "out.wav", "turned.wav", "--null", "--json").Succeeds().Json.GetProperty("null");
        Assert.True(residual.GetProperty("rms_dbfs") is { ValueKind: JsonValueKind.Null } || residual.GetProperty("rms_dbfs").GetDouble() < -110);
    }

    [Fact]
    public void UnknownProcess_IsExit2WithTheNearest()
    {
        _folder.Sine("in.wav", seconds: 1);
        _folder.Run("apply", "in.wav", "-o", "out.wav", "--do", "compresor").Fails(2, "compresor", "compressor");
        Assert.Equal(["in.wav"], _folder.Files());
    }

    [Fact]
    public void MissingUnit_SaysWhichToWrite()
    {
        _folder.Sine("in.wav", seconds: 1);
        _folder.Run("apply", "in.wav", "-o", "out.wav", "--do", "gain: amount -6").Fails(2, "dB");
    }

    [Fact]
    public void NothingToDo_IsExit2()
    {
        _folder.Sine("in.wav", seconds: 1);
        _folder.Run("apply", "in.wav", "-o", "out.wav").Fails(2, "--do");
    }
}
