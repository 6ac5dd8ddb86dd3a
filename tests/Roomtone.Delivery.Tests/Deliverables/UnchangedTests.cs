using System.Text.Json;
using Roomtone.Platform;
using Roomtone.Rendering;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests.Deliverables;

/// <summary>A second render of the same session: what may stay, and everything that makes a file anew.</summary>
public sealed class UnchangedTests : IDisposable
{
    private static readonly ArraySource s_noise = new(48000, ChannelLayout.Stereo, TestSignal.Noise(1, 4 * 48000, 0.1), TestSignal.Noise(2, 4 * 48000, 0.1));
    private readonly string _folder = Directory.CreateTempSubdirectory("rt-unchanged").FullName;
    private readonly RawMedia _media = new();
    private readonly Mix _mix = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void NothingChanged_NothingIsRenderedEncodedOrWritten()
    {
        Deliver(Document());
        DateTime[] before = Times();
        DeliveryResult second = Deliver(Document());

        Assert.All(second.Deliverables, d => Assert.True(d.IsUnchanged));
        Assert.Equal(1, _mix.Renders);
        Assert.Equal(2, _media.Orders.Count);
        Assert.Equal(before, Times());
    }

    [Fact]
    public void UnchangedFile_TellsEverythingItToldBefore()
    {
        DeliveryResult first = Deliver(Document());
        DeliveryResult second = Deliver(Document());

        Assert.Equal(Json(first).Replace("\"unchanged\":false", "\"unchanged\":true", StringComparison.Ordinal), Json(second));
        Assert.Equal(HtmlReport.Write(first.ToReport(null)), HtmlReport.Write(second.ToReport(null)));
        Assert.Equal(first.ManifestPath, second.ManifestPath);
    }

    [Fact]
    public void BrokenClause_IsToldAgain()
    {
        SessionDocument document = Document(Wav("a") with { Profile = "ebu-r128", Adjust = AdjustRule.Never });
        DeliverableResult first = Deliver(document).Deliverables[0];
        DeliverableResult second = Deliver(document).Deliverables[0];

        Assert.True(second.IsUnchanged);
        Assert.Equal(ExitCode.CheckFailed, second.ExitCode);
        Assert.NotEmpty(second.Findings);
        Assert.Equal(first.Findings.Select(f => f.Message), second.Findings.Select(f => f.Message));
    }

    [Fact]
    public void OneOfTwoChanged_OnlyThatOneIsMade()
    {
        Deliver(Document(Wav("a"), Mp3("b")));
        DeliveryResult second = Deliver(Document(Wav("a"), Mp3("b") with { Tags = [new Tag("title", "Other")] }));

        Assert.Equal([true, false], second.Deliverables.Select(d => d.IsUnchanged));
        Assert.All(Deliver(Document(Wav("a"), Mp3("b") with { Tags = [new Tag("title", "Other")] })).Deliverables, d => Assert.True(d.IsUnchanged));
    }

    [Fact]
    public void RenderOfOneDeliverable_KeepsWhatIsKnownOfOthers()
    {
        Deliver(Document());
        _mix.ContentKey = "other";
        Deliver(Document(), Options() with { Only = ["a"] });
        _mix.ContentKey = "mix";

        Assert.Equal([false, true], Deliver(Document()).Deliverables.Select(d => d.IsUnchanged));
    }

    [Fact]
    public void Comment_LeavesFilesAndUpdatesTheManifest()
    {
        Deliver(Document());
        DeliveryResult second = Deliver(Document(), Options() with { SessionSha256 = "c0ffee" });

        Assert.All(second.Deliverables, d => Assert.True(d.IsUnchanged));
        Assert.Equal("c0ffee", DeliveryManifest.Load(second.ManifestPath, []).SessionSha256);
    }

    public static TheoryData<string> Changes => [.. s_changes.Keys];

