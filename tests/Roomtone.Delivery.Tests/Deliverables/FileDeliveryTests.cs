using Roomtone.Delivery.Tests.Checks;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests.Deliverables;

public sealed class FileDeliveryTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rt-file").FullName;
    private readonly RawMedia _media = new();

    [Fact]
    public void Podcast_GoesToItsTargetEvenInsideTheTolerance()
    {
        DeliverableResult result = FileDelivery.Deliver(Options(Fixture.Sine(-16.6, 4), "apple-podcasts"), _media);

        Assert.True(result.Pass);
        Assert.Equal(-16, result.File!.Measurement.IntegratedLufs, 1);
        Assert.Equal("out/in.mp3", Path.GetRelativePath(_folder, Path.Combine(_folder, result.Path)));
    }

    [Fact]
    public void BroadcastProfile_IsATargetForTheVerb() =>
        Assert.Equal(-23, FileDelivery.Deliver(Options(Fixture.Sine(-20, 4), "ebu-r128", "wav 24 bit") with { Output = Out("{name}_out.wav") }, _media).File!.Measurement.IntegratedLufs, 1);

    [Fact]
    public void UnchangedWords_StayBitForBit()
    {
        float[] words = [.. TestSignal.Noise(3, 48000, 0.2).Select(x => MathF.Round(x * 32768) / 32768)];
        ArraySource source = new(48000, ChannelLayout.Mono, words);
        FileDeliveryOptions options = Options(source, null, "wav 16 bit") with { Output = Out("copy.wav"), Format = FormatText.Parse("wav 16 bit") };
        FileDelivery.Deliver(options, _media);

        Null.Exact(words, _media.Samples(Path.Combine(_folder, "copy.wav"))[0]);
    }

    [Fact]
    public void Tags_GoAlong()
    {
        FileDelivery.Deliver(Options(Fixture.Sine(-20, 2), "apple-podcasts"), _media);

        Assert.Equal([new Tag("title", "Kept")], _media.Orders.Single().Metadata.Tags);
    }

    [Fact]
    public void MonoFile_NeedsToSayHowItIsHeard()
    {
        ArraySource mono = new(48000, ChannelLayout.Mono, TestSignal.Sine(997, 48000, 48000, 0.1));
        FileDeliveryOptions options = Options(mono, null, "wav 24 bit") with { Output = Out("o.wav"), Loudness = new LoudnessTarget(-16, 1, null) };

        Assert.Equal("RT0803", Assert.Throws<RoomtoneException>(() => FileDelivery.Deliver(options, _media)).Findings[0].Code);
        DeliverableResult result = FileDelivery.Deliver(options with { MonoAs = MonoLoudness.Dual }, _media);
        Assert.Equal(-16, result.File!.Measurement.IntegratedLufs, 1);
    }

    [Fact]
    public void Source_IsNeverItsOwnOutput()
    {
        FileDeliveryOptions options = Options(Fixture.Sine(-20, 1), null, "wav 24 bit");

        Assert.Equal(ExitCode.Media, FileDelivery.Deliver(options with { Output = options.Source, Force = true }, _media).ExitCode);
    }

    [Fact]
    public void Check_ReportsEveryClause()
    {
        string path = Path.Combine(_folder, "x.mp3");
        _media.Put(path, Fixture.Sine(-23, 4), "mp3 128 kbps");
        ReportedFile apple = FileCheck.Check(path, new FileCheckOptions { Profile = ProfileCatalog.Shipped.Get("apple-podcasts") }, _media, null, CancellationToken.None);

        Assert.False(apple.Pass);
        Assert.Equal(["loudness", "true-peak", "container", "layout"], apple.Clauses.Select(c => c.Id));
        Assert.True(FileCheck.Check(path, new FileCheckOptions { Profile = ProfileCatalog.Shipped.Get("ebu-r128") }, _media, null, CancellationToken.None).Pass);
    }

    [Fact]
    public void Check_AgainstNothing_IsRefused_SinceItWouldPass()
    {
        string path = Path.Combine(_folder, "x.wav");
        _media.Put(path, Fixture.Sine(-23, 4), "wav 24 bit");
        Assert.Throws<ArgumentException>(() => FileCheck.Check(path, new FileCheckOptions(), _media, null, CancellationToken.None));
        Assert.All(FileCheck.Check(path, new FileCheckOptions { HasQualityControl = true }, _media, null, CancellationToken.None).Clauses, c => Assert.StartsWith("qc-", c.Id, StringComparison.Ordinal));
    }

    private string Out(string name) => Path.Combine(_folder, name);

    private FileDeliveryOptions Options(IAudioSource source, string? profile, string format = "wav 24 bit")
    {
        string path = Path.Combine(_folder, "in.wav");
        _media.Put(path, source, format);
        return new FileDeliveryOptions
        {
            Source = path,
            Output = Out("out/{name}.mp3"),
            Profile = profile is null ? null : ProfileCatalog.Shipped.Get(profile),
        };
    }
}
