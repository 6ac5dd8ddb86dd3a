using Roomtone.Delivery.Tests.Checks;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;
using Chapter = Roomtone.Session.Chapter;

namespace Roomtone.Delivery.Tests.Deliverables;

/// <summary>The whole way on real files: our own writers, and ffmpeg where it is installed.</summary>
public sealed class RealFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rt-real").FullName;
    private readonly DeliveryMedia _media = new();

    [Fact]
    public void BroadcastWave_TellsItsOwnLoudnessAndTime()
    {
        SessionDocument document = Document(new Deliverable
        {
            Id = "bwf", File = "out/{title}.wav", Format = FormatText.Parse("bwf 48 kHz 24 bit"), Loudness = new LoudnessTarget(-23, 0.2, null), TruePeakDbtp = -1,
        });
        DeliverableResult file = Deliver(document);
        MediaInfo info = MediaFile.Probe(Path.Combine(_folder, "out/Session.wav"));

        Assert.True(file.Pass, string.Join("; ", file.Findings.Select(f => f.Message)));
        Assert.Equal(3600UL * 48000, info.Metadata.Broadcast!.TimeReference);
        Assert.Equal(-23.0, info.Metadata.Broadcast.Loudness!.IntegratedLufs!.Value, 1);
        Assert.Equal("2026-03-01", info.Metadata.Broadcast.OriginationDate);
        Assert.Equal("bwf", file.File!.Format.Container);
    }

    [Fact]
    public void SixteenBitRf64AndFloat_AreWhatTheySay()
    {
        DeliveryResult result = SessionDelivery.Deliver(
            Document(
                new Deliverable { Id = "a", File = "a.wav", Format = FormatText.Parse("wav 16 bit") },
                new Deliverable { Id = "b", File = "b.w64", Format = FormatText.Parse("w64 float") },
                new Deliverable { Id = "c", File = "c.aiff", Format = FormatText.Parse("aiff 24 bit mono") }),
            new SineMix(),
            _media,
            Options());

        Assert.All(result.Deliverables, d => Assert.True(d.Pass, string.Join("; ", d.Findings.Select(f => f.Message))));
        Assert.Equal([16, 32, 24], result.Deliverables.Select(d => d.File!.Format.Bits));
    }

    [Theory]
    [InlineData("mp3 128 kbps", "ep.mp3")]
    [InlineData("mp3 96 kbps mono", "ep.mp3")]
    [InlineData("aac 128 kbps", "ep.m4a")]
    [InlineData("opus 96 kbps", "ep.opus")]
    public void LossyFile_IsInSpecificationAfterDecoding(string format, string name)
    {
        NeedFfmpeg();
        SessionDocument document = Document(new Deliverable
        {
            Id = "lossy", File = name, Format = FormatText.Parse(format), Loudness = new LoudnessTarget(-16, 0.5, MonoLoudness.Dual), TruePeakDbtp = -1, LimitingDb = 6,
        });
        DeliverableResult file = Deliver(document, new NoiseMix());

        Assert.True(file.Pass, string.Join("; ", file.Findings.Select(f => f.Message)));
        Assert.InRange(file.File!.Measurement.IntegratedLufs, -16.5, -15.5);
        Assert.True(file.File.Measurement.TruePeakDbtp <= -1.0 + 0.005);
        Assert.StartsWith("ffmpeg ", file.Encoder, StringComparison.Ordinal);
    }

    [Fact]
    public void Podcast_CarriesTagsAndChapters()
    {
        NeedFfmpeg();
        SessionDocument document = Document(new Deliverable
        {
            Id = "podcast", File = "ep.mp3", Format = FormatText.Parse("mp3 128 kbps"), ChapterForms = ["id3", "json"], Tags = [new Tag("artist", "Crew")],
        }) with
        {
            Tags = [new Tag("title", "The <Line>")],
            Chapters = [new Chapter(0, "Open"), new Chapter(96000, "Call") { Url = "https://example.org/12" }],
        };
        Deliver(document);
        MediaInfo info = MediaFile.Probe(Path.Combine(_folder, "ep.mp3"));

        Assert.Equal(("The <Line>", "Crew"), (info.Tags.Title, info.Tags.Artist));
        Assert.Equal([(0.0, "Open"), (2.0, "Call")], info.Chapters.Select(c => (c.StartSeconds, c.Title)));
        Assert.Contains("\"Call\"", File.ReadAllText(Path.Combine(_folder, "ep.chapters.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void FinishedWave_BecomesAPodcastInSpecification()
    {
        NeedFfmpeg();
        string source = Path.Combine(_folder, "in.wav");
        Deliver(Document(new Deliverable { Id = "in", File = "in.wav", Format = FormatText.Parse("wav 24 bit") }), new NoiseMix());
        DeliverableResult result = FileDelivery.Deliver(
            new FileDeliveryOptions { Source = source, Output = Path.Combine(_folder, "{name}.mp3"), Profile = ProfileCatalog.Shipped.Get("apple-podcasts") }, _media);

        Assert.True(result.Pass, string.Join("; ", result.Findings.Select(f => f.Message)));
        Assert.True(FileDelivery.Check(Path.Combine(_folder, "in.mp3"), ProfileCatalog.Shipped.Get("apple-podcasts"), _media, null, CancellationToken.None).Pass);
    }

    [Fact]
    public void CarriedChunks_SurviveAGainAndTheLoudnessIsNew()
    {
        Deliver(Document(new Deliverable { Id = "in", File = "in.wav", Format = FormatText.Parse("bwf 24 bit") }));
        DeliverableResult result = FileDelivery.Deliver(
            new FileDeliveryOptions { Source = Path.Combine(_folder, "in.wav"), Output = Path.Combine(_folder, "r128.wav"), Profile = ProfileCatalog.Shipped.Get("ebu-r128") }, _media);
        BroadcastExtension bext = MediaFile.Probe(Path.Combine(_folder, "r128.wav")).Metadata.Broadcast!;

        Assert.True(result.Pass);
        Assert.Equal(3600UL * 48000, bext.TimeReference);
        Assert.Equal(-23, bext.Loudness!.IntegratedLufs!.Value, 1);
    }

    [Fact]
    public void OtherRate_KeepsLoudnessAndExactLength()
    {
        DeliverableResult file = Deliver(Document(new Deliverable
        {
            Id = "cd", File = "cd.wav", Format = FormatText.Parse("wav 44.1 kHz 16 bit"), Loudness = new LoudnessTarget(-20, 0.5, null), TruePeakDbtp = -1,
        }));

        Assert.True(file.Pass, string.Join("; ", file.Findings.Select(f => f.Message)));
        Assert.Equal(44100, file.File!.Measurement.SampleRate);
        Assert.Equal(-20, file.File.Measurement.IntegratedLufs, 1);
    }

    public void Dispose() => _media.Dispose();

    private static void NeedFfmpeg() => Assert.SkipWhen(Executables.Find("ffmpeg") is null, "ffmpeg is not installed: lossy files cannot be made");

    private static SessionDocument Document(params Deliverable[] deliverables) => new()
    {
        Schema = 1,
        Title = "Session",
        SampleRate = 48000,
        Seed = 7,
        Date = new DateOnly(2026, 3, 1),
        Timecode = new SessionTimecode(25, 1, false, 90000),
        Deliverables = [.. deliverables],
    };

    private DeliveryOptions Options() => new() { Folder = _folder, SessionFile = "test.room" };

    private DeliverableResult Deliver(SessionDocument document, ISessionMix? mix = null) =>
        SessionDelivery.Deliver(document, mix ?? new SineMix(), _media, Options()).Deliverables[0];

    private abstract class SourceMix(IAudioSource source) : ISessionMix
    {
        public Roomtone.Rendering.RenderedProgramme Master => new(source.SampleRate, source.Layout, source.Length);

        public void Render(long start, long length, IAudioSink sink, CancellationToken cancellation)
        {
            using AudioBuffer buffer = new(source.Layout.Count, (int)length);
            source.Read(start, buffer.Block);
            sink.Write(buffer.Block);
        }
    }

    private sealed class SineMix() : SourceMix(Fixture.Sine(-20, 4));

    private sealed class NoiseMix() : SourceMix(new ArraySource(48000, ChannelLayout.Stereo, s_noise, s_noise));

    private static readonly float[] s_noise = MakeNoise();

    private static float[] MakeNoise()
    {
        float[] noise = TestSignal.Noise(9, 6 * 48000, 0.5);
        float smooth = 0;
        for (int i = 0; i < noise.Length; i++)
        {
            smooth = (0.8f * smooth) + (0.2f * noise[i]);
            noise[i] = smooth * (i / 9000 % 3 == 0 ? 0.2f : 1.1f);
        }

        return noise;
    }
}
