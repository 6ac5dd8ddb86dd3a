using System.Buffers.Binary;
using System.Text.Json;

namespace Roomtone.Cli.Tests;

public sealed class ReelTests : IDisposable
{
    private const string Session =
        """
        roomtone 1

        session "Film"
          rate 48 kHz
          timecode 24 fps start 01:00:00:00
          layout stereo

        media voice "voice.wav"

        track voice "Voice" to master
          role dialogue
          clip a voice 0:00..0:04 at 01:00:00:00

        reel r1 ffoa 01:00:00:00 lfoa 01:00:04:23
          pop head 2 s
          pop tail 2 s
          leader 12 s
          tone glits -18 dBFS from 10 s for 6 s

        deliver reel
          per reel
          file "out/{title}_{reel}.wav"
          format bwf 48 kHz 24 bit stereo
          loudness -23 LUFS tolerance 0.5 LU
          true-peak -3 dBTP

        """;

    private readonly TestFolder _folder = new();

    public ReelTests()
    {
        _folder.Sine("voice.wav", seconds: 4, levelDbfs: -30, hz: 440);
        _folder.Write("s.room", Session);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AReel_HasItsFramesPopsAndToneAtTheirLevel()
    {
        CommandRun run = _folder.Run("render", "s.room", "--json");
        Assert.Equal(0, run.ExitCode);
        JsonElement file = JsonDocument.Parse(run.Output).RootElement.GetProperty("deliverables")[0];
        Dictionary<string, JsonElement> clauses = file.GetProperty("clauses").EnumerateArray().ToDictionary(c => c.GetProperty("id").GetString()!);
        Assert.All(new[] { "file-start", "ffoa", "lfoa", "frames", "pop-head", "pop-tail", "qc-sync" }, id => Assert.True(clauses[id].GetProperty("pass").GetBoolean(), id));
        // The level is that of the action, which is a sound of four seconds in a reel of five.
        Assert.Equal(-23, file.GetProperty("integrated_lufs").GetDouble(), 0.2);

        float[] left = Samples("out/Film_r1.wav", 0), right = Samples("out/Film_r1.wav", 1);
        Assert.Equal(48_000 * (12 + 5 + 4), left.Length);
        AssertTone(left, 10 * 48_000, 2000, 0.1);
        AssertTone(left, (12 + 7) * 48_000 - 2000, 2000, 0.1);
        // GLITS: the left breaks once, the right twice, in each four seconds.
        double level = Math.Pow(10, -18 / 20.0);
        Assert.Equal(0, Peak(left, 2 * 48_000, 12_000), 1e-4);
        Assert.Equal(level, Peak(left, 2 * 48_000 + 12_100, 10_000), 1e-3);
        Assert.Equal(0, Peak(right, 2 * 48_000 + 24_010, 11_980), 1e-4);
        Assert.Equal(0, Peak(right, 2 * 48_000 + 48_010, 11_980), 1e-4);
        Assert.Equal(level, Peak(right, 2 * 48_000 + 36_100, 11_000), 1e-3);
    }

    [Fact]
    public void ARangeOfItsOwn_IsAPartOfThePictureAlone()
    {
        JsonElement file = _folder.Run("render", "s.room", "--range", "0:01..0:03", "--json").Succeeds().Json.GetProperty("deliverables")[0];
        Assert.Equal(("out/Film_r1.wav", 2 * 48_000), (file.GetProperty("path").GetString(), file.GetProperty("samples").GetInt32()));
        Assert.Equal(2 * 48_000, Samples("out/Film_r1.wav", 0).Length);
    }

    [Fact]
    public void ALeaderBeforeMidnight_HasTheLabelsOfTheEveningBefore()
    {
        _folder.Write("m.room", Session.Replace("01:00:", "00:00:", StringComparison.Ordinal));
        CommandRun run = _folder.Run("render", "m.room", "--json").Succeeds();
        JsonElement start = run.Json.GetProperty("deliverables")[0].GetProperty("clauses").EnumerateArray().First(c => c.GetProperty("id").GetString() == "file-start");
        Assert.Equal("23:59:48:00", start.GetProperty("measured").GetString());
        Assert.Equal(0, _folder.Run("check", "out/Film_r1.wav", "--picture", "23:59:58:00..23:59:59:00@24").ExitCode);
    }

    [Fact]
    public void AFinishedReel_IsCheckedAgainstItsPicture()
    {
        Assert.Equal(0, _folder.Run("render", "s.room").ExitCode);
        string[] picture = ["check", "out/Film_r1.wav", "--picture", "01:00:00:00..01:00:04:23@24", "--pop", "head 2 s", "--pop", "tail 2 s"];
        Assert.Equal(0, _folder.Run(picture).ExitCode);

        // One frame off in everything but the pop's own place.
        CommandRun off = _folder.Run([.. picture[..3], "01:00:00:01..01:00:04:23@24", .. picture[4..], "--json"]);
        Assert.Equal(3, off.ExitCode);
        JsonElement clause = Assert.Single(Broken(off));
        Assert.Equal(("pop-head", "00:59:58:00", "00:59:58:01"), (clause.GetProperty("id").GetString(), clause.GetProperty("measured").GetString(), clause.GetProperty("limit").GetString()));
        Assert.Equal("00:10.000", clause.GetProperty("at")[0].GetString());

        CommandRun late = _folder.Run("check", "out/Film_r1.wav", "--picture", "01:00:00:00..01:00:20:00@24", "--json");
        Assert.Equal("lfoa", Assert.Single(Broken(late)).GetProperty("id").GetString());
    }

    [Fact]
    public void AFileThatIsNoWholeFrames_OrHasNoTime_Fails()
    {
        Assert.Equal(0, _folder.Run("render", "s.room").ExitCode);
        Assert.Equal(0, _folder.Run("apply", "out/Film_r1.wav", "-o", "short.wav", "--do", "trim: from 0 s; to 15.001 s").ExitCode);
        Assert.Equal("frames", Assert.Single(Broken(_folder.Run("check", "short.wav", "--picture", "01:00:00:00..01:00:02:23@24", "--json"))).GetProperty("id").GetString());
        Assert.Equal("ffoa", Assert.Single(Broken(_folder.Run("check", "voice.wav", "--picture", "01:00:00:00..01:00:02:23@24", "--json"))).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("01:00:00:00..01:00:04:23", "head 2 s")]
    [InlineData("01:00:00:00..01:00:04:30@24", "head 2 s")]
    [InlineData("01:00:05:00..01:00:04:00@24", "head 2 s")]
    [InlineData("01:00:00:00..01:00:04:23@24", "middle 2 s")]
    [InlineData("01:00:00:00..01:00:04:23@24", "head 2.01 s")]
    public void WhatCanNotBeRead_IsWrongUsage(string picture, string pop) =>
        Assert.Equal(2, _folder.Run("check", "voice.wav", "--picture", picture, "--pop", pop).ExitCode);

    [Fact]
    public void AnIdentOfAnotherLayout_IsRefusedForItsDeliverable()
    {
        _folder.Write("b.room", Session.Replace("glits", "blits", StringComparison.Ordinal));
        CommandRun run = _folder.Run("render", "b.room");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("no ident of stereo", run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Files(), f => f.StartsWith("out", StringComparison.Ordinal));
    }

    [Fact]
    public void AReelAfterTheLastClip_IsRefused()
    {
        _folder.Write("c.room", Session.Replace("ffoa 01:00:00:00 lfoa 01:00:04:23", "ffoa 01:01:00:00 lfoa 01:01:04:23", StringComparison.Ordinal));
        CommandRun run = _folder.Run("render", "c.room");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("nothing of the session is in reel 'r1'", run.Messages, StringComparison.Ordinal);
    }

    private static List<JsonElement> Broken(CommandRun run) =>
        [.. JsonDocument.Parse(run.Output).RootElement.GetProperty("files")[0].GetProperty("clauses").EnumerateArray().Where(c => c.GetProperty("pass").ValueKind == JsonValueKind.False)];

    private static void AssertTone(float[] samples, int start, int length, double peak)
    {
        Assert.Equal(0, Peak(samples, start - 1000, 1000), 1e-4);
        Assert.Equal(peak, Peak(samples, start, length), 1e-3);
        Assert.Equal(0, Peak(samples, start + length + 1, 1000), 1e-4);
    }

    private static double Peak(float[] samples, int start, int length) => samples.AsSpan(start, length).ToArray().Max(Math.Abs);

    // Our own reader takes no part: the data chunk of 24-bit stereo.
    private float[] Samples(string name, int channel)
    {
        byte[] bytes = File.ReadAllBytes(_folder.At(name));
        int at = 12;
        while (!bytes.AsSpan(at, 4).SequenceEqual("data"u8))
        {
            at += 8 + (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4)) + 1) / 2 * 2;
        }

        int frames = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4)) / 6;
        return [.. Enumerable.Range(0, frames).Select(i => at + 8 + 6 * i + 3 * channel).Select(p => (bytes[p] | (bytes[p + 1] << 8) | ((sbyte)bytes[p + 2] << 16)) / 8388608f)];
    }
}
