using Roomtone.Testing;

namespace Roomtone.Architecture.Tests;

/// <summary>What no compiler sees: sizes, leftovers, paths of one machine.</summary>
public sealed class TextTests
{
    // A table of one grammar or one recursion with its kernels may pass 600 lines; each is named here with its reason.
    private static readonly HashSet<string> s_longForAReason = new(StringComparer.Ordinal);

    [Fact]
    public void SourceFiles_StayWithinSixHundredLines()
    {
        IEnumerable<string> tooLong = Repository.Files("src", "*.cs")
            .Where(f => File.ReadLines(f).Count() > 600 && !s_longForAReason.Contains(Path.GetFileName(f)))
            .Select(f => $"{Path.GetRelativePath(Repository.Root, f)}: {File.ReadLines(f).Count()} lines");
        Assert.Empty(tooLong);
    }

    [Fact]
    public void SourceFiles_HoldNoUnfinishedWork()
    {
        string[] marks = ["NotImplemented" + "Exception", "TO" + "DO", "FIX" + "ME", "HA" + "CK"];
        IEnumerable<string> found = Repository.Files("src", "*.cs")
            .SelectMany(f => File.ReadLines(f).Select((line, n) => (File: f, Line: line, Number: n + 1)))
            .Where(l => marks.Any(m => l.Line.Contains(m, StringComparison.Ordinal)))
            .Select(l => $"{Path.GetRelativePath(Repository.Root, l.File)}:{l.Number}");
        Assert.Empty(found);
    }

    [Fact]
    public void TheBuild_TreatsWarningsAsErrors() =>
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")), StringComparison.Ordinal);
}
