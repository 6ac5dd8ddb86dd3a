using System.Text.Json;

namespace Roomtone.Cli.Tests;

public sealed class DeliverTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void QualityControl_NamesWhatItFinds()
    {
        _folder.Sine("tone.wav", seconds: 4, levelDbfs: -14);
        Assert.Contains("FAIL  Channels with the same samples: L and R", _folder.Run("check", "tone.wav", "--profile", "youtube", "--qc").Fails(3).Output);
        _folder.Run("check", "tone.wav", "--profile", "youtube").Succeeds();
    }

    [Fact]
    public void QualityControl_NeedsNoProfile()
    {
        _folder.Sine("tone.wav", seconds: 4, levelDbfs: -14);
        CommandRun alone = _folder.Run("check", "tone.wav", "--qc").Fails(3);
        Assert.Contains("FAIL (quality control)", alone.Output);
        Assert.DoesNotContain("loudness", alone.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(JsonValueKind.Null, _folder.Run("check", "tone.wav", "--qc", "--json", "--html", "qc.html").Fails(3).Json.GetProperty("profile").ValueKind);
        Assert.Contains("qc.html", _folder.Files());
        Assert.Contains("--profile", _folder.Run("check", "tone.wav").Fails(2).Messages);
    }

    [Fact]
    public void Deliver_BringsAFileToTheProfile()
    {
        _folder.Sine("mix.wav", seconds: 5, levelDbfs: -31);
        JsonElement file = _folder.Run("deliver", "mix.wav", "--profile", "ebu-r128", "-o", "out/{name}-r128.wav", "--json").Succeeds().Json.GetProperty("deliverables")[0];
        Assert.True(file.GetProperty("pass").GetBoolean());
        Assert.Equal(-23.0, file.GetProperty("integrated_lufs").GetDouble(), 0.2);
        Assert.NotEqual(0, file.GetProperty("changes").GetArrayLength());
        _folder.Run("check", "out/mix-r128.wav", "--profile", "ebu-r128").Succeeds();
    }

    [Fact]
    public void DryRun_ShowsThePlanAndWritesNothing()
    {
        _folder.Sine("mix.wav", seconds: 5, levelDbfs: -31);
        Assert.Contains("+8", _folder.Run("deliver", "mix.wav", "--profile", "ebu-r128", "-o", "out.wav", "--dry-run").Succeeds().Output);
        Assert.Equal(["mix.wav"], _folder.Files());
    }

    [Fact]
    public void Silence_IsRefusedWithExit3()
    {
        _folder.Sine("silence.wav", seconds: 5, levelDbfs: double.NegativeInfinity);
        _folder.Run("deliver", "silence.wav", "--profile", "ebu-r128", "-o", "out.wav").Fails(3);
        Assert.Equal(["silence.wav"], _folder.Files());
    }

    [Fact]
    public void Check_FailsClauseByClauseWithExit3()
    {
        _folder.Sine("loud.wav", seconds: 5, levelDbfs: -6);
        CommandRun run = _folder.Run("check", "loud.wav", "--profile", "ebu-r128", "--json").Fails(3);
        Assert.False(run.Json.GetProperty("pass").GetBoolean());
        JsonElement clause = run.Json.GetProperty("files")[0].GetProperty("clauses").EnumerateArray().First(c => c.GetProperty("pass").ValueKind == JsonValueKind.False);
        foreach (string field in new[] { "id", "measured", "limit", "unit", "margin", "at" })
        {
            Assert.True(clause.TryGetProperty(field, out _), field);
        }

        Assert.Contains("FAIL", _folder.Run("check", "loud.wav", "--profile", "ebu-r128").Fails(3).Output);
    }

    [Fact]
    public void Html_IsWrittenBesideTheVerdict()
    {
        _folder.Sine("mix.wav", seconds: 5, levelDbfs: -23);
        _folder.Run("check", "mix.wav", "--profile", "ebu-r128", "--html", "check.html").Succeeds();
        Assert.StartsWith("<!doctype html>", File.ReadAllText(_folder.At("check.html")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void UnknownProfile_IsExit2WithThoseThatThereAre()
    {
        _folder.Sine("mix.wav", seconds: 1);
        _folder.Run("check", "mix.wav", "--profile", "netflix").Fails(2, "netflix", "ebu-r128");
    }

    [Fact]
    public void MissingProfile_IsExit2WithTheUsage()
    {
        _folder.Sine("mix.wav", seconds: 1);
        _folder.Run("check", "mix.wav").Fails(2, "--profile", "roomtone check");
    }
}
