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

    private Dictionary<string, string> Players() => new() { ["PATH"] = _folder.At("players"), ["HEARD"] = _folder.At("heard") };
}
