using Roomtone.Processes;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Architecture.Tests;

/// <summary>Every process has its page, and no page says anything else than the process does.</summary>
public sealed class ProcessPageTests
{
    private static readonly bool s_regenerates = Environment.GetEnvironmentVariable("ROOMTONE_REGENERATE") == "1";

    public static TheoryData<string> Ids => [.. ProcessCatalog.Standard.Descriptors.Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_SaysWhatTheDescriptorSays(string id)
    {
        ProcessDescriptor process = ProcessCatalog.Standard.Find(id)!;
        string path = ProcessPage.PathOf(id);
        string? page = File.Exists(path) ? File.ReadAllText(path) : null;
        if (s_regenerates)
        {
            page = ProcessPage.Renew(page, process);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, page);
        }

        Assert.True(page is not null, $"docs/processes/{id}.md is missing; run this test with ROOMTONE_REGENERATE=1 and write its parts.");
        Assert.True(
            ProcessPage.GeneratedPartOf(page) == ProcessPage.Generate(process),
            $"docs/processes/{id}.md is not what the descriptor says; run this test with ROOMTONE_REGENERATE=1.");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_HasEveryWrittenPart(string id)
    {
        string path = ProcessPage.PathOf(id);
        string page = File.Exists(path) ? File.ReadAllText(path) : string.Empty;
        IEnumerable<string> missing = ProcessPage.WrittenParts.Where(part => ProcessPage.Part(page, part).Length == 0);
        Assert.Empty(missing);
    }

    [Fact]
    public void Pages_BelongToProcesses()
    {
        IEnumerable<string> strangers = Repository.Files(Path.Combine("docs", "processes"), "*.md")
            .Select(f => Path.GetFileNameWithoutExtension(f)!)
            .Except(ProcessCatalog.Standard.Descriptors.Select(d => d.Id), StringComparer.Ordinal);
        Assert.Empty(strangers);
    }
}
