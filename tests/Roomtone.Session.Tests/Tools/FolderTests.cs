using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Session.Tests;

public sealed class FolderTests : IDisposable
{
    private static readonly string s_hash = string.Concat(Enumerable.Repeat("ab", 32));
    private readonly string _root = Directory.CreateTempSubdirectory("roomtone-session-").FullName;
    private readonly string _folder;

    public FolderTests()
    {
        _folder = Path.Combine(_root, "show");
        Directory.CreateDirectory(_folder);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static SessionDocument Document(string mediaLines) => Texts.Bind($"roomtone 1\nsession \"x\"\n  rate 48 kHz\nmedia m \"a/m.wav\"\n{mediaLines}").Document!;

    private string Write(string path, string text)
    {
        string full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    // The stand-in for a decoder: the content of the file is its hash.
    private static MediaFacts? Read(string path) => File.ReadAllText(path) is { Length: 64 } hash ? new MediaFacts(48_000, 48_000, ChannelLayout.Mono) { AudioSha256 = hash } : null;

    [Fact]
    public void MediumWithItsHash_IsInOrder()
    {
        Write("show/a/m.wav", s_hash);
        var check = MediaCheck.Verify(Document($"  audio sha256:{s_hash}\n  length 0:01.000\n"), _folder, Read);
        Assert.Empty(check.Findings);
        Assert.Equal(48_000, check.Lookup("m")!.Length);
    }

    [Fact]
    public void OtherAudioUnderTheName_IsAnError()
    {
        Write("show/a/m.wav", new string('0', 64));
        Finding finding = Assert.Single(MediaCheck.Verify(Document($"  audio sha256:{s_hash}\n"), _folder, Read).Findings);
        Assert.Equal(("RT0702", Severity.Error, 4), (finding.Code, finding.Severity, finding.Line));
    }

    [Fact]
    public void RenamedFile_IsFoundByItsHash()
    {
        Write("show/takes/renamed.wav", s_hash);
        Write("show/takes/notes.txt", "no media");
        var check = MediaCheck.Verify(Document($"  audio sha256:{s_hash}\n"), _folder, Read);
        Assert.Equal(new CheckedMedia("m", "takes/renamed.wav", check.Media[0].Facts, true), check.Media[0]);
        Assert.Equal(("RT0705", Severity.Warning), (check.Findings[0].Code, check.Findings[0].Severity));
    }

    [Theory]
    [InlineData("", "RT0701")]
    [InlineData("  audio sha256:abababababababababababababababababababababababababababababababab\n", "RT0701")]
    public void MissingFile_IsAnError(string lines, string code) =>
        Assert.Equal(code, Assert.Single(MediaCheck.Verify(Document(lines), _folder, Read).Findings).Code);

    [Theory]
    [InlineData("  format wav 44.1 kHz 24 bit mono\n")]
    [InlineData("  format wav 48 kHz 24 bit stereo\n")]
    [InlineData("  length 0:01.100\n")]
    [InlineData("  length 47999 samples\n")]
    public void OtherFacts_AreAnError(string lines)
    {
        Write("show/a/m.wav", s_hash);
        Assert.Equal("RT0704", Assert.Single(MediaCheck.Verify(Document(lines), _folder, Read).Findings).Code);
    }

    [Fact]
    public void Collect_BringsMediaInAndRewritesTheirPaths()
    {
        string outside = Write("elsewhere/m.wav", "one");
        Write("other/m.wav", "two");
        string text = $"roomtone 1\n# pool\nmedia a \"../elsewhere/m.wav\"  # from the recorder\nmedia b \"../other/m.wav\"\nmedia c \"in/c.wav\"\nmedia d {QuotedText.Quote(outside)}\n";
        var plan = SessionCollector.Plan(SyntaxTree.Parse("s.room", text), _folder);
        plan.CopyFiles(_folder, TestContext.Current.CancellationToken);
        Assert.Equal("roomtone 1\n# pool\nmedia a \"media/m.wav\"  # from the recorder\nmedia b \"media/m-2.wav\"\nmedia c \"in/c.wav\"\nmedia d \"media/m.wav\"\n", plan.Tree.ToText());
        Assert.Equal(["one", "two"], [File.ReadAllText(Path.Combine(_folder, "media/m.wav")), File.ReadAllText(Path.Combine(_folder, "media/m-2.wav"))]);
    }

    [Fact]
    public void CollectOfAMissingFile_LeavesNothing()
    {
        var plan = SessionCollector.Plan(SyntaxTree.Parse("s.room", "roomtone 1\nmedia a \"../none.wav\"\n"), _folder);
        Assert.Equal(ExitCode.Media, Assert.Throws<RoomtoneException>(() => plan.CopyFiles(_folder, TestContext.Current.CancellationToken)).ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void SessionFile_ReadsItsIncludesAndIsWrittenWhole()
    {
        Write("show/strips/v.room", "roomtone 1\nstrip v\n  process compressor\n");
        string path = Write("show/s.room", Texts.OneTrack("  process strip v", "include \"strips/v.room\""));
        var file = SessionFile.Load(path, TestCatalog.Instance);
        Assert.Empty(file.Bound.Findings);
        Assert.Equal("compressor", file.Bound.Document!.Tracks[0].Processes[0].Process);
        SessionFile.Save(path, file.Tree.WithStatements(file.Tree.Statements[..2]));
        Assert.Equal("roomtone 1\nsession \"t\"\n  rate 48 kHz\n  timecode 25 fps start 01:00:00:00\n", File.ReadAllText(path).TrimEnd('\n') + "\n");
    }

    [Fact]
    public void FolderAsASession_IsAMessage() =>
        Assert.Equal(ExitCode.Media, Assert.Throws<RoomtoneException>(() => SessionFile.Load(_folder, TestCatalog.Instance)).ExitCode);
}
