using Roomtone.Session;

namespace Roomtone.Delivery.Tests.Loudness;

public sealed class LoudnessPlannerTests
{
    private static readonly LoudnessRequest Podcast = new()
    {
        TargetLufs = -16, ToleranceLu = 1, CeilingDbtp = -1, Budget = new LimitingBudget(4, 3), IsLossy = true, BitRateKbps = 128,
    };

    private static readonly LoudnessRequest Lossless = new() { TargetLufs = -23, ToleranceLu = 0.5, CeilingDbtp = -1 };

    [Fact]
    public void PeaksHaveRoom_GainAloneReachesTheTarget()
    {
        LoudnessPlan plan = Plan(Lossless, -30, -9);

        Assert.Equal(LoudnessAction.Gain, plan.Action);
        Assert.Equal(7, plan.GainDb, 9);
        Assert.Equal(-23, plan.ExpectedLufs, 9);
        Assert.Null(plan.LimiterCeilingDbtp);
    }

    [Theory]
    [InlineData(false, null, 0.0)]
    [InlineData(true, 128, 0.5)]
    [InlineData(true, 127, 1.0)]
    [InlineData(true, null, 0.5)]
    public void LossyFormats_KeepAReserveUnderTheCeiling(bool isLossy, int? kbps, double reserveDb)
    {
        LoudnessRequest request = Podcast with { IsLossy = isLossy, BitRateKbps = kbps };
        double justRoom = -1 - reserveDb - 4;

        Assert.Equal(LoudnessAction.Gain, Plan(request, -20, justRoom).Action);
        Assert.Equal(LoudnessAction.GainAndLimiter, Plan(request, -20, justRoom + 0.01).Action);
    }

    [Fact]
    public void LimiterWithinBudget_HitsTheTargetToATwentiethLu()
    {
        LoudnessPlan plan = Plan(Podcast, -20, -3);

        Assert.Equal(LoudnessAction.GainAndLimiter, plan.Action);
        Assert.InRange(plan.ExpectedLufs, -16.05, -15.95);
        Assert.True(plan.LargestReductionDb <= 4);
        Assert.Equal(-1.5 - LoudnessPlanner.MeterReserveDb, plan.LimiterCeilingDbtp!.Value, 9);
        Assert.Contains(plan.ToLines(), l => l.Contains("limiter", StringComparison.Ordinal));
    }

    [Fact]
    public void LimiterTakesFewTrials()
    {
        ModelTrial trial = new(-20, -3);
        LoudnessPlanner.Plan(Podcast, ModelTrial.Measures(-20, -3), trial);

        Assert.InRange(trial.Runs, 1, 4);
    }

    [Fact]
    public void BudgetExceededButToleranceReached_StaysInsideAndSaysSo()
    {
        LoudnessPlan plan = Plan(Podcast, -20, -1.5);

        Assert.False(plan.IsRefused);
        Assert.InRange(plan.ExpectedLufs, -17, -16.2);
        Assert.Contains(plan.Reasons, r => r.Contains("inside", StringComparison.Ordinal));
    }

    [Fact]
    public void BudgetExceeded_RefusesWithTheTwoNearestChoices()
    {
        LoudnessPlan plan = Plan(Podcast, -26, 0);

        Assert.True(plan.IsRefused);
        Assert.Equal(2, plan.Choices.Length);
        Assert.StartsWith("loudness -2", plan.Choices[0].Change, StringComparison.Ordinal);
        Assert.StartsWith("limiting ", plan.Choices[1].Change, StringComparison.Ordinal);
        Assert.All(plan.Choices, c => Assert.NotEmpty(c.Cost));
    }

