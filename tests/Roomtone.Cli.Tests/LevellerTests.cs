using System.Text.Json;
using Roomtone.Testing;

namespace Roomtone.Cli.Tests;

public sealed class LevellerTests : IDisposable
{
    private const int Rate = 48000;
    private const double Seconds = 41;
    private static readonly (double Start, double End)[] s_phrases = [.. Enumerable.Range(0, 8).Select(i => (1 + 5.0 * i, 4.5 + 5.0 * i))];
    private readonly TestFolder _folder = new();

    public LevellerTests()
    {
        // One person shouts once and murmurs for the rest.
        float[] voice = SyntheticSpeech.Make(Rate, s_phrases, Seconds);
        _folder.Write("voice.wav", TestFolder.Wave([.. voice.Select((v, n) => v * (n < 5 * Rate ? 7 : 1.5))], 1, Rate, 32));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WithoutLeave_TheLimiterIsNotEnough_AndWithItSpeechIsLevelled()
    {
        WriteSession(string.Empty);
        _folder.Run("render", "s.room").Fails(3, "RT0840", "limit");
        WriteSession("  leveller allow\n");
        JsonElement file = _folder.Run("render", "s.room", "--json").Succeeds().Json.GetProperty("deliverables")[0];
        Assert.Contains(file.GetProperty("changes").EnumerateArray(), c => c.GetString()!.StartsWith("leveller: speech by", StringComparison.Ordinal));
        JsonElement loudness = file.GetProperty("clauses").EnumerateArray().Single(c => c.GetProperty("id").GetString() == "loudness");
        Assert.Equal(-20, loudness.GetProperty("measured").GetDouble(), 0.3);
    }

    [Fact]
    public void WhatNeedsNoLeveller_GetsNone()
    {
        WriteSession("  leveller allow\n", -36);
        JsonElement file = _folder.Run("render", "s.room", "--json").Succeeds().Json.GetProperty("deliverables")[0];
        Assert.DoesNotContain(file.GetProperty("changes").EnumerateArray(), c => c.GetString()!.StartsWith("leveller", StringComparison.Ordinal));
    }

    [Fact]
    public void Apply_LevelsAFile()
    {
        _folder.Run("apply", "voice.wav", "-o", "level.wav", "--do", "leveller: max-boost 12 dB; max-cut 12 dB").Succeeds();
        double before = Range("voice.wav"), after = Range("level.wav");
        Assert.True(before > 5 && after < 4, $"{before} {after}");
    }

    private double Range(string file) =>
        _folder.Run("measure", file, "--json").Succeeds().Json.GetProperty("files")[0].GetProperty("loudness_range_lu").GetDouble();

    private void WriteSession(string line, double target = -20) => _folder.Write("s.room",
        "roomtone 1\n\nsession \"S\"\n  rate 48 kHz\n  layout mono\n\nmedia voice \"voice.wav\"\n\ntrack voice \"Voice\" to master\n  role narration\n  clip a voice 0:00..0:41 at 0:00\n\n"
        + $"deliver book\n  file \"out/book.wav\"\n  format wav 24 bit\n  loudness {target} LUFS tolerance 0.5 LU mono-as single\n  true-peak -3 dBTP\n  limiting 1 dB\n{line}");
}
