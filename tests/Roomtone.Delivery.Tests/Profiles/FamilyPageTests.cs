using Roomtone.Testing;

namespace Roomtone.Delivery.Tests.Profiles;

/// <summary>Every family of profiles has its page, and no page says anything else than its profiles do.</summary>
public sealed class FamilyPageTests
{
    private static readonly bool s_regenerates = Environment.GetEnvironmentVariable("ROOMTONE_REGENERATE") == "1";

    public static TheoryData<ProgrammeFamily> Families => [.. ProfileCatalog.Shipped.Profiles.Select(p => p.Family).Distinct()];

    [Theory]
    [MemberData(nameof(Families))]
    public void Page_SaysWhatItsProfilesSay(ProgrammeFamily family)
    {
        string path = FamilyPage.PathOf(family), generated = FamilyPage.Generate(family);
        string page = File.Exists(path) ? File.ReadAllText(path) : string.Empty;
        string written = FamilyPage.WrittenPartOf(page) ?? page.TrimEnd('\n') + "\n\n";
        if (s_regenerates)
        {
            page = written + generated;
            File.WriteAllText(path, page);
        }

        Assert.True(written.Trim().Length > 200, $"{path} has no words of its own about its family.");
        Assert.True(page == written + generated, $"{path} is not what the profiles say; run this test with ROOMTONE_REGENERATE=1.");
    }

    [Fact]
    public void EveryProfile_IsOnOnePage_AndPagesBelongToFamilies()
    {
        string[] pages = [.. Repository.Files(Path.Combine("docs", "profiles"), "*.md").Where(f => Path.GetFileName(f) != "README.md").Order(StringComparer.Ordinal)];
        Assert.Equal(Families.Select(f => FamilyPage.PathOf(f.Data)).Order(StringComparer.Ordinal), pages);
        string all = string.Concat(pages.Select(File.ReadAllText));
        Assert.All(ProfileCatalog.Shipped.Profiles, p => Assert.Contains($"\n### {p.Id}\n", all, StringComparison.Ordinal));
    }
}
