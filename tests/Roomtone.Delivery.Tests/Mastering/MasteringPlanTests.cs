using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests.Mastering;

public sealed class MasteringPlanTests
{
    [Fact]
    public void Album_MovesAllByOneGain_SoThatTheWholeReachesTheTarget()
    {
        ImmutableArray<TrackMeasures> tracks = [Track("a", -12, -3), Track("b", -18, -6), Track("c", -25, -9)];
        MasteringPlan plan = MasteringPlan.For(MasteringMode.Album, tracks, -16);
        double[] gains = [.. plan.Targets.Zip(tracks, (t, m) => t.TargetLufs - m.Measures.IntegratedLufs)];
        Assert.Equal(gains[0], gains[1], 1e-9);
        Assert.Equal(gains[0], gains[2], 1e-9);
        Assert.Equal(-16, MasteringPlan.LoudnessOfAll(tracks) + gains[0], 1e-9);
        Assert.All(plan.Targets, t => Assert.Equal(0.05, t.ToleranceLu));
    }

    [Fact]
    public void LoudnessOfAll_IsThatOfTheConcatenation()
    {
        float[] loud = TestSignal.Noise(1, 5 * 48000, 0.3), soft = TestSignal.Noise(2, 7 * 48000, 0.05);
        double joined = Meter([.. loud, .. soft]).Measures.IntegratedLufs;
        Assert.Equal(joined, MasteringPlan.LoudnessOfAll([Meter(loud), Meter(soft)]), 0.02);
    }

    [Fact]
    public void Series_BringsEachToTheTarget() =>
        Assert.All(MasteringPlan.For(MasteringMode.Series, [Track("a", -12, -3), Track("b", -30, -20)], -14).Targets, t => Assert.Equal((-14, 0.2), (t.TargetLufs, t.ToleranceLu)));

    [Fact]
    public void Book_FindsOneLoudness_AtWhichEveryChapterHasItsLevelAndFloor()
    {
        ImmutableArray<TrackMeasures> chapters =
            [Track("1", -21, -5, rms: -22, floor: -75), Track("2", -30, -9, rms: -30.5, floor: -82), Track("3", -26, -8, rms: -28.2, floor: -70)];
        MasteringPlan plan = MasteringPlan.For(MasteringMode.Book, chapters, double.NaN);
        Assert.Empty(plan.Outliers);
        double loudness = plan.Targets[0].TargetLufs;
        Assert.All(plan.Targets, t => Assert.Equal(loudness, t.TargetLufs));
        Assert.All(chapters, c =>
        {
            double gain = loudness - c.Measures.IntegratedLufs;
            Assert.InRange(c.Measures.RmsDbfs + gain, -22.5, -18.5);
            Assert.True(c.Measures.NoiseFloorDbfs + gain <= -61);
        });
    }

    [Fact]
    public void Book_NamesTheChapterThatStandsInTheWay_WithWhatWouldHelp()
    {
        ImmutableArray<TrackMeasures> chapters =
            [Track("good", -20, -5, rms: -20.5, floor: -80), Track("fine", -21, -5, rms: -21.5, floor: -80), Track("noisy", -30, -9, rms: -30.5, floor: -66)];
        string outlier = Assert.Single(MasteringPlan.For(MasteringMode.Book, chapters, double.NaN).Outliers);
        Assert.StartsWith("noisy: its floor would be -55.5 dBFS, 5.5 dB too high", outlier, StringComparison.Ordinal);
    }

    [Fact]
    public void Book_BringsTheSpeechOfAllChaptersToOneLoudness_NotTheirPauses()
    {
        TrackMeasures[] tracks = [Spoken("a", -20, -19, -22), Spoken("b", -26, -23, -27), Spoken("c", -22, -22, -22.5)];
        MasteringPlan plan = MasteringPlan.For(MasteringMode.Book, [.. tracks], double.NaN);
        double[] speech = [.. plan.Targets.Zip(tracks, (t, m) => t.TargetLufs - m.Measures.IntegratedLufs + m.SpeechLufs)];
        Assert.All(speech, s => Assert.Equal(plan.SpeechLufs, s, 1e-9));
        Assert.All(plan.At(-21).Targets.Zip(tracks), p => Assert.Equal(-21, p.First.TargetLufs - p.Second.Measures.IntegratedLufs + p.Second.SpeechLufs, 1e-9));

        static TrackMeasures Spoken(string name, double programme, double dialogue, double rms)
        {
            TrackMeasures track = Track(name, programme, -3, rms);
            return track with { Measures = track.Measures with { DialogueLufs = dialogue } };
        }
    }

    [Fact]
    public void SilentAlbum_CanNotBeMoved() =>
        Assert.NotEmpty(MasteringPlan.For(MasteringMode.Album, [Meter(new float[48000])], -14).Outliers);

