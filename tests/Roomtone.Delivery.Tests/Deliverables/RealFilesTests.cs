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
    public void WhatAFileHasNoPlaceFor_IsSaid()
    {
        SessionDocument document = Document(new Deliverable { Id = "w", File = "w.wav", Format = FormatText.Parse("wav 24 bit") }) with
        {
            Tags = [new Tag("title", "T"), new Tag("isrc", "DEA002600001"), new Tag("composer", "C")],
            Chapters = [new Chapter(0, "Open")],
        };
        Assert.Contains("left out, wav has no place for them: composer, isrc", Deliver(document).Changes);
        Assert.Equal([(0L, "Open")], MediaFile.Probe(Path.Combine(_folder, "w.wav")).Metadata.Cues.Select(c => (c.Position, c.Label)));
    }

    [Fact]
    public void DiscreteChannels_AreMonoFilesThatMakeTheMixAgain()
    {
        SessionDocument document = Document(new Deliverable { Id = "d", File = "mix.wav", Format = FormatText.Parse("wav float"), IsDiscrete = true }) with { Layout = ChannelLayout.Surround51 };
        DeliverableResult result = Deliver(document, new SurroundMix());

        Assert.True(result.Pass, string.Join("; ", result.Findings.Select(f => f.Message)));
        Assert.Equal(["mix.L.wav", "mix.R.wav", "mix.C.wav", "mix.LFE.wav", "mix.Ls.wav", "mix.Rs.wav"], result.ChannelFiles.Select(f => f.ShownPath));
        for (int c = 0; c < 6; c++)
        {
            using IMediaReader file = MediaFile.Open(Path.Combine(_folder, result.ChannelFiles[c].ShownPath));
            Assert.Equal(ChannelLayout.Mono, file.Layout);
            Assert.Equal(SurroundMix.Level(c), First(file)[0]);
        }

        Assert.True(Deliver(document, new SurroundMix()).Pass);
    }

    [Fact]
    public void FilmOrder_IsTheFilesOwn_AndTheChecksKnowIt()
    {
        DeliverableResult result = Deliver(
            Document(new Deliverable { Id = "d", File = "mix.wav", Format = FormatText.Parse("wav float"), ChannelOrder = ChannelOrdering.Film }) with { Layout = ChannelLayout.Surround51 },
            new SurroundMix());

        Assert.True(result.Pass, string.Join("; ", result.Findings.Select(f => f.Message)));
        Assert.Equal(ChannelLayout.Surround51, result.File!.Measurement.Layout);
        using IMediaReader file = MediaFile.Open(Path.Combine(_folder, "mix.wav"));
        float[] levels = First(file);
        Assert.Equal(new[] { 0, 2, 1, 4, 5, 3 }.Select(SurroundMix.Level), levels);
    }

    [Fact]
    public void RoomToneHeadAndTail_ContinueTheRoom_AndLeaveTheProgrammeAlone()
    {
        Deliver(Document(new Deliverable { Id = "plain", File = "plain.wav", Format = FormatText.Parse("wav float") }), new PausingMix());
        DeliverableResult result = Deliver(
            Document(new Deliverable
            {
                Id = "tone", File = "tone.wav", Format = FormatText.Parse("wav float"),
                Head = ExactTime.FromSeconds(0.75m), IsHeadTone = true, Tail = ExactTime.FromSeconds(3m), IsTailTone = true,
            }),
            new PausingMix());

        Assert.True(result.Pass, string.Join("; ", result.Findings.Select(f => f.Message)));
        float[] plain = Channel("plain.wav", 0), tone = Channel("tone.wav", 0), right = Channel("tone.wav", 1);
        Assert.Equal(plain.Length + 36_000 + 144_000, tone.Length);
        Assert.Equal(plain[480..^480], tone[(36_000 + 480)..^(144_000 + 480)]);
        double pause = Rms(plain.AsSpan(48_000, 24_000));
        Assert.Equal(0, Decibels.FromGain(Rms(tone.AsSpan(1000, 34_000)) / pause), 0.5);
        Assert.Equal(0, Decibels.FromGain(Rms(tone.AsSpan(tone.Length - 140_000, 130_000)) / pause), 0.5);

        // The room of this mix is in phase; its tone is too.
        Assert.Equal(tone[1000..2000].Select(x => 0.5f * x), right[1000..2000], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void RoomTone_OfAProgrammeThatNeverPauses_IsRefused()
    {
        DeliverableResult result = Deliver(
            Document(new Deliverable { Id = "tone", File = "tone.wav", Format = FormatText.Parse("wav 24 bit"), Head = ExactTime.FromSeconds(1m), IsHeadTone = true }), new NoiseMix());
        Assert.Equal(ExitCode.CheckFailed, result.ExitCode);
        Assert.Contains("room tone", Assert.Single(result.Findings).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "tone.wav")));
    }

    [Theory]
    [InlineData("mp3 128 kbps", "x.mp3")]
    [InlineData("opus 96 kbps", "x.opus")]
    public void ConstantAndVariableBitRate_AreDifferentEncodings(string format, string name)
    {
        NeedFfmpeg();
        byte[][] files = [.. new[] { "cbr", "vbr" }.Select(mode =>
        {
            Assert.True(Deliver(Document(new Deliverable { Id = "x", File = name, Format = FormatText.Parse($"{format} {mode}") }), new NoiseMix()).Pass);
            return File.ReadAllBytes(Path.Combine(_folder, name));
        })];
        Assert.NotEqual(files[0], files[1]);
    }

    [Fact]
    public void LtRt_IsAsLongAsTheMix_AndHearsTheSurroundsOpposed()
    {
        DeliverableResult result = Deliver(
            Document(new Deliverable
            {
                Id = "ltrt", File = "ltrt.wav", Format = FormatText.Parse("wav float stereo"), Downmix = new DownmixRule(ChannelLayout.Stereo, "lt-rt"),
            }) with { Layout = ChannelLayout.Surround51 },
            new SurroundMix { OnlyChannel = 4 });
        Assert.True(result.Pass, string.Join("; ", result.Findings.Select(f => f.Message)));
        Assert.Equal(SurroundMix.Samples, result.File!.Measurement.LengthSamples);
        Assert.Equal(-1, result.File.Measurement.Correlation, 1e-3);
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
        Assert.True(FileCheck.Check(Path.Combine(_folder, "in.mp3"), new FileCheckOptions { Profile = ProfileCatalog.Shipped.Get("apple-podcasts") }, _media, null, CancellationToken.None).Pass);
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

    private sealed class PausingMix() : SourceMix(new ArraySource(48000, ChannelLayout.Stereo, s_pausing, [.. s_pausing.Select(x => 0.5f * x)]));

    private sealed class SurroundMix : ISessionMix
    {
        public const int Samples = 96_000;

        public int? OnlyChannel { get; init; }

        public Roomtone.Rendering.RenderedProgramme Master => new(48000, ChannelLayout.Surround51, Samples);

        public static float Level(int channel) => 0.1f + 0.05f * channel;

        public void Render(long start, long length, IAudioSink sink, CancellationToken cancellation)
        {
            using AudioBuffer buffer = new(6, (int)length);
            for (int c = 0; c < 6; c++)
            {
                float[] noise = TestSignal.Noise(70 + c, Samples, Level(c));
                noise[0] = Level(c);
                if (OnlyChannel is null || OnlyChannel == c)
                {
                    noise.AsSpan((int)start, (int)length).CopyTo(buffer.Block[c]);
                }
            }

            sink.Write(buffer.Block);
        }
    }

    private static float[] First(IMediaReader file)
    {
        using AudioBuffer buffer = new(file.Layout.Count, 1);
        file.Read(0, buffer.Block);
        return [.. Enumerable.Range(0, file.Layout.Count).Select(c => buffer.Block[c][0])];
    }

    private float[] Channel(string name, int channel)
    {
        using IMediaReader file = MediaFile.Open(Path.Combine(_folder, name));
        using AudioBuffer buffer = new(file.Layout.Count, (int)file.Length);
        file.Read(0, buffer.Block);
        return buffer.Block[channel].ToArray();
    }

    private static double Rms(ReadOnlySpan<float> samples) => Math.Sqrt(Kernels.SumOfSquares(samples) / samples.Length);

    private static readonly float[] s_noise = MakeNoise();

    private static readonly float[] s_pausing =
        [.. TestSignal.Noise(31, 5 * 48000, 0.2).Select((x, i) => i is > 38_000 and < 96_000 ? 0.01f * x : x)];

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
