using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;
using Roomtone.Testing;

namespace Roomtone.Delivery.Tests.Checks;

public sealed class ProfileCheckTests
{
    [Theory]
    [InlineData("loudness -23 LUFS tolerance 0.5 LU", -23.0, -24.0, "loudness")]
    [InlineData("true-peak -6 dBTP", -7.0, -5.5, "true-peak")]
    [InlineData("sample-peak -6 dBFS", -6.2, -5.5, "sample-peak")]
    [InlineData("max-momentary -20 LUFS", -20.5, -19.5, "max-momentary")]
    [InlineData("max-short-term -20 LUFS", -20.5, -19.5, "max-short-term")]
    [InlineData("rms -30 dBFS .. -20 dBFS", -20.0, -13.0, "rms")]
    [InlineData("noise-floor -30 dBFS", -30.0, -20.0, "noise-floor")]
    public void LevelClause_PassesInsideAndFailsOutside(string statement, double good, double bad, string id)
    {
        DeliveryProfile profile = Profile(statement);

        Clause passing = Assert.Single(Check(profile, Fixture.File(Fixture.Sine(good))));
        Clause failing = Assert.Single(Check(profile, Fixture.File(Fixture.Sine(bad))));

        Assert.Equal((id, true), (passing.Id, passing.Pass));
        Assert.Equal((id, false), (failing.Id, failing.Pass));
        Assert.True(passing.Margin >= 0 && failing.Margin < 0);
    }

    [Theory]
    [InlineData("containers flac wav", "wav 24 bit", "mp3", "container")]
    [InlineData("rates 48 kHz", "wav 48 kHz", "wav 44.1 kHz", "sample-rate")]
    [InlineData("bits 24", "wav 24 bit", "wav 16 bit", "bits")]
    [InlineData("bit-rate 192 kbps", "mp3 192 kbps", "mp3 128 kbps", "bit-rate")]
    public void FormatClause_PassesInsideAndFailsOutside(string statement, string good, string bad, string id)
    {
        DeliveryProfile profile = Profile(statement);

        Assert.Equal((id, true), Single(profile, Fixture.File(Fixture.Sine(-20, 1), format: good)));
        Assert.Equal((id, false), Single(profile, Fixture.File(Fixture.Sine(-20, 1), format: bad)));
    }

    [Fact]
    public void LayoutClause_NamesWhatIsAllowed()
    {
        Clause clause = Assert.Single(Check(Profile("layouts mono 5.1"), Fixture.File(Fixture.Sine(-20, 1))));

        Assert.Equal((false, "stereo", "mono, 5.1"), (clause.Pass, clause.MeasuredText, clause.Limit));
    }

    [Theory]
    [InlineData("take_01-b.wav", true)]
    [InlineData("take 01.wav", false)]
    public void NamingClause_TakesTheNameWithoutItsExtension(string name, bool pass) =>
        Assert.Equal(("naming", pass), Single(Profile("naming \"[A-Za-z0-9_-]+\""), Fixture.File(Fixture.Sine(-20, 1), name)));

    [Theory]
    [InlineData(0.5, false)]
    [InlineData(1.5, true)]
    public void DurationClause_HasTwoEnds(double seconds, bool pass) =>
        Assert.Equal(("duration", pass), Single(Profile("duration 1 s .. 2 s"), Fixture.File(Fixture.Sine(-20, seconds))));

    [Fact]
    public void RequiredTag_MustBeFilled()
    {
        CheckedFile bare = Fixture.File(Fixture.Sine(-20, 1));

        Assert.Equal(("tag-title", false), Single(Profile("requires title"), bare));
        Assert.Equal(("tag-title", true), Single(Profile("requires title"), bare with { Tags = ["title"] }));
    }

    [Fact]
    public void LoudnessRange_FailsWithoutDynamics() =>
        Assert.Equal(("loudness-range", false), Single(Profile("loudness-range 4 LU .. 18 LU"), Fixture.File(Fixture.Sine(-20))));

