using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Verbs.Tests;

public sealed class FileBatchTests
{
    private static readonly ImmutableArray<string> s_files = ["a", "b", "c"];

    [Fact]
    public void Outcomes_AreInTheOrderOfTheFiles()
    {
        ImmutableArray<FileOutcome<string>> outcomes = FileBatch.Run(s_files, new BatchOptions(2, false), i => s_files[i] + s_files[i], default);
        Assert.Equal(["aa", "bb", "cc"], outcomes.Select(o => o.Result));
    }

    [Fact]
    public void Failure_EndsTheBatch_UnlessGoingOnIsAskedFor()
    {
        Assert.Throws<RoomtoneException>(() => FileBatch.Run(s_files, new BatchOptions(1, false), FailOnB, default));
        ImmutableArray<FileOutcome<string>> outcomes = FileBatch.Run(s_files, new BatchOptions(1, true), FailOnB, default);
        Assert.Equal([true, false, true], outcomes.Select(o => o.Failure is null));
        Assert.Equal(ExitCode.Media, FileBatch.Worst(outcomes));
    }

    [Fact]
    public void UnreadableFile_IsWorseThanAFailedCheck() => Assert.Equal(
        ExitCode.Media, FileBatch.Worst(FileBatch.Run(s_files, new BatchOptions(1, true), FailOnB, default), _ => ExitCode.CheckFailed));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("1025")]
    public void Jobs_AreFrom1To1024(string text) => Assert.Throws<RoomtoneException>(() => BatchOptions.Parse(text, false));

    [Fact]
    public void SeveralInputsToOneName_AreRefused()
    {
        RoomtoneException failure = Assert.Throws<RoomtoneException>(() => OutputNames.For(["a/x.wav", "b/x.wav"], "out/{name}.wav"));
        Assert.Contains("out/x.wav", failure.Message);
    }

    [Fact]
    public void FolderOutput_KeepsTheNames() => Assert.Equal(["out/x.wav", "out/y.wav"], OutputNames.For(["a/x.wav", "b/y.wav"], "out/"));

    private static string FailOnB(int index) =>
        index == 1 ? throw new RoomtoneException(ExitCode.Media, new Finding("RT9001", Severity.Error, "b is not there")) : s_files[index];
}
