using System.Collections.Concurrent;
using System.Security.Cryptography;
using Roomtone.Platform;
using Roomtone.Rendering;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests.Deliverables;

public sealed class SessionDeliveryTests
{
    private static readonly LoudnessTarget Minus16 = new(-16, 1, MonoLoudness.Dual);
    private readonly string _folder = Directory.CreateTempSubdirectory("rt-deliver").FullName;
    private static readonly ConcurrentDictionary<(double Lufs, float Peak), ArraySource> s_speech = [];
    private readonly RawMedia _media = new();

    [Fact]
    public void SeveralFormats_AreMadeOfOneRender()
    {
        Mix mix = new(Speech(-20, 0.3f));
        DeliveryResult result = Deliver(mix, new RawMedia(), Wav("a"), Mp3("b"), Wav("c") with { Format = FormatText.Parse("wav 16 bit mono") });

        Assert.Equal(1, mix.Renders);
        Assert.Equal(["a", "b", "c"], result.Deliverables.Select(d => d.Id));
        Assert.All(result.Deliverables, d => Assert.True(d.Pass, string.Join("; ", d.Findings.Select(f => f.Message))));
        Assert.Equal(ExitCode.Done, result.ExitCode);
    }

    [Fact]
    public void LoudnessTarget_IsHitWithinATenthLu()
    {
        DeliverableResult file = Deliver(new Mix(Speech(-22, 0.2f)), _media, Wav("a") with { Loudness = Minus16, TruePeakDbtp = -1 }).Deliverables[0];

        Assert.Equal(LoudnessAction.Gain, file.Plan!.Action);
        Assert.InRange(file.File!.Measurement.IntegratedLufs, -16.1, -15.9);
        Assert.NotEmpty(file.Changes);
    }

    [Fact]
    public void Limiter_HitsTheTargetAndKeepsTheCeiling()
    {
        DeliverableResult file = Deliver(
            new Mix(Speech(-22, 0.6f)), _media, Wav("a") with { Loudness = Minus16, TruePeakDbtp = -1, LimitingDb = 9 }).Deliverables[0];

        Assert.Equal(LoudnessAction.GainAndLimiter, file.Plan!.Action);
        Assert.InRange(file.File!.Measurement.IntegratedLufs, -16.1, -15.9);
        Assert.InRange(file.File.Measurement.TruePeakDbtp, -1.2, -1.0);
    }

    [Fact]
    public void RenderThatWasCutOff_KnowsItsFilesWhenItIsStartedAgain()
    {
        Assert.Throws<OperationCanceledException>(() => Deliver(new Mix(Speech(-22, 0.2f)), new RawMedia { IsInterrupted = true }, Wav("a")));
        Assert.True(File.Exists(Path.Combine(_folder, "a.wav")));
        DeliveryResult again = Deliver(new Mix(Speech(-22, 0.2f)), _media, Wav("a"));
        Assert.True(again.Deliverables[0].Pass);
        Assert.Empty(Directory.EnumerateFiles(Path.ChangeExtension(again.ManifestPath, ".claims")));

        File.WriteAllText(Path.Combine(_folder, "b.wav"), "the user's own");
        Assert.Throws<RoomtoneException>(() => Deliver(new Mix(Speech(-22, 0.2f)), _media, Wav("b")));
        Assert.Equal("the user's own", File.ReadAllText(Path.Combine(_folder, "b.wav")));
    }

    [Fact]
    public void Infeasible_WritesNothingAndNamesTwoChoices()
    {
        DeliveryResult result = Deliver(new Mix(Speech(-26, 0.9f)), _media, Wav("a") with { Loudness = Minus16, TruePeakDbtp = -1 }, Wav("b"));

        Assert.Equal(ExitCode.CheckFailed, result.ExitCode);
        Assert.Equal(2, result.Deliverables[0].Plan!.Choices.Length);
        Assert.False(File.Exists(Path.Combine(_folder, "a.wav")));
        Assert.True(result.Deliverables[1].Pass);
    }

    [Fact]
    public void DecodedOvershoot_IsCorrectedByGainInsideTheTolerance()
    {
        RawMedia media = new() { Overshoot = 1.12f };
        DeliverableResult file = Deliver(new Mix(Speech(-18.6, 0.6f)), media, Mp3("a") with { Loudness = Minus16, TruePeakDbtp = -1 }).Deliverables[0];

        Assert.True(file.Pass, string.Join("; ", file.Findings.Select(f => f.Message)));
        Assert.Equal(2, file.Encodings);
        Assert.Contains(file.Changes, c => c.StartsWith("encoded again", StringComparison.Ordinal));
    }

