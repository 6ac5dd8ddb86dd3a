using System.Text.Json;

namespace Roomtone.Cli.Tests;

public sealed class RenderTests : IDisposable
{
    private const string Session = TestFolder.Session;
    private readonly TestFolder _folder = new();

    public RenderTests()
    {
        _folder.Sine("voice.wav", seconds: 2, levelDbfs: -14);
        _folder.Write("s.room", Session);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Render_MakesTheDeliverableAndItsManifest()
    {
        JsonElement result = _folder.Run("render", "s.room", "--json").Succeeds().Json;
        JsonElement deliverable = result.GetProperty("deliverables")[0];
        Assert.Equal("out/Test.wav", deliverable.GetProperty("path").GetString());
        Assert.True(deliverable.GetProperty("pass").GetBoolean());
        Assert.Equal(64, deliverable.GetProperty("sha256").GetString()!.Length);
        Assert.Equal(-20.0, deliverable.GetProperty("integrated_lufs").GetDouble(), 0.1);
        Assert.True(deliverable.GetProperty("realtime_factor").GetDouble() > 0);
        Assert.True(File.Exists(_folder.At("out/Test.wav")));
        Assert.DoesNotContain(_folder.Files(), f => f.Contains("rt-tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void RenderTwice_ReplacesItsOwnOutputAndGivesTheSameBytes()
    {
        _folder.Run("render", "s.room").Succeeds();
        byte[] first = File.ReadAllBytes(_folder.At("out/Test.wav"));
        _folder.Run("render", "s.room", "--threads", "1").Succeeds();
        Assert.Equal(first, File.ReadAllBytes(_folder.At("out/Test.wav")));
    }

    [Fact]
    public void RenderTwice_SaysUnchangedUnlessAskedForAnew()
    {
        static bool IsUnchanged(JsonElement json) => json.GetProperty("deliverables")[0].GetProperty("unchanged").GetBoolean();
        Assert.False(IsUnchanged(_folder.Run("render", "s.room", "--json").Succeeds().Json));
        Assert.True(IsUnchanged(_folder.Run("render", "s.room", "--json").Succeeds().Json));
        Assert.Contains("(unchanged)", _folder.Run("render", "s.room").Succeeds().Output);
        Assert.False(IsUnchanged(_folder.Run("render", "s.room", "--json", "--no-cache").Succeeds().Json));
        Assert.False(IsUnchanged(_folder.Run("render", "s.room", "--json", "--force").Succeeds().Json));
    }

    [Fact]
    public void EditedSource_IsRenderedAnew()
    {
        _folder.Run("render", "s.room").Succeeds();
        byte[] first = File.ReadAllBytes(_folder.At("out/Test.wav"));
        _folder.Sine("voice.wav", seconds: 2, levelDbfs: -20);
        File.SetLastWriteTimeUtc(_folder.At("voice.wav"), DateTime.UnixEpoch);
        _folder.Run("render", "s.room").Succeeds();
        Assert.NotEqual(first, File.ReadAllBytes(_folder.At("out/Test.wav")));
    }

    [Fact]
    public void ForeignFileInTheWay_IsExit4UnlessForced()
    {
        _folder.Write("out/Test.wav", "precious"u8.ToArray());
        _folder.Run("render", "s.room").Fails(4, "out/Test.wav");
        Assert.Equal("precious", File.ReadAllText(_folder.At("out/Test.wav")));
        _folder.Run("render", "s.room", "--force").Succeeds();
    }

    [Fact]
    public void DryRun_PlansAndWritesNothing()
    {
        string[] before = _folder.Files();
        string output = _folder.Run("render", "s.room", "--dry-run").Succeeds().Output;
        Assert.Contains("planned", output);
        Assert.Equal(before, _folder.Files().Where(f => !f.StartsWith(".roomtone", StringComparison.Ordinal)));
    }

    [Fact]
    public void RangeAndOutputFolder_AreFollowed()
    {
        _folder.Run("render", "s.room", "--range", "0:00.5..0:01.5", "-o", "elsewhere").Succeeds();
        string file = Assert.Single(_folder.Files(), f => f.StartsWith("elsewhere", StringComparison.Ordinal) && f.EndsWith(".wav", StringComparison.Ordinal));
        Assert.Equal(48_000, _folder.Run("info", file, "--json").Succeeds().Json.GetProperty("files")[0].GetProperty("samples").GetInt64());
    }

    [Fact]
    public void UnknownDeliverable_IsExit2WithThoseThatThereAre() => _folder.Run("render", "s.room", "--only", "stems").Fails(2, "stems", "there are mix");

    [Fact]
    public void MissingMedia_IsExit4()
    {
        File.Delete(_folder.At("voice.wav"));
        _folder.Run("render", "s.room").Fails(4, "voice.wav");
    }

    [Fact]
    public void CacheClear_EmptiesTheCache()
    {
        _folder.Run("render", "s.room").Succeeds();
        _folder.Run("cache", "clear", "s.room").Succeeds();
        Assert.Equal(0, _folder.Run("cache", "info", "--json").Succeeds().Json.GetProperty("files").GetInt32());
    }
}
