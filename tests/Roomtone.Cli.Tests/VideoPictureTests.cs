using System.Diagnostics;
using System.Text.Json;
using Roomtone.Platform;

namespace Roomtone.Cli.Tests;

public sealed class VideoPictureTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public VideoPictureTests() => Assert.SkipWhen(Executables.Find("ffmpeg") is null, "ffmpeg is not installed: no video can be made");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("v.mov", "25", 100, 4, true)]
    [InlineData("v.mov", "25", 101, 4, false)]
    [InlineData("v.mkv", "30000/1001", 120, 4.004, true)]
    [InlineData("v.mkv", "30000/1001", 120, 4, false)]
    [InlineData("v.mp4", "24000/1001", 96, 4.004, true)]
    public void SoundIsAsLongAsItsVideo(string name, string rate, int frames, double seconds, bool isRight)
    {
        Video(name, rate, frames);
        _folder.Sine("a.wav", seconds: seconds);
        CommandRun run = _folder.Run("check", "a.wav", "--picture", name, "--json");
        Assert.Equal(isRight ? 0 : 3, run.ExitCode);
        JsonElement clause = run.Json.GetProperty("files")[0].GetProperty("clauses").EnumerateArray().Single(c => c.GetProperty("id").GetString() == "frames");
        Assert.Equal(frames.ToString(System.Globalization.CultureInfo.InvariantCulture), clause.GetProperty("limit").GetString());
    }

    [Fact]
    public void LabelsOfTheVideoAreThoseOfTheFile()
    {
        Video("v.mov", "25", 100, "-timecode", "01:00:00:00");
        _folder.Sine("a.wav", seconds: 4);
        Assert.Contains("01:00:03:24", _folder.Run("check", "a.wav", "--picture", "v.mov").Output, StringComparison.Ordinal);
        _folder.Run("check", "a.wav", "--picture", "v.mov", "--pop", "tail 2 s").Fails(2, "--pop", "outside it");
    }

    [Fact]
    public void WhatIsNoVideo_OrChangesItsRate_IsSaid()
    {
        _folder.Sine("a.wav", seconds: 1);
        _folder.Run("check", "a.wav", "--picture", "a.wav").Fails(4, "it holds no picture");
        _folder.Run("check", "a.wav", "--picture", "none.mov").Fails(2, "a video file, or first and last frame");
        Video("even.mkv", "25", 20, "-vf", "setpts='if(lt(N,10),N,3*N)/25/TB'", "-vsync", "vfr");
        _folder.Run("check", "a.wav", "--picture", "even.mkv").Fails(4, "its frame rate changes");
    }

    private void Video(string name, string rate, int frames, params string[] more)
    {
        string[] words = ["-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc=s=64x64:r={rate}", "-frames:v", $"{frames}", .. more, _folder.At(name)];
        using Process ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", words) { RedirectStandardError = true })!;
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}
