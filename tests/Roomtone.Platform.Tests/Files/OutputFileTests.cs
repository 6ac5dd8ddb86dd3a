using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Roomtone.Platform.Tests;

[CollectionDefinition("process limits", DisableParallelization = true)]
public sealed class ProcessLimits;

[Collection("process limits")]
public sealed partial class OutputFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void UntilComplete_NothingIsUnderTheName()
    {
        using OutputFile file = OutputFile.Create(_folder["a.wav"]);
        file.Append("whole"u8);
        Assert.False(File.Exists(_folder["a.wav"]));
        file.Complete();
        Assert.Equal("whole", File.ReadAllText(_folder["a.wav"]));
        Assert.Equal(["a.wav"], _folder.Names);
    }

    [Fact]
    public void WithoutComplete_TheFolderIsAsBefore()
    {
        using (OutputFile file = OutputFile.Create(_folder["new/deep/a.wav"]))
        {
            file.Append("half"u8);
        }

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void ExistingFile_IsKeptWithoutPermission()
    {
        File.WriteAllText(_folder["a.wav"], "earlier");
        RoomtoneException e = Assert.Throws<RoomtoneException>(() => OutputFile.WriteAll(_folder["a.wav"], "new"));
        Assert.Equal(ExitCode.Media, e.ExitCode);
        Assert.Contains("it exists", e.Message, StringComparison.Ordinal);
        Assert.Equal("earlier", File.ReadAllText(_folder["a.wav"]));
    }

    [Fact]
    public void ExistingFile_IsReplacedWithPermission()
    {
        File.WriteAllText(_folder["a.wav"], "earlier");
        OutputFile.WriteAll(_folder["a.wav"], "new", OutputOptions.Replacing);
        Assert.Equal("new", File.ReadAllText(_folder["a.wav"]));
    }

    [Fact]
    public void FileThatAppearsMeanwhile_IsKept()
    {
        using OutputFile file = OutputFile.Create(_folder["a.wav"]);
        File.WriteAllText(_folder["a.wav"], "theirs");
        Assert.Throws<RoomtoneException>(file.Complete);
        Assert.Equal("theirs", File.ReadAllText(_folder["a.wav"]));
    }

    [Theory]
    [InlineData("source.wav")]
    [InlineData("sub/../source.wav")]
    [InlineData("symbolic.wav")]
    [InlineData("hard.wav")]
    [InlineData("linked/source.wav")]
    public void ProtectedSource_IsRefusedUnderEveryAlias(string alias)
    {
        string source = _folder["source.wav"];
        File.WriteAllText(source, "recording");
        Directory.CreateDirectory(_folder["sub"]);
        File.CreateSymbolicLink(_folder["symbolic.wav"], source);
        Directory.CreateSymbolicLink(_folder["linked"], _folder.Path);
        Process.Start("ln", [source, _folder["hard.wav"]]).WaitForExit();
        OutputOptions options = OutputOptions.Replacing with { Protected = [source] };
        RoomtoneException e = Assert.Throws<RoomtoneException>(() => OutputFile.WriteAll(_folder[alias], "x", options));
        Assert.Contains("it is the source", e.Message, StringComparison.Ordinal);
        Assert.Equal("recording", File.ReadAllText(source));
    }

    [Theory]
    [InlineData("/dev/null", "device")]
    [InlineData("/tmp", "folder")]
    [InlineData("/tmp/", "folder")]
    public void WhatIsNoFile_IsRefused(string path, string kind)
    {
        RoomtoneException e = Assert.Throws<RoomtoneException>(() => OutputFile.WriteAll(path, "x", OutputOptions.Replacing));
        Assert.Contains(kind, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamedPipe_IsRefusedWithoutWaiting()
    {
        Process.Start("mkfifo", [_folder["pipe"]]).WaitForExit();
        RoomtoneException e = Assert.Throws<RoomtoneException>(() => OutputFile.WriteAll(_folder["pipe"], "x", OutputOptions.Replacing));
        Assert.Contains("pipe", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SecondWriterOfTheSameName_IsRefused()
    {
        using OutputFile first = OutputFile.Create(_folder["a.wav"]);
        RoomtoneException e = Assert.Throws<RoomtoneException>(() => OutputFile.Create(_folder["a.wav"]));
        Assert.Contains("another writer", e.Message, StringComparison.Ordinal);
        first.Append("first"u8);
        first.Complete();
        Assert.Equal("first", File.ReadAllText(_folder["a.wav"]));
    }

    [Fact]
    public void OtherProcessAtWork_IsRefusedByPid()
    {
        using Process other = ChildRole.StartAndAwait("write-and-wait", _folder["a.wav"]);
        RoomtoneException e = Assert.Throws<RoomtoneException>(() => OutputFile.WriteAll(_folder["a.wav"], "x"));
        other.Kill();
        other.WaitForExit();
        Assert.Contains($"process {other.Id}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KilledWriter_LeavesTheEarlierFileAndTheNextOneClearsUp()
    {
        File.WriteAllText(_folder["a.wav"], "earlier");
        using (Process other = ChildRole.StartAndAwait("write-and-wait", _folder["a.wav"]))
        {
            other.Kill();
            other.WaitForExit();
        }

        Assert.Equal(2, _folder.Names.Length);
        Assert.Equal("earlier", File.ReadAllText(_folder["a.wav"]));
        OutputFile.WriteAll(_folder["b.wav"], "b");
        Assert.Equal(["a.wav", "b.wav"], _folder.Names);
    }

    [Fact]
    public void SharedTarget_LastWriterWins()
    {
        using OutputFile first = OutputFile.Create(_folder["entry"], OutputOptions.Shared);
        using OutputFile second = OutputFile.Create(_folder["entry"], OutputOptions.Shared);
        first.Append("1"u8);
        second.Append("2"u8);
        second.Complete();
        first.Complete();
        Assert.Equal("1", File.ReadAllText(_folder["entry"]));
        Assert.Equal(["entry"], _folder.Names);
    }

    [Fact]
    public void NameOf255Bytes_IsWritten()
    {
        string name = string.Concat(Enumerable.Repeat("ü", 125)) + ".wav";
        OutputFile.WriteAll(_folder[name], "x");
        Assert.Equal([name], _folder.Names);
    }

    [Theory]
    [InlineData("-y.wav")]
    [InlineData("a:b|c*d.wav")]
    [InlineData("%d.wav")]
    [InlineData("line\nbreak.wav")]
    [InlineData("\u001b[31m.wav")]
    public void OddName_IsWritten(string name)
    {
        OutputFile.WriteAll(_folder[name], "x");
        Assert.Equal([name], _folder.Names);
    }

    [Fact]
    public void NameWithAReplacementCharacter_IsRefusedUnlessItIsThere()
    {
        RoomtoneException e = Assert.Throws<RoomtoneException>(() => OutputFile.WriteAll(_folder["a\uFFFD.wav"], "x"));
        Assert.Contains("its name is not valid UTF-8", e.Message, StringComparison.Ordinal);
        Assert.Throws<RoomtoneException>(() => OutputFile.WriteAll(_folder["sub\uFFFD/a.wav"], "x"));
        Assert.Empty(_folder.Names);

        Directory.CreateDirectory(_folder["sub\uFFFD"]);
        OutputFile.WriteAll(_folder["sub\uFFFD/a.wav"], "x");
        File.WriteAllText(_folder["a\uFFFD.wav"], "earlier");
        OutputFile.WriteAll(_folder["a\uFFFD.wav"], "x", OutputOptions.Replacing);
        Assert.Equal("x", File.ReadAllText(_folder["a\uFFFD.wav"]));
    }

    [Fact]
    public void FileThatAppearsMeanwhile_IsNotTakenForOurOwn()
    {
        var own = new HashSet<string>();
        var options = new OutputOptions { IsOwn = own.Contains, Naming = p => own.Add(p) };
        using (OutputFile file = OutputFile.Create(_folder["a.wav"], options))
        {
            file.Append("x"u8);
            File.WriteAllText(_folder["a.wav"], "the user's own");
            Assert.Throws<RoomtoneException>(file.Complete);
        }

        Assert.Empty(own);
        Assert.Equal("the user's own", File.ReadAllText(_folder["a.wav"]));
        Assert.Equal(["a.wav"], _folder.Names);

        OutputFile.WriteAll(_folder["b.wav"], "x", options);
        OutputFile.WriteAll(_folder["b.wav"], "y", options);
        Assert.Equal("y", File.ReadAllText(_folder["b.wav"]));
    }

    [Fact]
    public void TooLongPath_IsRefusedClearly()
    {
        RoomtoneException e = Assert.Throws<RoomtoneException>(() => OutputFile.WriteAll(_folder[new string('x', 300)], "x"));
        Assert.Equal(ExitCode.Media, e.ExitCode);
        Assert.Empty(_folder.Names);
    }

    [Theory]
    [InlineData(0, 100_000)]
    [InlineData(1024, 100_000)]
    [InlineData(50_000, 100_000)]
    [InlineData(99_999, 100_000)]
    public void DiskFull_NamesTheFolderAndLeavesIt(long limit, int size)
    {
        File.WriteAllText(_folder["a.wav"], "earlier");
        RoomtoneException? e = null;
        using (new FileSizeLimit(limit))
        {
            try
            {
                using OutputFile file = OutputFile.Create(_folder["a.wav"], OutputOptions.Replacing);
                file.Append(new byte[size]);
                file.Complete();
            }
            catch (RoomtoneException error)
            {
                e = error;
            }
        }

        Assert.NotNull(e);
        Assert.Contains($"disk full on {_folder.Path}", e.Message, StringComparison.Ordinal);
        Assert.Contains("is unchanged", e.Message, StringComparison.Ordinal);
        Assert.Equal("earlier", File.ReadAllText(_folder["a.wav"]));
        Assert.Equal(["a.wav"], _folder.Names);
    }

    [Fact]
    public void ReservedRoomThatIsNotThere_ShowsAtOnce()
    {
        RoomtoneException e = Assert.Throws<RoomtoneException>(
            () => OutputFile.Create(_folder["a.wav"], OutputOptions.New with { ExpectedBytes = 1_900_000_000_000_000 }));
        Assert.Contains("needs 1900 TB", e.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void FolderRemovedMeanwhile_IsAnError()
    {
        using OutputFile file = OutputFile.Create(_folder["sub/a.wav"]);
        file.Append("x"u8);
        Directory.Delete(_folder["sub"], recursive: true);
        RoomtoneException e = Assert.Throws<RoomtoneException>(file.Complete);
        Assert.Equal(ExitCode.Media, e.ExitCode);
    }

    [Fact]
    public void SystemCalls_FlushFileThenRenameThenFlushFolder()
    {
        Assert.SkipWhen(Executables.Find("strace") is null, "strace is not installed");
        string log = _folder["log"];
        using Process process = ChildRole.Start(
            "write", _folder["a.wav"], "strace", "-f", "-y", "-e", "trace=fsync,fdatasync,rename,renameat,renameat2", "-o", log);
        process.WaitForExit();
        Assert.SkipWhen(process.ExitCode != 0, "strace may not trace here");
        string[] calls = [.. File.ReadLines(log).Where(l => l.Contains(_folder.Path, StringComparison.Ordinal))];
        int file = Array.FindIndex(calls, l => l.Contains("fsync", StringComparison.Ordinal) && l.Contains(".rt-tmp", StringComparison.Ordinal));
        int rename = Array.FindIndex(calls, l => l.Contains("rename", StringComparison.Ordinal));
        int folder = Array.FindIndex(calls, l => l.Contains("fsync", StringComparison.Ordinal) && l.Contains($"<{_folder.Path}>", StringComparison.Ordinal));
        Assert.True(file >= 0 && file < rename && rename < folder, string.Join('\n', calls));
    }

    /// <summary>A quota on the size of files for the whole process, the nearest thing to a full disk.</summary>
    private sealed partial class FileSizeLimit : IDisposable
    {
        private const int FileSize = 1;
        private readonly ulong[] _before = new ulong[2];

        public FileSizeLimit(long bytes)
        {
            Assert.Equal(0, GetLimit(FileSize, _before));
            Assert.Equal(0, SetLimit(FileSize, [(ulong)bytes, _before[1]]));
        }

        public void Dispose() => Assert.Equal(0, SetLimit(FileSize, _before));

        [LibraryImport("libc", EntryPoint = "getrlimit")]
        private static partial int GetLimit(int resource, [Out] ulong[] limit);

        [LibraryImport("libc", EntryPoint = "setrlimit")]
        private static partial int SetLimit(int resource, ulong[] limit);
    }
}
