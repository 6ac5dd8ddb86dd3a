using Roomtone.Platform;

namespace Roomtone.Delivery.Tests.Naming;

public sealed class NamingTests
{
    [Theory]
    [InlineData("out/{title}_{layout}.wav", "out/The Line_5.1.wav")]
    [InlineData("{index:02}_{name}.mp3", "07_One.mp3")]
    [InlineData("{index:03}.mp3", "007.mp3")]
    [InlineData("plain.wav", "plain.wav")]
    public void Fields_AreFilledIn(string template, string expected) => Assert.Equal(expected, Expand(template));

    [Theory]
    [InlineData("../../etc/passwd", "..-..-etc-passwd")]
    [InlineData("AC/DC: \"live\" | <b>", "AC-DC- -live- - -b-")]
    [InlineData("a\nb\u202Ec", "a-b-c")]
    [InlineData("  . ", "-")]
    public void Values_AreNamesAndNeverPaths(string title, string expected) => Assert.Equal(expected, NamingTemplate.Safe(title));

    [Theory]
    [InlineData("{reel}.wav")]
    [InlineData("{title.wav")]
    [InlineData("{}.wav")]
    [InlineData("{index:0x}.wav")]
    public void WhatCannotBeFilled_IsRefused(string template) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<RoomtoneException>(() => Expand(template)).ExitCode);

    [Theory]
    [InlineData("../x.wav")]
    [InlineData("/etc/x.wav")]
    [InlineData("a/../../x.wav")]
    [InlineData("C:\\x.wav")]
    public void PathsOutside_NeedPermission(string path)
    {
        string folder = Directory.CreateTempSubdirectory("rt-paths").FullName;

        Assert.Equal("RT0703", Assert.Throws<RoomtoneException>(() => OutputPaths.Resolve(folder, path, false)).Findings[0].Code);
    }

    [Fact]
    public void AllowedOutside_IsResolved() => Assert.Equal("/tmp/x.wav", OutputPaths.Resolve("/tmp/session", "../x.wav", true));

    [Fact]
    public void LinkedFolder_LeadsNowhere()
    {
        string folder = Directory.CreateTempSubdirectory("rt-paths").FullName;
        string other = Directory.CreateTempSubdirectory("rt-other").FullName;
        Directory.CreateSymbolicLink(Path.Combine(folder, "out"), other);

        Assert.Equal("RT0703", Assert.Throws<RoomtoneException>(() => OutputPaths.Resolve(folder, "out/x.wav", false)).Findings[0].Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("out/")]
    [InlineData("a\nb.wav")]
    public void NoFileName_IsRefused(string path) => Assert.Throws<RoomtoneException>(() => OutputPaths.Resolve("/tmp", path, true));

    private static string Expand(string template) => NamingTemplate.Parse(template).Expand(new Dictionary<string, string>
    {
        ["title"] = "The Line", ["layout"] = "5.1", ["index"] = "7", ["name"] = "One", ["reel"] = string.Empty,
    });
}