    [Fact]
    public void RefusedLoudness_IsFeasibleWhenAskedFor()
    {
        string change = Plan(Podcast, -26, 0).Choices[0].Change;
        double lufs = double.Parse(change.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

        Assert.False(Plan(Podcast with { TargetLufs = lufs }, -26, 0).IsRefused);
    }

    [Fact]
    public void RefusedLimiting_IsFeasibleWhenStated()
    {
        string change = Plan(Podcast, -26, 0).Choices[1].Change;
        double db = double.Parse(change.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(LoudnessAction.GainAndLimiter, Plan(Podcast with { Budget = LimitingBudget.Written(db) }, -26, 0).Action);
    }

    [Fact]
    public void NoLimitingStated_NeverGrowsALimiter()
    {
        ModelTrial trial = new(-20, -1);
        LoudnessPlan plan = LoudnessPlanner.Plan(Podcast with { Budget = null }, ModelTrial.Measures(-20, -1), trial);

        Assert.True(plan.IsRefused);
        Assert.Null(plan.LimiterCeilingDbtp);
    }

    [Theory]
    [InlineData(ProgrammeFamily.Broadcast, 2, 1)]
    [InlineData(ProgrammeFamily.Film, 2, 1)]
    [InlineData(ProgrammeFamily.Podcast, 4, 3)]
    [InlineData(ProgrammeFamily.Book, 6, 3)]
    public void BudgetOfAFamily_IsItsOwn(ProgrammeFamily family, double largest, double percentile) =>
        Assert.Equal(new LimitingBudget(largest, percentile), LimitingBudget.For(family));

    [Fact]
    public void Music_HasNoBudgetUntilItIsWritten()
    {
        Assert.Null(LimitingBudget.For(ProgrammeFamily.Music));
        Assert.Equal(new LimitingBudget(4, 3), LimitingBudget.Written(3));
    }

    [Fact]
    public void AdjustNever_TouchesNothing()
    {
        LoudnessPlan plan = Plan(Podcast with { Adjust = AdjustRule.Never }, -30, 2);

        Assert.Equal(LoudnessAction.Verify, plan.Action);
        Assert.Equal(0, plan.GainDb);
    }

    [Fact]
    public void WhenOutside_InsideTheTolerance_NothingMoves()
    {
        LoudnessPlan plan = Plan(Podcast with { Adjust = AdjustRule.WhenOutside }, -16.8, -6);

        Assert.Equal(LoudnessAction.Unchanged, plan.Action);
    }

    [Fact]
    public void WhenOutside_OutsideTheTolerance_StopsJustInside()
    {
        LoudnessPlan plan = Plan(Podcast with { Adjust = AdjustRule.WhenOutside }, -20, -9);

        Assert.InRange(plan.ExpectedLufs, -16.95, -16.85);
    }

    [Fact]
    public void WhenOutside_OnlyThePeakIsOver_TheGainGoesDownInsideTheTolerance()
    {
        LoudnessPlan plan = Plan(Podcast with { Adjust = AdjustRule.WhenOutside, IsLossy = false }, -15.8, -0.5);

        Assert.Equal(LoudnessAction.Gain, plan.Action);
        Assert.Equal(-0.5, plan.GainDb, 9);
    }

    [Theory]
    [InlineData(0.3, double.NaN, "400 ms")]
    [InlineData(60.0, double.NegativeInfinity, "silence")]
    public void WithoutLoudness_Refuses(double seconds, double lufs, string why)
    {
        LoudnessPlan plan = LoudnessPlanner.Plan(Podcast, ModelTrial.Measures(lufs, -9, seconds), new ModelTrial(lufs, -9));

        Assert.True(plan.IsRefused);
        Assert.Contains(plan.Reasons, r => r.Contains(why, StringComparison.Ordinal));
        Assert.Equal(2, plan.Choices.Length);
    }

    [Theory]
    [InlineData(2.9, true)]
    [InlineData(3.1, false)]
    public void UnderThreeSeconds_RefusesWhereShortTermMatters(double seconds, bool isRefused)
    {
        LoudnessRequest request = Lossless with { NeedsShortTerm = true };

        Assert.Equal(isRefused, LoudnessPlanner.Plan(request, ModelTrial.Measures(-25, -9, seconds), new ModelTrial(-25, -9)).IsRefused);
    }

    [Fact]
    public void MoreThanTwentyDb_Refuses()
    {
        Assert.True(Plan(Lossless, -44, -30).IsRefused);
        Assert.False(Plan(Lossless, -42.9, -30).IsRefused);
    }

    [Fact]
    public void ClippedSource_IsNotRaisedButMayBeLowered()
    {
        ProgrammeMeasures quiet = ModelTrial.Measures(-25, -8) with { ClippedRuns = 3, HasClippedBursts = true };
        ProgrammeMeasures loud = ModelTrial.Measures(-20, -3) with { ClippedRuns = 3, HasClippedBursts = true };

        Assert.True(LoudnessPlanner.Plan(Lossless, quiet, new ModelTrial(-25, -8)).IsRefused);
        Assert.Equal(LoudnessAction.Gain, LoudnessPlanner.Plan(Lossless, loud, new ModelTrial(-20, -3)).Action);
    }

    [Fact]
    public void SourceClippedFarApart_IsRaisedAndSaysSo()
    {
        LoudnessPlan plan = LoudnessPlanner.Plan(Lossless, ModelTrial.Measures(-25, -8) with { ClippedRuns = 1 }, new ModelTrial(-25, -8));

        Assert.Equal(LoudnessAction.Gain, plan.Action);
        Assert.Contains(plan.Reasons, r => r.Contains("clipped in 1 place,", StringComparison.Ordinal));
    }

    [Fact]
    public void NoiseFloorOverItsLimit_RefusesAndNamesTheLoudnessThatWorks()
    {
        LoudnessRequest book = Lossless with { NoiseFloorLimitDbfs = -60 };
        ProgrammeMeasures measures = ModelTrial.Measures(-28, -12) with { NoiseFloorDbfs = -63 };
        LoudnessPlan plan = LoudnessPlanner.Plan(book, measures, new ModelTrial(-28, -12));

        Assert.True(plan.IsRefused);
        Assert.StartsWith("loudness -25.0", plan.Choices[0].Change, StringComparison.Ordinal);
    }

    [Fact]
    public void LittleSpeechWithoutFallback_Refuses()
    {
        LoudnessRequest film = Lossless with { Anchor = LoudnessAnchor.Dialogue };
        ProgrammeMeasures measures = ModelTrial.Measures(-28, -12) with { DialogueLufs = -30, SpeechPercent = 12 };

        Assert.True(LoudnessPlanner.Plan(film, measures, new ModelTrial(-28, -12)).IsRefused);
    }

    [Fact]
    public void LittleSpeechWithFallback_AimsAtTheProgramme()
    {
        LoudnessRequest film = Lossless with
        {
            Anchor = LoudnessAnchor.Dialogue, TargetLufs = -27, Fallback = new AnchorFallback(15, LoudnessAnchor.Programme, -24),
        };
        ProgrammeMeasures measures = ModelTrial.Measures(-28, -12) with { DialogueLufs = -30, SpeechPercent = 12 };

        Assert.Equal(4, LoudnessPlanner.Plan(film, measures, new ModelTrial(-28, -12)).GainDb, 9);
    }

    [Fact]
    public void OnlyATruePeak_NeedsAStatedLimiter()
    {
        LoudnessRequest request = new() { CeilingDbtp = -1 };

        Assert.Equal(LoudnessAction.Unchanged, Plan(request, -20, -1.2).Action);
        Assert.True(Plan(request, -20, 0.5).IsRefused);
        Assert.Equal(LoudnessAction.GainAndLimiter, Plan(request with { Budget = LimitingBudget.Written(2) }, -20, 0.5).Action);
    }

    [Fact]
    public void DecodedPeakOver_GainGoesDownInsideTheToleranceFirst()
    {
        LoudnessPlan plan = Plan(Podcast, -20, -6);
        LoudnessPlan next = LoudnessPlanner.Correct(plan, Podcast, ModelTrial.Measures(-16.05, -0.7), new ModelTrial(-20, -6))!;

        Assert.Equal(LoudnessAction.Gain, next.Action);
        Assert.Equal(plan.GainDb - 0.35, next.GainDb, 6);
    }

    [Fact]
    public void DecodedPeakOverTheTolerance_LowersTheCeilingOfALimiterOnly()
    {
        LoudnessRequest tight = Podcast with { ToleranceLu = 0.1 };
        LoudnessPlan gain = Plan(tight, -20, -6);
        LoudnessPlan limited = Plan(tight, -20, -4);
        ProgrammeMeasures decoded = ModelTrial.Measures(-16.05, -0.8);

        Assert.Null(LoudnessPlanner.Correct(gain, tight, decoded, new ModelTrial(-20, -6)));
        LoudnessPlan next = LoudnessPlanner.Correct(limited, tight, decoded, new ModelTrial(-20, -4))!;
        Assert.Equal(limited.LimiterCeilingDbtp!.Value - 0.25, next.LimiterCeilingDbtp!.Value, 6);
        Assert.InRange(next.ExpectedLufs, -16.05, -15.95);
    }

    [Fact]
    public void CeilingIsNeverLoweredByMoreThanOneDb()
    {
        LoudnessRequest tight = Podcast with { ToleranceLu = 0.1 };
        LoudnessPlan plan = Plan(tight, -20, -4) with { CeilingLoweredDb = 0.8 };

        Assert.Null(LoudnessPlanner.Correct(plan, tight, ModelTrial.Measures(-16, -0.7), new ModelTrial(-20, -4)));
    }

    [Fact]
    public void DecodedInsideEverything_NeedsNoCorrection() =>
        Assert.Null(LoudnessPlanner.Correct(Plan(Podcast, -20, -6), Podcast, ModelTrial.Measures(-16.1, -1.4), new ModelTrial(-20, -6)));

    [Fact]
    public void EncoderThatTurnsDown_IsTakenBackToTheTarget()
    {
        LoudnessPlan plan = Plan(Podcast, -20, -6);
        LoudnessPlan? next = LoudnessPlanner.Correct(plan, Podcast, ModelTrial.Measures(-16.45, -2.5), new ModelTrial(-20, -6));
        Assert.Equal(plan.GainDb + 0.45, next!.GainDb, 3);
    }

    [Fact]
    public void EncoderThatTurnsDown_IsLeftWhereTheToleranceIsEnough() =>
        Assert.Null(LoudnessPlanner.Correct(
            Plan(Podcast with { Adjust = AdjustRule.WhenOutside }, -20, -6),
            Podcast with { Adjust = AdjustRule.WhenOutside },
            ModelTrial.Measures(-16.45, -2.5),
            new ModelTrial(-20, -6)));

    private static LoudnessPlan Plan(LoudnessRequest request, double lufs, double peak) =>
        LoudnessPlanner.Plan(request, ModelTrial.Measures(lufs, peak), new ModelTrial(lufs, peak));
}
