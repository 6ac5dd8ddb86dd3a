using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Roomtone.Cli.Tests;

public sealed class CompareAndPlayTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SameFile_IsIdentical()
    {
        _folder.Sine("a.wav");
        JsonElement result = _folder.Run("compare", "a.wav", "a.wav", "--null", "--json").Succeeds().Json;
        Assert.True(result.GetProperty("null").GetProperty("identical").GetBoolean());
        Assert.Equal(0, result.GetProperty("loudness_difference_lu").GetDouble());
    }

    [Fact]
    public void Quieter_IsTheDifferenceAndTheResidual()
    {
        _folder.Sine("a.wav", levelDbfs: -20);
        _folder.Sine("b.wav", levelDbfs: -26.0206);
        JsonElement result = _folder.Run("compare", "a.wav", "b.wav", "--null", "--json").Succeeds().Json;
        Assert.Equal(-6.02, result.GetProperty("loudness_difference_lu").GetDouble(), 0.02);

        // Half the wave is left: 6.02 dB below A, all of it in the octave of 1 kHz.
        Assert.Equal(-6.02, result.GetProperty("null").GetProperty("below_a_db").GetDouble(), 0.05);
        JsonElement[] octaves = [.. result.GetProperty("null").GetProperty("octaves").EnumerateArray()];
        JsonElement loudest = octaves.MaxBy(o => o.GetProperty("rms_dbfs").GetDouble());
        Assert.Equal(1000, loudest.GetProperty("centre_hz").GetDouble());
    }

    [Fact]
    public void Matched_NullsALevelDifference()
    {
        _folder.Sine("a.wav", levelDbfs: -20, bits: 32);
        _folder.Sine("b.wav", levelDbfs: -26, bits: 32);
        JsonElement result = _folder.Run("compare", "a.wav", "b.wav", "--null", "--match", "--json").Succeeds().Json;
        Assert.Equal(6.0, result.GetProperty("match_gain_db").GetDouble(), 0.01);
        Assert.True(result.GetProperty("null").GetProperty("below_a_db").GetDouble() < -60);
    }

    [Fact]
    public void Click_IsLocated()
    {
        byte[] wave = TestFolder.Wave(4, -20, 997, 1, 48000, 16);
        _folder.Write("a.wav", wave);
        wave[44 + 2 * 96_000] ^= 0x40;
        _folder.Write("b.wav", wave);
        JsonElement residual = _folder.Run("compare", "a.wav", "b.wav", "--null", "--json").Succeeds().Json.GetProperty("null");
        Assert.Equal(96_000, residual.GetProperty("first_difference_sample").GetInt64());
        JsonElement where = residual.GetProperty("where")[0];
        Assert.Equal(2.0, where.GetProperty("start_s").GetDouble(), 0.11);
    }

    [Fact]
    public void DifferentRates_AreExit2WithTheWayOut()
    {
        _folder.Sine("a.wav", rate: 44100, seconds: 1);
        _folder.Sine("b.wav", rate: 48000, seconds: 1);
        _folder.Run("compare", "a.wav", "b.wav").Fails(2, "44100 Hz", "roomtone convert");
    }

    [Fact]
    public void Play_PipesTheRangeToThePlayer()
    {
        _folder.Sine("a.wav", seconds: 4);
        _folder.Player("aplay", "cat > \"$HEARD\"");
        CommandRun.Of(_folder.Path, [], Players(), "play", "a.wav", "--range", "0:01..0:03").Succeeds();
        byte[] heard = File.ReadAllBytes(_folder.At("heard"));
        Assert.Equal("RIFF"u8.ToArray(), heard[..4]);
        Assert.Equal(44 + 2 * 48000 * 2 * 4, heard.Length);
    }

    [Fact]
    public void Play_WithoutASoundCard_SaysSo()
    {
        _folder.Sine("a.wav", seconds: 1);
        _folder.Player("aplay", "echo 'cannot find card 0' >&2; exit 1");
        CommandRun.Of(_folder.Path, [], Players(), "play", "a.wav").Fails(4, "no sound card", "cannot find card 0");
    }

    [Fact]
    public void Play_WithoutAPlayer_SaysWhichToInstall()
    {
        _folder.Sine("a.wav", seconds: 1);
        Directory.CreateDirectory(_folder.At("players"));
        CommandRun.Of(_folder.Path, [], Players(), "play", "a.wav").Fails(4, "no player is installed", "pw-play, aplay, ffplay");
    }

    [Fact]
    public void Play_BypassedAtMatchedLoudness_IsHeardAsLoudAsTheWhole()
    {
        WriteSession("-12 dB");
        CommandRun whole = CommandRun.Of(_folder.Path, [], Cat(), "play", "s.room", "--json").Succeeds();
        Assert.Equal(0, whole.Json.GetProperty("match_gain_db").GetDouble());
        byte[] processed = File.ReadAllBytes(_folder.At("heard"));
        CommandRun.Of(_folder.Path, [], Cat(), "play", "s.room", "--bypass", "gain").Succeeds();
        byte[] bypassed = File.ReadAllBytes(_folder.At("heard"));
        JsonElement matched = CommandRun.Of(_folder.Path, [], Cat(), "play", "s.room", "--bypass", "a.gain", "--match", "--json").Succeeds().Json;
        Assert.Equal(-12, matched.GetProperty("match_gain_db").GetDouble(), 0.01);
        Assert.Equal(12, Decibels(bypassed) - Decibels(processed), 0.01);
        Assert.Equal(0, Decibels(File.ReadAllBytes(_folder.At("heard"))) - Decibels(processed), 0.01);
    }

    [Fact]
    public void Play_BypassOfWhatIsNotThere_NamesWhatIs()
    {
        WriteSession("-12 dB");
        CommandRun.Of(_folder.Path, [], Cat(), "play", "s.room", "--bypass", "reverb").Fails(2, "reverb", "a.gain");
        CommandRun.Of(_folder.Path, [], Cat(), "play", "a.wav", "--bypass", "gain").Fails(2, "this is a file");
        CommandRun.Of(_folder.Path, [], Cat(), "play", "s.room", "--match").Fails(2, "--bypass");
    }

    [Fact]
    public void Compare_OfTwoCommits_MeasuresAndPlaysWhatACommitChanged()
    {
        WriteSession("-12 dB");
        Git("init", "-q");
        Git("add", "s.room");
        Git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "first");
        WriteSession("-6 dB");
        Git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-a", "-m", "second");
        Dictionary<string, string> players = Cat(">> ");
        players["PATH"] += ":" + Environment.GetEnvironmentVariable("PATH");
        JsonElement result = CommandRun.Of(_folder.Path, [], players, "compare", "HEAD~1", "HEAD", "s.room", "--null", "--match", "--play", "--range", "0:01..0:02", "--json")
            .Succeeds().Json;
        Assert.Equal(6, result.GetProperty("loudness_difference_lu").GetDouble(), 0.01);
        Assert.Equal(-6, result.GetProperty("match_gain_db").GetDouble(), 0.01);
        Assert.Equal("aplay", result.GetProperty("player").GetString());
        byte[] heard = File.ReadAllBytes(_folder.At("heard"));
        int each = 44 + 48000 * 2 * 4;
        Assert.Equal(2 * each, heard.Length);
        Assert.Equal(Decibels(heard[..each]), Decibels(heard[each..]), 0.01);
        CommandRun.Of(_folder.Path, "compare", "HEAD~9", "HEAD", "s.room").Fails(4, "HEAD~9");
    }

    [Fact]
    public void Blind_PlaysAtMatchedLoudnessAndCountsAnswers()
    {
        // 3 dB apart, which matching takes away: what is heard has the level of the quieter one.
        _folder.Sine("a.wav", seconds: 4, levelDbfs: -20, bits: 32);
        _folder.Sine("b.wav", seconds: 4, levelDbfs: -17, bits: 32);
        _folder.Player("aplay", "cat > \"$HEARD\"");
        CommandRun run = CommandRun.Of(_folder.Path, Lines("a", "b", "x", "xa", "nonsense", "xb", "xa", "xa", "xb", "q"), Players(), "compare", "a.wav", "b.wav", "--abx", "16", "--range", "0:01..0:02", "--json")
            .Succeeds();
        JsonElement blind = run.Json.GetProperty("abx");
        Assert.Equal(-3, run.Json.GetProperty("match_gain_db").GetDouble(), 0.01);
        JsonElement[] trials = [.. blind.GetProperty("trials").EnumerateArray()];
        Assert.Equal(5, trials.Length);
        Assert.Equal(["a", "b", "a", "a", "b"], trials.Select(t => t.GetProperty("answer").GetString()!));
        Assert.Equal(3, trials[0].GetProperty("heard").GetInt32());
        Assert.Equal(trials.Count(t => t.GetProperty("x").GetString() == t.GetProperty("answer").GetString()), blind.GetProperty("correct").GetInt32());
        Assert.Equal(-20 - 3.01, Decibels(File.ReadAllBytes(_folder.At("heard"))), 0.02);
        Assert.Contains("trial 1 of 16", run.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4", "fewer prove nothing")]
    [InlineData("1000", "5 to 100")]
    [InlineData("many", "whole number")]
    public void Blind_NumberOfTrialsThatProvesNothing_IsRefused(string trials, string word)
    {
        _folder.Sine("a.wav", seconds: 1);
        _folder.Run("compare", "a.wav", "a.wav", "--abx", trials).Fails(2, "--abx", word);
    }

    [Fact]
    public void Blind_WithoutAnyAnswer_SaysThatNothingWasShown()
    {
        _folder.Sine("a.wav", seconds: 1);
        CommandRun run = CommandRun.Of(_folder.Path, [], Players(), "compare", "a.wav", "a.wav", "--abx", "8").Succeeds();
        Assert.Contains("0 of 0 right", run.Output, StringComparison.Ordinal);
        Assert.Contains("too few trials", run.Output, StringComparison.Ordinal);
    }

    private static byte[] Lines(params string[] lines) => [.. lines.SelectMany(l => System.Text.Encoding.UTF8.GetBytes(l + "\n"))];

    private static double Decibels(byte[] wave)
    {
        ReadOnlySpan<float> samples = MemoryMarshal.Cast<byte, float>(wave.AsSpan(44));
        double sum = 0;
        foreach (float sample in samples)
        {
            sum += (double)sample * sample;
        }

        return 10 * Math.Log10(sum / samples.Length);
    }

    private void WriteSession(string amount)
    {
        _folder.Sine("a.wav", seconds: 4);
        _folder.Write("s.room", $"""
            roomtone 1

            session "S"
              rate 48 kHz
              layout stereo

            media m "a.wav"

            track a to master
              process gain
                amount {amount}
              clip c m 0:00..0:04 at 0:00
            """);
    }

    private void Git(params string[] words)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", words) { WorkingDirectory = _folder.Path })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }

    private Dictionary<string, string> Cat(string to = "> ")
    {
        _folder.Player("aplay", $"cat {to}\"$HEARD\"");
        return Players();
    }

    private Dictionary<string, string> Players() => new() { ["PATH"] = _folder.At("players"), ["HEARD"] = _folder.At("heard") };
}
