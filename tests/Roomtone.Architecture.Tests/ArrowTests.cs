using System.Xml.Linq;
using Roomtone.Testing;

namespace Roomtone.Architecture.Tests;

/// <summary>The way of the data, held by the project files: every arrow of ARCHITECTURE.md, and no other.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> s_arrows = new(StringComparer.Ordinal)
    {
        ["Platform"] = [],
        ["Signal"] = [],
        ["Analysis"] = ["Signal"],
        ["Media"] = ["Signal", "Platform"],
        ["Processes"] = ["Signal", "Analysis"],
        ["Session"] = ["Signal", "Platform"],
        ["Rendering"] = ["Session", "Media", "Processes"],
        ["Delivery"] = ["Rendering", "Analysis"],
        ["Verbs"] = ["Delivery"],
        ["Cli"] = ["Verbs"],
    };

    public static TheoryData<string> Projects => [.. Repository.Files("src", "*.csproj").Select(f => Path.GetFileNameWithoutExtension(f)["Roomtone.".Length..])];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_RefersOnlyToWhatStandsBelowIt(string project)
    {
        Assert.True(s_arrows.TryGetValue(project, out string[]? allowed), $"{project} is new: give it its arrows here and in ARCHITECTURE.md.");
        XDocument file = XDocument.Load(Path.Combine(Repository.Root, "src", $"Roomtone.{project}", $"Roomtone.{project}.csproj"));
        string[] found = [.. file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!)["Roomtone.".Length..])];
        Assert.Empty(found.Except(allowed, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Library_HasItsTestProject(string project) =>
        Assert.True(File.Exists(Path.Combine(Repository.Root, "tests", $"Roomtone.{project}.Tests", $"Roomtone.{project}.Tests.csproj")), $"tests/Roomtone.{project}.Tests is missing.");
}
