namespace Roomtone.Platform.Tests;

public sealed class GlobTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public GlobTests()
    {
        foreach (string name in (string[])["b.wav", "a.wav", "c.mp3", ".hidden.wav", "take [1].wav", "x/d.wav", "x/y/e.wav"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
            File.WriteAllText(_folder[name], "");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("*.wav", "a.wav|b.wav|take [1].wav")]
    [InlineData("[ab].wav", "a.wav|b.wav")]
    [InlineData("[!a].wav", "b.wav")]
    [InlineData("?.mp3", "c.mp3")]
    [InlineData("take [1].wav", "take [1].wav")]
    [InlineData("*/*.wav", "x/d.wav")]
    [InlineData("**/?.wav", "a.wav|b.wav|x/d.wav|x/y/e.wav")]
    [InlineData("*.flac", "")]
    [InlineData("missing.wav", "missing.wav")]
    [InlineData("x", "x/d.wav")]
    public void PatternsExpandInOrder(string pattern, string expected)
    {
        string[] found = [.. Glob.Expand(_folder[pattern]).Select(p => Path.GetRelativePath(_folder.Path, p))];
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), found);
    }

    [Fact]
    public void Folder_TakesOnlyTheExtensionsAskedFor() =>
        Assert.Equal([_folder["c.mp3"]], Glob.Expand(_folder.Path, ".mp3"));

    [Fact]
    public void ManyStars_AreMatchedInBoundedTime() =>
        Assert.False(Glob.IsMatch(new string('a', 5000), string.Concat(Enumerable.Repeat("*a", 200)) + "*b"));
}
