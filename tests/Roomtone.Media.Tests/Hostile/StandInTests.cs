using System.Diagnostics;

namespace Roomtone.Media.Tests;

/// <summary>Programs in the place of ffmpeg that do what broken ones do; the tests run this program with a PATH of their own.</summary>
public sealed class StandInTests : IDisposable
{
    private const string Probe = """{"streams":[{"codec_type":"audio","codec_name":"mp3","sample_rate":"48000","channels":2,"time_base":"1/48000","duration_ts":480000,"sample_fmt":"fltp"}],"format":{"format_name":"mp3","duration":"10"}}""";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("exec sleep 60", "did not get on")]
    [InlineData("head -c 1000000 /dev/zero; exec sleep 60", "did not get on")]
    [InlineData("while :; do printf x; sleep 0.1; done", "did not get on")]
    [InlineData("kill -SEGV $$", "crashed (signal 11)")]
    [InlineData("echo 'bad; thing' >&2; exit 1", "bad; thing")]
    [InlineData("exit 0", "no samples")]
    [InlineData("exec cat /dev/zero", "more than the declared 10.0 s")]
    [InlineData("yes words 2>/dev/null | head -c 18000000 >&2; exit 9", "ended with 9: words; words; words")]
    public void BrokenDecoder_IsToldWithItsWords(string script, string expected)
    {
        (int code, string text) = Decode(script);
        Assert.True(code == 4, text);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains("song.mp3", text, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder["cache"]));
    }

    [Fact]
    public void DecoderThatStopsHalfWayWithoutAWord_IsTold()
    {
        (int code, string text) = Decode("head -c 1920000 /dev/zero");
        Assert.True(code == 0, text);
        Assert.Contains("5.00 s of 10.00 s could be decoded", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec sleep 60", "did not get on")]
    [InlineData("echo oops >&2; exit 3", "ended with 3: oops")]
    [InlineData("exec cat >/dev/null", "cannot encode")]
    public void BrokenEncoder_LeavesNothing(string script, string expected)
    {
        (int code, string text) = Run("encode", _folder["out.opus"], ("ffmpeg", script));
        Assert.True(code == 4, text);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out.opus"]));
        Assert.DoesNotContain(_folder.Names, n => n.Contains("rt-tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void MissingFfmpeg_IsNamedWithTheWayOut()
    {
        (int code, string text) = Run("encode", _folder["out.mp3"]);
        Assert.True(code == 4, text);
        Assert.Contains("out.mp3: ffmpeg is not installed", text, StringComparison.Ordinal);
        Assert.Contains("= install ffmpeg", text, StringComparison.Ordinal);
    }

    [Fact]
    public void GarbageFromFfprobe_IsRefused()
    {
        File.WriteAllText(_folder["song.mp3"], "ID3 song");
        foreach (string garbage in (string[])["", "{", "[]", "{\"streams\":[{\"codec_type\":\"audio\",\"channels\":\"9999999999999\"}],\"format\":{}}", "{\"streams\":3}", new string('[', 100_000)])
        {
            File.WriteAllText(_folder["garbage"], garbage);
            (int code, string text) = Run("decode", _folder["song.mp3"], ("ffprobe", $"cat '{_folder["garbage"]}'"), ("ffmpeg", "exit 0"));
            Assert.True(code == 4, text);
        }
    }

    private (int Code, string Text) Decode(string script)
    {
        File.WriteAllText(_folder["song.mp3"], "ID3 song");
        return Run("decode", _folder["song.mp3"], ("ffprobe", $"printf '%s' '{Probe}'"), ("ffmpeg", script));
    }

    private (int Code, string Text) Run(string role, string file, params (string Name, string Script)[] standIns)
    {
        string programs = _folder["programs"];
        Directory.CreateDirectory(programs);
        foreach ((string name, string script) in standIns)
        {
            string path = Path.Combine(programs, name);
            File.WriteAllText(path, $"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n");
            Process.Start("chmod", ["+x", path]).WaitForExit();
        }

        var clock = Stopwatch.StartNew();
        using Process process = MediaRole.Start(role, file, _folder["cache"], programs);
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 25);
        return (process.ExitCode, text);
    }
}