    [Fact]
    public void HeadsAndTailsUnlikeTheOthers_AreTold()
    {
        float[] sound = TestSignal.Noise(30_000_001, 3 * 48000, 0.1);
        TrackMeasures usual = Meter([.. new float[24000], .. sound, .. new float[24000]]);
        TrackMeasures late = Meter([.. new float[96000], .. sound, .. new float[24000]]);
        TrackMeasures cut = Meter([.. new float[24000], .. sound, .. new float[144_000]]);
        Assert.Equal(2, late.HeadSeconds, 0.11);
        Assert.Equal(3, cut.TailSeconds, 0.11);
        ImmutableArray<string> lines = MasteringPlan.For(MasteringMode.Album, [usual, usual, late with { Path = "late.wav" }, cut with { Path = "cut.wav" }], -14).Lines;
        Assert.Contains(lines, l => l.Contains("late.wav: begins after 2.0 s, the median of the set after 0.5 s", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("cut.wav: ends 3.0 s before its file, the median of the set 0.5 s", StringComparison.Ordinal));
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public void ToneDistance_IsThatOfTheSpectrumAtEqualLevel()
    {
        double[] flat = new double[20], louder = [.. flat.Select(_ => 6.0)], bright = [.. flat.Select((_, i) => i < 10 ? -4.0 : 4.0)];
        ImmutableArray<double> distances = SetTone.Of([Tone(flat), Tone(louder), Tone(bright)]).DistancesDb;
        Assert.Equal(0, distances[0], 1e-9);
        Assert.Equal(0, distances[1], 1e-9);
        Assert.Equal(4, distances[2], 1e-9);
    }

    [Fact]
    public void Measures_KnowTonesAndTheLargestPeaksPlace()
    {
        float[] audio = TestSignal.Sine(1000, 48000, 3 * 48000, 0.1);
        audio[96_000] = 0.9f;
        TrackMeasures track = Meter(audio);
        ImmutableArray<OctaveBand> bands = TrackMeasures.Bands(48000);
        Assert.Equal("1 kHz", bands[track.BandsDbfs.IndexOf(track.BandsDbfs.Max())].Name);
        Assert.Equal(2, track.PeakSeconds, 1e-9);
    }

    [Theory]
    [InlineData(10, 6.9, true)]
    [InlineData(10, 7.1, false)]
    [InlineData(1.5, 0.2, false)]
    [InlineData(double.NaN, 0.2, false)]
    public void ALostLoudnessRange_IsTold(double before, double after, bool isTold) =>
        Assert.Equal(isTold, RangeLoss.Tell("a.wav", before, after)?.Contains("from 10.0 to 6.9 LU", StringComparison.Ordinal) == true);

    [Fact]
    public void CueSheet_CannotBeBrokenByATitle()
    {
        string cue = CueSheet.Write("An \"album\"", "4006381333931", [new CueTrack("a.wav", "Line\nbreak", "X", "DE-A00-26-00001"), new CueTrack("b.wav", "B", "", "")]);
        Assert.Equal(
            "CATALOG 4006381333931\nTITLE \"An 'album'\"\nFILE \"a.wav\" WAVE\n  TRACK 01 AUDIO\n    TITLE \"Line break\"\n    PERFORMER \"X\"\n    ISRC DEA002600001\n"
            + "    INDEX 01 00:00:00\nFILE \"b.wav\" WAVE\n  TRACK 02 AUDIO\n    TITLE \"B\"\n    INDEX 01 00:00:00\n",
            cue);
    }

    private static TrackMeasures Meter(float[] audio)
    {
        var file = new MemoryFile(new ArraySource(48000, ChannelLayout.Mono, [audio]));
        return TrackMeasures.Of("x.wav", file, MonoLoudness.Single, false, null, CancellationToken.None);
    }

    private static TrackMeasures Track(string name, double lufs, double peak, double rms = -20, double floor = -80)
    {
        double power = Decibels.ToPower(lufs + 0.691);
        return new TrackMeasures(
            name,
            new ProgrammeMeasures { DurationSeconds = 10, IntegratedLufs = lufs, TruePeakDbtp = peak, RmsDbfs = rms, NoiseFloorDbfs = floor },
            [.. Enumerable.Repeat(power, 100)],
            [.. new double[20]]);
    }

    private static TrackMeasures Tone(double[] bands) => Track("t", -20, -3) with { BandsDbfs = [.. bands] };

    private sealed class MemoryFile(IAudioSource source) : IDeliveredFile
    {
        public FileFormat Format => FormatText.Parse("wav float");

        public ImmutableArray<string> Tags => [];

        public DeliveryMetadata Metadata => new();

        public int SampleRate => source.SampleRate;

        public ChannelLayout Layout => source.Layout;

        public long Length => source.Length;

        public void Read(long position, AudioBlock destination) => source.Read(position, destination);

        public void Dispose()
        {
        }
    }
}
