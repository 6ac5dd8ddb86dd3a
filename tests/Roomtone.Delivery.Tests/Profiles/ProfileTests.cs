using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Delivery.Tests.Profiles;

public sealed class ProfileTests
{
    [Theory]
    [InlineData("ebu-r128", ProfileKind.Delivery, AdjustRule.Never, -23.0, 0.2, -1.0)]
    [InlineData("apple-podcasts", ProfileKind.Delivery, AdjustRule.Always, -16.0, 1.0, -1.0)]
    [InlineData("spotify", ProfileKind.Playback, AdjustRule.Always, -14.0, 1.0, -1.0)]
    public void Shipped_CarryTheirNumbers(string id, ProfileKind kind, AdjustRule adjust, double target, double tolerance, double peak)
    {
        DeliveryProfile profile = ProfileCatalog.Shipped.Get(id);

        Assert.Equal((kind, adjust), (profile.Kind, profile.Adjust));
        Assert.Equal((target, tolerance, peak), (profile.Target!.Value, profile.Tolerance, profile.TruePeakDbtp!.Value));
    }

    [Fact]
    public void EveryStatement_IsRead()
    {
        DeliveryProfile p = Assert.Single(Read("""
            roomtone-profile 1

            profile house "House \ rules"   # a comment
              version 3
              kind delivery
              source "House manual" url "https://example.org" date 2025-04-01
              grade C
              note "one"
              note "two"
              family book
              anchor dialogue
              loudness -27 LKFS tolerance 2 LU reject 3 LU mono-as single
              fallback speech-below 15 % programme -24 LUFS
              true-peak -2 dBTP reject -1 dBTP
              sample-peak -3 dBFS
              loudness-range 4 LU .. 18 LU
              rms -23 dBFS .. -18 dBFS
              max-momentary -15 LUFS
              max-short-term -18 LUFS
              noise-floor -60 dBFS
              adjust when-outside
              limiting 3 dB largest 6 dB
              format mp3 44.1 kHz 192 kbps cbr mono
              containers mp3 flac
              rates 44.1 kHz 48 kHz
              bits 16 24
              layouts mono 5.1
              bit-rate 192 kbps
              duration 1 s .. 7200 s
              naming "[A-Za-z0-9_-]+"
              requires title cover
            """));

        Assert.Equal(new LimitingBudget(6, 3), p.Budget);
        Assert.Equal(new Bounds(-23, -18), p.RmsDbfs);
        Assert.Equal(new Bounds(4, 18), p.LoudnessRange);
        Assert.Equal(new AnchorFallback(15, LoudnessAnchor.Programme, -24), p.Fallback);
        Assert.Equal([44100, 48000], p.Rates);
        Assert.Equal("mp3 44.1 kHz 192 kbps cbr mono", FormatText.Write(p.Format!));
        Assert.Equal(["mono", "5.1"], p.Layouts.Select(l => l.Id));
        Assert.Equal(("House manual", "2025-04-01", "C"), (p.Source.Title, p.Source.Date, p.Source.Grade));
        Assert.Equal(["title", "cover"], p.Requires);
    }

    [Fact]
    public void Mistakes_AreFoundAllAtOnceWithTheirPlace()
    {
        List<Finding> findings = [];
        ImmutableArray<DeliveryProfile> read = ProfileText.Read("my.profile", """
            roomtone-profile 1
            profile mine "Mine"
              version 1
              loudnes -16 LUFS
              true-peak -1 dB
              family podcats
              naming "["
              rates 48
            """, findings);

        Assert.Empty(read);
        Assert.Equal([4, 5, 6, 7, 8], findings.Select(f => f.Line));
        Assert.Equal(16, findings[1].Column);
        Assert.All(findings, f => Assert.Equal("my.profile", f.File));
    }

    [Fact]
    public void NewerFormat_IsRefused()
    {
        List<Finding> findings = [];
        ProfileText.Read("new.profile", "roomtone-profile 9\n", findings);

        Assert.Contains("up to 1", Assert.Single(findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ProfileWithoutASource_IsRefused()
    {
        List<Finding> findings = [];

        Assert.Empty(ProfileText.Read("x.profile", "roomtone-profile 1\nprofile x \"X\"\n  version 1\n  grade C\n", findings));
        Assert.Contains("source", Assert.Single(findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownId_NamesTheOnesThatThereAre()
    {
        RoomtoneException e = Assert.Throws<RoomtoneException>(() => ProfileCatalog.Shipped.Get("ebu"));

        Assert.Equal(ExitCode.Usage, e.ExitCode);
        Assert.Contains("ebu-r128", e.Findings[0].Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void FileOfTheUser_ReplacesTheShippedProfile()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("rt-profile").FullName, "house.profile");
        File.WriteAllText(path, "roomtone-profile 1\nprofile ebu-r128 \"House\"\n  version 7\n  source \"us\"\n  grade C\n  loudness -24 LUFS\n");

        Assert.Equal(7, ProfileCatalog.Shipped.WithFile(path).Get("ebu-r128").Version);
        Assert.Equal(7, ProfileCatalog.Shipped.Get(path).Version);
    }

    [Theory]
    [InlineData("mp3 128 kbps mono")]
    [InlineData("bwf 48 kHz 24 bit 5.1")]
    [InlineData("wav 96 kHz float stereo")]
    [InlineData("wav 64 bit float")]
    [InlineData("flac 44.1 kHz 16 bit 7.1.4")]
    public void FormatText_RoundTrips(string text) => Assert.Equal(text, FormatText.Write(FormatText.Parse(text)));

    [Theory]
    [InlineData("mp4")]
    [InlineData("mp3 128")]
    [InlineData("mp3 128 bps")]
    [InlineData("wav loud")]
    public void FormatText_RefusesWhatItDoesNotKnow(string text) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<RoomtoneException>(() => FormatText.Parse(text)).ExitCode);

    private static ImmutableArray<DeliveryProfile> Read(string text)
    {
        List<Finding> findings = [];
        ImmutableArray<DeliveryProfile> read = ProfileText.Read("test.profile", text, findings);
        Assert.Empty(findings);
        return read;
    }
}
