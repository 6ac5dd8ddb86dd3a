using Roomtone.Session;

namespace Roomtone.Delivery;

/// <summary>Step 5 of the planner: what an encoder moved is taken back, gain first, then the ceiling.</summary>
internal static class PlanCorrection
{
    private const double LargestLoweringDb = 1;
    private const double MarginDb = 0.05;

    // Where the target itself is asked for, an encoder's shift is taken back down to this; a smaller gain is not worth an encoding.
    private const double TargetWithinLu = 0.1;
    private const double Rounding = 1e-6;

    public static LoudnessPlan? Correct(
        LoudnessPlan plan, LoudnessRequest request, ProgrammeMeasures decoded, ILimiterTrial trial)
    {
        if (plan.Action is LoudnessAction.Verify or LoudnessAction.Refused)
        {
            return null;
        }

        double over = request.CeilingDbtp is { } ceiling ? decoded.TruePeakDbtp - ceiling : double.NegativeInfinity;
        if (request.TargetLufs is not { } target)
        {
            return over > 0 && plan.Action == LoudnessAction.GainAndLimiter ? LowerCeiling(plan, over, trial) : null;
        }

        double loudness = LoudnessPlanner.Anchored(request.Anchor, decoded);
        double miss = target - loudness;
        if (over <= 0)
        {
            double allowed = request.Adjust == AdjustRule.Always ? Math.Min(TargetWithinLu, request.ToleranceLu) : request.ToleranceLu;
            double step = Math.Min(miss, -over - MarginDb);
            bool helps = Math.Abs(miss - step) <= Math.Max(allowed, Math.Abs(miss) - TargetWithinLu) && Math.Abs(miss - step) <= request.ToleranceLu;
            return Math.Abs(miss) > allowed + Rounding && helps ? Scale(plan, step, $"decoding moved the loudness by {Text.Signed(-miss)} LU") : null;
        }

        double trim = -(over + MarginDb);
        return loudness + trim >= target - request.ToleranceLu && loudness + trim <= target + request.ToleranceLu
            ? Scale(plan, trim, $"decoding peaks {Text.Number(over, 2)} dB over the ceiling: the gain goes down inside the tolerance")
            : plan.Action == LoudnessAction.GainAndLimiter ? LowerCeiling(plan, over, trial) : null;
    }

    /// <summary>Gain and ceiling move together, so the limiter does the same work and no limiter grows where there was none.</summary>
    private static LoudnessPlan Scale(LoudnessPlan plan, double db, string reason) => plan with
    {
        Action = plan.Action == LoudnessAction.Unchanged ? LoudnessAction.Gain : plan.Action,
        GainDb = plan.GainDb + db,
        LimiterCeilingDbtp = plan.LimiterCeilingDbtp + db,
        ExpectedLufs = plan.ExpectedLufs + db,
        ExpectedTruePeakDbtp = plan.ExpectedTruePeakDbtp + db,
        Reasons = plan.Reasons.Add($"{reason} ({Text.Signed(db)} dB)"),
    };

    private static LoudnessPlan? LowerCeiling(LoudnessPlan plan, double over, ILimiterTrial trial)
    {
        double lower = over + MarginDb;
        if (plan.CeilingLoweredDb + lower > LargestLoweringDb || plan.LimiterCeilingDbtp is not { } ceiling || plan.Budget is not { } budget)
        {
            return null;
        }

        LimiterPoint? found = LimiterSearch.Find(trial, plan.GainDb, plan.ExpectedLufs, ceiling - lower);
        if (found is not { } point || !point.Outcome.IsWithin(budget))
        {
            return null;
        }

        return plan with
        {
            GainDb = point.GainDb,
            LimiterCeilingDbtp = ceiling - lower,
            CeilingLoweredDb = plan.CeilingLoweredDb + lower,
            ExpectedLufs = point.Outcome.IntegratedLufs,
            ExpectedTruePeakDbtp = point.Outcome.TruePeakDbtp,
            LargestReductionDb = point.Outcome.LargestReductionDb,
            Percentile99ReductionDb = point.Outcome.Percentile99ReductionDb,
            Reasons = plan.Reasons.Add($"decoding peaks {Text.Number(over, 2)} dB over: the limiter's ceiling goes down by {Text.Number(lower, 2)} dB"),
        };
    }
}