    [Fact]
    public void TruePeakClause_PointsToItsPlaces()
    {
        float[] wave = TestSignal.Sine(997, 48000, 5 * 48000, 0.1);
        for (int i = 0; i < 480; i++)
        {
            wave[(3 * 48000) + i] *= 9.5f;
        }

        Clause clause = Assert.Single(Check(Profile("true-peak -1 dBTP"), Fixture.File(new ArraySource(48000, ChannelLayout.Stereo, wave, wave))));

        Assert.Equal(3.0, Assert.Single(clause.AtSeconds), 1);
    }

    [Fact]
    public void MaximumClause_PointsToTheStartOfTheLoudPart()
    {
        float[] wave = TestSignal.Sine(997, 48000, 8 * 48000, 0.05);
        for (int i = 4 * 48000; i < 6 * 48000; i++)
        {
            wave[i] *= 10;
        }

        Clause clause = Assert.Single(Check(Profile("max-momentary -12 LUFS"), Fixture.File(new ArraySource(48000, ChannelLayout.Stereo, wave, wave))));

        Assert.InRange(Assert.Single(clause.AtSeconds), 4.1, 4.5);
    }

    [Fact]
    public void InsideTheRejectLimit_FailsAndSaysSo()
    {
        Clause clause = Assert.Single(Check(Profile("loudness -23 LUFS tolerance 0.2 LU reject 1 LU"), Fixture.File(Fixture.Sine(-23.6))));

        Assert.False(clause.Pass);
        Assert.Contains("quality control", clause.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Playback_TellsTheTurnAndNeverFails()
    {
        DeliveryProfile spotify = ProfileCatalog.Shipped.Get("spotify");
        CheckResult loud = ProfileCheck.Check(spotify, Fixture.File(Fixture.Sine(-8.9), format: "flac 24 bit"));

        Assert.True(loud.Pass);
        Assert.Contains("turned down 5.1 dB", loud.Clauses[0].Note, StringComparison.Ordinal);
        Assert.Equal("≤ -2.0", loud.Clauses[1].Limit);
        Assert.All(loud.Clauses.Take(2), c => Assert.Null(c.Pass));
    }

    [Fact]
    public void Playback_TurningUpStopsAtThePeaks()
    {
        CheckResult quiet = ProfileCheck.Check(ProfileCatalog.Shipped.Get("spotify"), Fixture.File(Fixture.Sine(-20), format: "flac 24 bit"));

        Assert.Contains("turned up 6.0 dB", quiet.Clauses[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void MonoAsDual_ReadsThreeLuMore()
    {
        float[] wave = TestSignal.Sine(997, 48000, 5 * 48000, Decibels.ToGain(-20));
        ArraySource mono = new(48000, ChannelLayout.Mono, wave);

        double single = Fixture.File(mono).Measurement.IntegratedLufs;
        double dual = Fixture.File(mono, mono: MonoLoudness.Dual).Measurement.IntegratedLufs;

        Assert.Equal(3.01, dual - single, 2);
    }

    [Fact]
    public void ClippedSquare_IsSeenAndASineAtFullScaleIsNot()
    {
        float[] square = [.. TestSignal.Sine(100, 48000, 48000, 3).Select(x => Math.Clamp(x, -1f, 1f))];

        Assert.Equal(200, Fixture.File(new ArraySource(48000, ChannelLayout.Mono, square)).Measures.ClippedRuns, 2.0);
        Assert.Equal(0, Fixture.File(Fixture.Sine(0, 1)).Measures.ClippedRuns);
    }

    private static (string Id, bool? Pass) Single(DeliveryProfile profile, CheckedFile file)
    {
        Clause clause = Assert.Single(Check(profile, file));
        return (clause.Id, clause.Pass);
    }

    private static ImmutableArray<Clause> Check(DeliveryProfile profile, CheckedFile file) => ProfileCheck.Check(profile, file).Clauses;

    private static DeliveryProfile Profile(string statement)
    {
        List<Finding> findings = [];
        string text = $"roomtone-profile 1\nprofile test \"Test\"\n  version 1\n  source \"test\"\n  grade C\n  {statement}\n";
        DeliveryProfile profile = Assert.Single(ProfileText.Read("test", text, findings));
        Assert.Empty(findings);
        return profile;
    }
}
