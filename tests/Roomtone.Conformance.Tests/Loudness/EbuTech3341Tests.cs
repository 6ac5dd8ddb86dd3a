using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Conformance.Tests;

/// <summary>EBU Tech 3341 v4, Table 1: cases 1–6 and 9–14, at half the tolerance that it allows. Cases 7 and 8 are recordings.</summary>
public sealed class EbuTech3341Tests
{
    private const double ToleranceLu = 0.05;

    public static TheoryData<int> Segments => [.. Enumerable.Range(0, 20)];

    [Theory]
    [InlineData(-23)]
    [InlineData(-33)]
    public void Cases1And2_ATone_ReadsItsLevelThreeTimes(double level)
    {
        ProgrammeMeasurement m = Stereo().Tone(20, 1000, level).Measure();
        Within(level, m.IntegratedLufs);
        Within(level, m.MaximumMomentaryLufs);
        Within(level, m.MaximumShortTermLufs);
    }

    [Fact]
    public void Case3_QuietParts_AreGatedOut() =>
        Within(-23, Stereo().Tone(10, 1000, -36).Tone(60, 1000, -23).Tone(10, 1000, -36).Measure().IntegratedLufs);

    [Fact]
    public void Case4_PartsUnderTheAbsoluteGate_DoNotMoveTheRelativeOne() => Within(
        -23,
        Stereo().Tone(10, 1000, -72).Tone(10, 1000, -36).Tone(60, 1000, -23).Tone(10, 1000, -36).Tone(10, 1000, -72).Measure().IntegratedLufs);

    [Fact]
    public void Case5_PartsNearInLevel_AllCount() =>
        Within(-23, Stereo().Tone(20, 1000, -26).Tone(20.1, 1000, -20).Tone(20, 1000, -26).Measure().IntegratedLufs);

    [Fact]
    public void Case6_SurroundChannels_AreWeighted() =>
        Within(-23, new Programme(ChannelLayout.Surround50).Tone(20, 1000, -28, -28, -24, -30, -30).Measure().IntegratedLufs);

    [Fact]
    public void Case9_ShortTermLoudness_StandsStill()
    {
        Programme programme = Stereo();
        for (int i = 0; i < 5; i++)
        {
            programme.Tone(1.34, 1000, -20).Tone(1.66, 1000, -30);
        }

        ProgrammeMeasurement m = programme.Measure();
        Within(-23, m.MaximumShortTermLufs);
        Assert.All(Enumerable.Range(29, m.History.Count - 29), hop => Within(-23, m.History.ShortTerm(hop)));
    }

    [Theory]
    [MemberData(nameof(Segments))]
    public void Case10_AToneOfThreeSeconds_ReachesItsShortTermLevelWhereverItBegins(int i) =>
        Within(-23, Stereo().Silence(i * 0.15).Tone(3, 1000, -23).Silence(1).Measure().MaximumShortTermLufs);

    [Fact]
    public void Case11_RisingTonesOfThreeSeconds_EachReachTheirShortTermLevel()
    {
        Programme programme = Stereo();
        for (int i = 0; i < 20; i++)
        {
            programme.Silence(i * 0.15).Tone(3, 1000, -38 + i).Silence(3 - i * 0.15);
        }

        Within(-19, programme.Measure().MaximumShortTermLufs);
    }

    [Fact]
    public void Case12_MomentaryLoudness_StandsStill()
    {
        Programme programme = Stereo();
        for (int i = 0; i < 25; i++)
        {
            programme.Tone(0.18, 1000, -20).Tone(0.22, 1000, -30);
        }

        ProgrammeMeasurement m = programme.Measure();
        Within(-23, m.MaximumMomentaryLufs);
        Assert.All(Enumerable.Range(9, m.History.Count - 9), hop => Within(-23, m.History.Momentary(hop)));
    }

    [Theory]
    [MemberData(nameof(Segments))]
    public void Case13_AToneOf400Milliseconds_ReachesItsMomentaryLevelWhereverItBegins(int i) =>
        Within(-23, Stereo().Silence(i * 0.02).Tone(0.4, 1000, -23).Silence(1).Measure().MaximumMomentaryLufs);

    [Fact]
    public void Case14_RisingTonesOf400Milliseconds_EachReachTheirMomentaryLevel()
    {
        Programme programme = Stereo();
        for (int i = 0; i < 20; i++)
        {
            programme.Silence(i * 0.02).Tone(0.4, 1000, -38 + i).Silence(0.4 - i * 0.02);
        }

        Within(-19, programme.Measure().MaximumMomentaryLufs);
    }

    private static Programme Stereo() => new(ChannelLayout.Stereo);

    private static void Within(double expected, double actual) => Assert.InRange(actual, expected - ToleranceLu, expected + ToleranceLu);
}