    private static readonly Dictionary<string, Func<SessionDocument, SessionDocument>> s_changes = new()
    {
        ["seed"] = d => d with { Seed = 8 },
        ["title"] = d => d with { Title = "Else" },
        ["tag"] = d => d with { Tags = [new Tag("artist", "B")] },
        ["date"] = d => d with { Date = new DateOnly(2026, 2, 1) },
        ["chapter"] = d => d with { Chapters = [new Chapter(0, "One")] },
        ["timecode"] = d => d with { Timecode = new SessionTimecode(25, 1, false, 90000) },
        ["cut"] = d => With(d, x => x with { Omit = ["ad"] }) with { Regions = [new Region("r", 4800, 9600, "ad")] },
        ["range"] = d => With(d, x => x with { RangeEnd = 48000 * 3 }),
        ["head"] = d => With(d, x => x with { Head = ExactTime.FromSamples(1) }),
        ["bits"] = d => With(d, x => x with { Format = FormatText.Parse("wav 16 bit") }),
        ["dither"] = d => With(d, x => x with { Dither = "none" }),
        ["loudness"] = d => With(d, x => x with { Loudness = new LoudnessTarget(-24, 1, null) }),
        ["limit"] = d => With(d, x => x with { TruePeakDbtp = -1.5 }),
        ["downmix"] = d => With(d, x => x with { Format = FormatText.Parse("wav 24 bit mono") }),
        ["profile"] = d => With(d, x => x with { Profile = "ebu-r128" }),
        ["chapter forms"] = d => With(d, x => x with { ChapterForms = ["id3"] }),
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void ChangedSession_MakesTheFileAnew(string change)
    {
        SessionDocument document = Document(Wav("a"));
        Deliver(document);

        Assert.False(Deliver(s_changes[change](document)).Deliverables[0].IsUnchanged);
    }

    [Fact]
    public void ChangedMix_MakesTheFileAnew()
    {
        Deliver(Document());
        _mix.ContentKey = "other";

        Assert.All(Deliver(Document()).Deliverables, d => Assert.False(d.IsUnchanged));
    }

    [Fact]
    public void MixWithoutKey_IsNeverUnchanged()
    {
        _mix.ContentKey = null;
        Deliver(Document());

        Assert.All(Deliver(Document()).Deliverables, d => Assert.False(d.IsUnchanged));
    }

    [Fact]
    public void OtherToolOrEncoder_MakesTheFileAnew()
    {
        Deliver(Document());

        Assert.All(Deliver(Document(), Options() with { Tool = "roomtone next" }).Deliverables, d => Assert.False(d.IsUnchanged));
        DeliveryResult encoder = SessionDelivery.Deliver(Document(), _mix, new OtherEncoder(_media), Options() with { Tool = "roomtone next" });
        Assert.Equal([true, false], encoder.Deliverables.Select(d => d.IsUnchanged));
    }

    [Fact]
    public void ForcedOrAnew_MakesTheFile()
    {
        Deliver(Document());

        Assert.All(Deliver(Document(), Options() with { Force = true }).Deliverables, d => Assert.False(d.IsUnchanged));
        Assert.All(Deliver(Document(), Options() with { Anew = true }).Deliverables, d => Assert.False(d.IsUnchanged));
        Assert.All(Deliver(Document()).Deliverables, d => Assert.True(d.IsUnchanged));
    }

    [Fact]
    public void RepaintedCover_MakesTheFileAnew()
    {
        File.WriteAllText(At("cover.png"), "one");
        Deliver(Document() with { Cover = "cover.png" });
        Assert.All(Deliver(Document() with { Cover = "cover.png" }).Deliverables, d => Assert.True(d.IsUnchanged));

        File.WriteAllText(At("cover.png"), "two");
        Assert.All(Deliver(Document() with { Cover = "cover.png" }).Deliverables, d => Assert.False(d.IsUnchanged));
    }

    [Fact]
    public void TouchedFile_OfTheSameBytesStays()
    {
        Deliver(Document());
        File.SetLastWriteTimeUtc(At("a.wav"), DateTime.UnixEpoch);

        Assert.True(Deliver(Document()).Deliverables[0].IsUnchanged);
    }

    [Fact]
    public void EditedFile_OfTheSameSizeIsMadeAgain()
    {
        Deliver(Document());
        byte[] bytes = File.ReadAllBytes(At("a.wav"));
        File.WriteAllBytes(At("a.wav"), [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);
        File.SetLastWriteTimeUtc(At("a.wav"), DateTime.UnixEpoch);

        Assert.False(Deliver(Document()).Deliverables[0].IsUnchanged);
        Assert.Equal(bytes, File.ReadAllBytes(At("a.wav")));
    }

    [Fact]
    public void MissingFile_IsMadeAgain()
    {
        Deliver(Document());
        File.Delete(At("a.wav"));

        Assert.Equal([false, true], Deliver(Document()).Deliverables.Select(d => d.IsUnchanged));
        Assert.True(File.Exists(At("a.wav")));
    }

    [Fact]
    public void MissingChapterFile_IsMadeAgain()
    {
        using DeliveryMedia media = new(_folder);
        SessionDocument document = Document(Wav("a") with { ChapterForms = ["json"] }) with { Chapters = [new Chapter(0, "One")] };
        SessionDelivery.Deliver(document, _mix, media, Options());
        Assert.True(SessionDelivery.Deliver(document, _mix, media, Options()).Deliverables[0].IsUnchanged);
        File.Delete(At("a.chapters.json"));

        Assert.False(SessionDelivery.Deliver(document, _mix, media, Options()).Deliverables[0].IsUnchanged);
        Assert.True(File.Exists(At("a.chapters.json")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(70)]
    [InlineData(-20)]
    public void DamagedRecords_CountAsNone(int at)
    {
        string records = Path.ChangeExtension(Deliver(Document()).ManifestPath, ".results");
        byte[] bytes = File.ReadAllBytes(records);
        bytes[at < 0 ? bytes.Length + at : at] ^= 1;
        File.WriteAllBytes(records, bytes);

        Assert.All(Deliver(Document()).Deliverables, d => Assert.False(d.IsUnchanged));
        Assert.All(Deliver(Document()).Deliverables, d => Assert.True(d.IsUnchanged));
    }

    private static SessionDocument With(SessionDocument document, Func<Deliverable, Deliverable> change) =>
        document with { Deliverables = [.. document.Deliverables.Select(change)] };

    private static Deliverable Wav(string id) => new() { Id = id, File = id + ".wav", Format = FormatText.Parse("wav 24 bit") };

    private static Deliverable Mp3(string id) => new()
    {
        Id = id, File = $"out/{id}.mp3", Format = FormatText.Parse("mp3 192 kbps"), Loudness = new LoudnessTarget(-20, 1, null), TruePeakDbtp = -1,
    };

    private static SessionDocument Document(params Deliverable[] deliverables) => new()
    {
        Schema = 1, Title = "Test", SampleRate = 48000, Seed = 7, Tags = [new Tag("artist", "A")],
        Deliverables = deliverables.Length > 0 ? [.. deliverables] : [Wav("a"), Mp3("b")],
    };

    private static string Json(DeliveryResult result)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartArray();
            foreach (DeliverableResult deliverable in result.Deliverables)
            {
                (deliverable with { RealtimeFactor = 1 }).WriteJson(json, 0, 0);
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    private string At(string path) => Path.Combine(_folder, path);

    private DateTime[] Times() => [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.GetLastWriteTimeUtc)];

    private DeliveryOptions Options() => new() { Folder = _folder, SessionFile = "test.room", Tool = "roomtone test" };

    private DeliveryResult Deliver(SessionDocument document, DeliveryOptions? options = null) =>
        SessionDelivery.Deliver(document, _mix, _media, options ?? Options());

    private sealed class Mix : ISessionMix
    {
        public int Renders { get; private set; }

        public string? ContentKey { get; set; } = "mix";

        public RenderedProgramme Master => new(s_noise.SampleRate, s_noise.Layout, s_noise.Length);

        public void Render(long start, long length, IAudioSink sink, CancellationToken cancellation)
        {
            Renders++;
            using AudioBuffer buffer = new(2, (int)length);
            s_noise.Read(start, buffer.Block);
            sink.Write(buffer.Block);
        }
    }

    private sealed class OtherEncoder(RawMedia media) : IDeliveryMedia
    {
        public IDeliveryWriter Create(EncodeOrder order) => media.Create(order);

        public IDeliveredFile Open(string path, CancellationToken cancellation) => media.Open(path, cancellation);

        public string EncoderOf(string container) => FormatText.NeedsEncoder(container) ? "stand-in 2.0" : string.Empty;
    }
}
