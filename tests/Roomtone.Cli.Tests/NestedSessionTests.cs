using System.Text.Json;

namespace Roomtone.Cli.Tests;

/// <summary>Sessions as the media of other sessions.</summary>
public sealed class NestedSessionTests : IDisposable
{
    private const string Part =
        """
        roomtone 1

        session "Part"
          rate 48 kHz
          layout stereo

        media voice "voice.wav"

        track voice "Voice" to master
          clip a voice 0:00..0:02 at 0:01
            gain -6 dB

        master
          process high-pass rumble
            freq 80 Hz

        deliver part
          file "part.wav"
          format wav 32 bit float

        """;

    private const string Whole =
        """
        roomtone 1

        session "Whole"
          rate 48 kHz
          layout stereo

        media part "parts/part.room"

        track parts "Parts" to master
          clip second part 0:01.500..0:02.500 at 0:00
          clip first part 0:00..0:01.500 after 0 ms

        deliver whole
          file "whole.wav"
          format wav 32 bit float

        """;

    private readonly TestFolder _folder = new();

    public NestedSessionTests()
    {
        Directory.CreateDirectory(_folder.At("parts"));
        _folder.Sine("parts/voice.wav", seconds: 2, levelDbfs: -8, hz: 440);
        _folder.Write("parts/part.room", Part);
        _folder.Write("whole.room", Whole);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void APart_SoundsAsItsOwnRender_WhicheverOrderItIsReadIn()
    {
        _folder.Run("render", "parts/part.room").Succeeds();
        _folder.Write("flat.room", Whole.Replace("parts/part.room", "parts/part.wav", StringComparison.Ordinal).Replace("whole.wav", "flat.wav", StringComparison.Ordinal));
        _folder.Run("render", "flat.room").Succeeds();
        _folder.Run("render", "whole.room").Succeeds();
        Assert.Equal(File.ReadAllBytes(_folder.At("flat.wav")), File.ReadAllBytes(_folder.At("whole.wav")));

        // Without a cache, and on one thread, it is the same.
        _folder.Run("render", "whole.room", "--no-cache", "--threads", "1", "--force").Succeeds();
        Assert.Equal(File.ReadAllBytes(_folder.At("flat.wav")), File.ReadAllBytes(_folder.At("whole.wav")));
    }

    [Fact]
    public void APartAtAnotherRate_IsConverted()
    {
        _folder.Write("parts/part.room", Part.Replace("rate 48 kHz", "rate 44.1 kHz", StringComparison.Ordinal));
        JsonElement file = _folder.Run("render", "whole.room", "--json").Succeeds().Json.GetProperty("deliverables")[0];
        Assert.Equal(48_000, file.GetProperty("sample_rate_hz").GetInt32());
        Assert.Equal(-14 - 3, file.GetProperty("rms_dbfs").GetDouble(), 3.0);
    }

    [Fact]
    public void WhatChangesInAPart_IsRenderedAgain()
    {
        _folder.Run("render", "whole.room").Succeeds();
        byte[] before = File.ReadAllBytes(_folder.At("whole.wav"));
        Assert.Contains("unchanged", _folder.Run("render", "whole.room").Succeeds().Output, StringComparison.Ordinal);
        _folder.Write("parts/part.room", Part.Replace("gain -6 dB", "gain -9 dB", StringComparison.Ordinal));
        _folder.Run("render", "whole.room").Succeeds();
        Assert.NotEqual(before, File.ReadAllBytes(_folder.At("whole.wav")));
    }

    [Fact]
    public void ASessionThatContainsItself_IsRefusedWithTheWay()
    {
        _folder.Write("parts/part.room", Part.Replace("voice.wav", "../whole.room", StringComparison.Ordinal));
        CommandRun run = _folder.Run("session", "check", "whole.room");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("whole.room → part.room → whole.room", run.Output + run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsWrongInAPart_IsToldWithItsLine()
    {
        _folder.Write("parts/part.room", Part.Replace("gain -6 dB", "gain -6", StringComparison.Ordinal));
        CommandRun run = _folder.Run("render", "whole.room");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("parts/part.room:11:", run.Messages, StringComparison.Ordinal);
        Assert.Contains("needs a unit", run.Messages, StringComparison.Ordinal);
        Assert.Contains("whole.room:7:", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void TheMediaOfAPart_AreNeverWritten()
    {
        _folder.Write("whole.room", Whole.Replace("whole.wav", "parts/voice.wav", StringComparison.Ordinal));
        byte[] voice = File.ReadAllBytes(_folder.At("parts/voice.wav"));
        Assert.NotEqual(0, _folder.Run("render", "whole.room", "--force").ExitCode);
        Assert.Equal(voice, File.ReadAllBytes(_folder.At("parts/voice.wav")));
    }

    [Fact]
    public void AHashOfASession_AndCollectingOneFromOutside_AreRefused()
    {
        _folder.Write("hash.room", Whole.Replace("\"parts/part.room\"", "\"parts/part.room\"\n  audio sha256:" + new string('a', 64), StringComparison.Ordinal));
        Assert.Contains("RT0706", _folder.Run("session", "check", "hash.room").Fails(2).Output + _folder.Run("session", "check", "hash.room").Messages, StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.At("inner"));
        _folder.Write("inner/s.room", Whole.Replace("parts/part.room", "../parts/part.room", StringComparison.Ordinal));
        Assert.Contains("RT0709", _folder.Run("session", "collect", "inner/s.room").Fails(2).Messages, StringComparison.Ordinal);
    }
}