    [Fact]
    public void Overshoot_BeyondCorrection_FailsAfterAtMostFourEncodings()
    {
        RawMedia media = new() { Overshoot = 2 };
        DeliveryResult result = Deliver(new Mix(Speech(-18.6, 0.6f)), media, Mp3("a") with { Loudness = Minus16 with { ToleranceLu = 0.2 }, TruePeakDbtp = -1, LimitingDb = 3 });

        Assert.Equal(ExitCode.CheckFailed, result.ExitCode);
        Assert.InRange(result.Deliverables[0].Encodings, 1, 4);
        Assert.Contains("true peak", result.Deliverables[0].Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LostSamples_AreABrokenClause()
    {
        DeliverableResult file = Deliver(new Mix(Speech(-20, 0.3f)), new RawMedia { LostSamples = 10 }, Mp3("a")).Deliverables[0];

        Assert.False(file.Pass);
        Assert.Equal("length", Assert.Single(file.Clauses, c => c.Pass == false).Id);
    }

    [Fact]
    public void MissingEncoder_LetsTheWavesFinish()
    {
        DeliveryResult result = Deliver(new Mix(Speech(-20, 0.3f)), new RawMedia { EncoderIsMissing = true }, Mp3("a"), Wav("b"));

        Assert.Equal(ExitCode.Media, result.ExitCode);
        Assert.Equal([ExitCode.Media, ExitCode.Done], result.Deliverables.Select(d => d.ExitCode));
        Assert.True(File.Exists(Path.Combine(_folder, "b.wav")));
    }

    [Fact]
    public void AdjustNever_CopiesTheMix()
    {
        float[][] mix = [TestSignal.Noise(1, 48000, 0.2), TestSignal.Noise(2, 48000, 0.2)];
        DeliverableResult file = Deliver(
            new Mix(new ArraySource(48000, ChannelLayout.Stereo, mix)), _media, Wav("a") with { Format = FormatText.Parse("wav float"), Profile = "ebu-r128" }).Deliverables[0];

        Assert.Equal(LoudnessAction.Verify, file.Plan!.Action);
        Null.Exact(mix, _media.Samples(Path.Combine(_folder, "a.wav")));
        Assert.False(file.Pass);
    }

    [Fact]
    public void CutsHeadAndChapters_AreTheFilesOwn()
    {
        SessionDocument document = Document(Mp3("a") with { Omit = ["ad"], Head = ExactTime.FromSeconds(0.5m), ChapterForms = ["id3"], Tags = [new Tag("title", "Own")] }) with
        {
            Regions = [new Region("ad-1", 48000, 96000, "ad")],
            Chapters = [new Chapter(0, "One"), new Chapter(120000, "Two")],
            Tags = [new Tag("title", "Session"), new Tag("artist", "A")],
        };
        DeliveryResult result = SessionDelivery.Deliver(document, new Mix(Speech(-20, 0.3f)), _media, Options());
        DeliveryMetadata metadata = _media.Orders.Single().Metadata;

        Assert.True(result.Deliverables[0].Pass);
        Assert.Equal((8 * 48000) - 48000 + 24000, _media.Orders.Single().Length);
        Assert.Equal([24000L, 120000L - 48000 + 24000], metadata.Chapters.Select(c => c.Position));
        Assert.Equal([new Tag("artist", "A"), new Tag("title", "Own")], metadata.Tags);
    }

    [Fact]
    public void TimeReference_IsTheRangesFirstSample()
    {
        SessionDocument document = Document(Wav("a") with { RangeStart = 4800, Head = ExactTime.FromSamples(100) }) with
        {
            Timecode = new SessionTimecode(25, 1, false, 90000),
        };
        SessionDelivery.Deliver(document, new Mix(Speech(-20, 0.3f)), _media, Options());

        Assert.Equal((3600L * 48000) + 4800 - 100, _media.Orders.Single().Metadata.TimeReference);
    }

    [Fact]
    public void Manifest_NamesEveryFileByItsHash()
    {
        DeliveryResult result = Deliver(new Mix(Speech(-20, 0.3f)), _media, Wav("a"), Mp3("b"));
        DeliveryManifest manifest = DeliveryManifest.Load(result.ManifestPath, []);

        Assert.Equal(["out/b.mp3", "a.wav"], manifest.Files.Select(f => f.Path).OrderDescending(StringComparer.Ordinal));
        ManifestFile wav = manifest.Files.Single(f => f.Path == "a.wav");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_folder, "a.wav")))), wav.Sha256);
        Assert.Equal("stand-in 1.0", manifest.Files.Single(f => f.Path == "out/b.mp3").Encoder);
    }

    [Fact]
    public void OwnFiles_AreReplacedAndOthersAreNot()
    {
        Mix mix = new(Speech(-20, 0.3f));
        Deliver(mix, _media, Wav("a"));
        Assert.True(Deliver(mix, _media, Wav("a")).Deliverables[0].Pass);

        File.WriteAllText(Path.Combine(_folder, "theirs.wav"), "mine");
        RoomtoneException e = Assert.Throws<RoomtoneException>(() => Deliver(mix, _media, Wav("theirs")));
        Assert.Equal(ExitCode.Media, e.ExitCode);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_folder, "theirs.wav")));

        Assert.True(SessionDelivery.Deliver(Document(Wav("theirs")), mix, _media, Options() with { Force = true }).Deliverables[0].Pass);
    }

    [Fact]
    public void TamperedManifest_PermitsNothing()
    {
        Mix mix = new(Speech(-20, 0.3f));
        DeliveryResult first = Deliver(mix, _media, Wav("a"));
        File.WriteAllText(first.ManifestPath, "{ broken");

        Assert.Throws<RoomtoneException>(() => Deliver(mix, _media, Wav("a")));
    }

    [Fact]
    public void Source_IsNeverWrittenEvenByForce()
    {
        File.WriteAllText(Path.Combine(_folder, "host.wav"), "source");
        SessionDocument document = Document(Wav("host")) with { Media = [new MediaReference("host", "host.wav")] };
        DeliveryResult result = SessionDelivery.Deliver(document, new Mix(Speech(-20, 0.3f)), _media, Options() with { Force = true });

        Assert.Equal(ExitCode.Media, result.ExitCode);
        Assert.Equal("source", File.ReadAllText(Path.Combine(_folder, "host.wav")));
    }

    [Fact]
    public void TwoOutputsOfOneName_AreFoundBeforeRendering()
    {
        Mix mix = new(Speech(-20, 0.3f));
        RoomtoneException e = Assert.Throws<RoomtoneException>(() => Deliver(mix, _media, Wav("a"), Wav("b") with { File = "A.wav" }));

        Assert.Equal("RT0806", Assert.Single(e.Findings).Code);
        Assert.Equal(0, mix.Renders);
    }

    [Fact]
    public void EveryMistake_IsReportedAtOnce()
    {
        RoomtoneException e = Assert.Throws<RoomtoneException>(() => Deliver(
            new Mix(Speech(-20, 0.3f)),
            _media,
            Wav("a") with { Format = FormatText.Parse("wav 5.1") },
            Wav("b") with { Format = FormatText.Parse("wav mono"), Loudness = new LoudnessTarget(-16, 1, null) },
            Wav("c") with { Profile = "nobody" },
            Wav("d") with { File = "../d.wav" },
            Wav("e") with { File = "{reel}.wav" },
            Wav("f") with { RangeStart = 40000000 }));

        Assert.Equal(["RT0802", "RT0803", "RT0822", "RT0703", "RT0804", "RT0808"], e.Findings.Select(f => f.Code));
    }

    [Fact]
    public void DryRun_PlansAndWritesNothing()
    {
        DeliveryResult result = SessionDelivery.Deliver(
            Document(Wav("a") with { Loudness = Minus16, TruePeakDbtp = -1 }), new Mix(Speech(-22, 0.2f)), _media, Options() with { DryRun = true });

        Assert.Equal(LoudnessAction.Gain, result.Deliverables[0].Plan!.Action);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Cancelled_LeavesNothing()
    {
        using CancellationTokenSource stop = new();
        Mix mix = new(Speech(-20, 0.3f)) { OnWritten = position => { if (position > 100000) { stop.Cancel(); } } };

        Assert.ThrowsAny<OperationCanceledException>(() =>
            SessionDelivery.Deliver(Document(Wav("a"), Mp3("b")), mix, _media, Options() with { Cancellation = stop.Token }));
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void FailingRender_LeavesNothingAndIsTold()
    {
        Mix mix = new(Speech(-20, 0.3f))
        {
            OnWritten = position =>
            {
                if (position > 100000)
                {
                    throw new RoomtoneException(ExitCode.Media, new Finding("RT9001", Severity.Error, "source is gone"));
                }
            },
        };

        Assert.Equal("source is gone", Assert.Throws<RoomtoneException>(() => Deliver(mix, _media, Wav("a"), Mp3("b"))).Message);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void SixteenBits_AreOnTheGridAndDithered()
    {
        float[] quiet = TestSignal.Sine(100, 48000, 48000, 0.4 / 32768);
        Deliver(new Mix(new ArraySource(48000, ChannelLayout.Mono, quiet)), _media, Wav("a") with { Format = FormatText.Parse("wav 16 bit") });
        float[] words = _media.Samples(Path.Combine(_folder, "a.wav"))[0];

        Assert.All(words, w => Assert.Equal(Math.Round(w * 32768.0), w * 32768.0));
        double correlation = words.Zip(quiet, (a, b) => (double)a * b).Sum() / quiet.Sum(q => (double)q * q);
        Assert.InRange(correlation, 0.9, 1.1);
    }

    [Fact]
    public void SameSession_SameBytes()
    {
        Deliver(new Mix(Speech(-20, 0.3f)), _media, Wav("a") with { Format = FormatText.Parse("wav 16 bit"), Loudness = Minus16, TruePeakDbtp = -1, LimitingDb = 6 });
        byte[] first = File.ReadAllBytes(Path.Combine(_folder, "a.wav"));
        Deliver(new Mix(Speech(-20, 0.3f)) { Block = 333 }, _media, Wav("a") with { Format = FormatText.Parse("wav 16 bit"), Loudness = Minus16, TruePeakDbtp = -1, LimitingDb = 6 });

        Assert.Equal(first, File.ReadAllBytes(Path.Combine(_folder, "a.wav")));
    }

    private static Deliverable Wav(string id) => new() { Id = id, File = id + ".wav", Format = FormatText.Parse("wav 24 bit") };

    private static Deliverable Mp3(string id) => new() { Id = id, File = $"out/{id}.mp3", Format = FormatText.Parse("mp3 192 kbps") };

    private static SessionDocument Document(params Deliverable[] deliverables) =>
        new() { Schema = 1, Title = "Test", SampleRate = 48000, Seed = 7, Deliverables = [.. deliverables] };

    /// <summary>Noise in syllables, stereo, of a given loudness, with one click per second of a given height.</summary>
    private static ArraySource Speech(double lufs, float peak) => s_speech.GetOrAdd((lufs, peak), key => MakeSpeech(key.Lufs, key.Peak));

    private static ArraySource MakeSpeech(double lufs, float peak)
    {
        float[] wave = TestSignal.Noise(11, 8 * 48000, 1);
        float smooth = 0;
        for (int i = 0; i < wave.Length; i++)
        {
            smooth = (0.7f * smooth) + (0.3f * wave[i]);
            wave[i] = smooth * (i / 6000 % 3 == 0 ? 0.3f : 1f);
        }

        ArraySource raw = new(48000, ChannelLayout.Stereo, wave, wave);
        double gain = Decibels.ToGain(lufs - Checks.Fixture.File(raw).Measurement.IntegratedLufs);
        for (int i = 0; i < wave.Length; i++)
        {
            wave[i] = Math.Clamp((float)(wave[i] * gain), -peak, peak);
        }

        for (int i = 20000; i < wave.Length; i += 48000)
        {
            wave[i] = peak;
        }

        return raw;
    }

    private DeliveryOptions Options() => new() { Folder = _folder, SessionFile = "test.room", Tool = "roomtone test" };

    private DeliveryResult Deliver(Mix mix, RawMedia media, params Deliverable[] deliverables) =>
        SessionDelivery.Deliver(Document(deliverables), mix, media, Options());

    private sealed class Mix(IAudioSource source) : ISessionMix
    {
        public int Renders { get; private set; }

        public int Block { get; init; } = 4096;

        public Action<long>? OnWritten { get; init; }

        public RenderedProgramme Master => new(source.SampleRate, source.Layout, source.Length);

        public void Render(long start, long length, IAudioSink sink, CancellationToken cancellation)
        {
            Renders++;
            using AudioBuffer buffer = new(source.Layout.Count, Block);
            for (long at = 0; at < length; at += Block)
            {
                cancellation.ThrowIfCancellationRequested();
                AudioBlock block = buffer.Block.Slice(0, (int)Math.Min(Block, length - at));
                source.Read(start + at, block);
                sink.Write(block);
                OnWritten?.Invoke(at);
            }
        }
    }
}
