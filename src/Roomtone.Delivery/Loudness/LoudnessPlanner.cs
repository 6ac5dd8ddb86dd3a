using Roomtone.Session;

namespace Roomtone.Delivery;

/// <summary>Decides how a programme reaches a target: gain, gain and limiter within a budget, or a refusal that says what would work.</summary>
/// <remarks>
/// The order is fixed: verify only where nothing may be touched; gain alone where the peaks allow it; then the limiter within its budget;
/// then the nearest level inside the tolerance, told as such; else a refusal with the nearest feasible choices. Never another mode in silence.
/// Pure: the same measures, request and trial give the same plan.
/// </remarks>
public static class LoudnessPlanner
{
    /// <summary>Largest gain that a plan applies, dB: more means that the mix, or the file, is the wrong one.</summary>
    public const double LargestGainDb = 20;

    /// <summary>The limiter aims this far below the ceiling, dB: what another meter may read more.</summary>
    public const double MeterReserveDb = 0.02;

    /// <summary>The ceiling where a loudness is asked for and no true peak, dBTP.</summary>
    public const double UsualCeilingDbtp = -1;

    /// <summary>Makes the plan.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="measures">The programme as it will be encoded, before gain.</param>
    /// <param name="trial">Runs the limiter where the plan needs to know what it does.</param>
    public static LoudnessPlan Plan(LoudnessRequest request, ProgrammeMeasures measures, ILimiterTrial trial)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(measures);
        ArgumentNullException.ThrowIfNull(trial);
        return new PlanBuilder(request, measures, trial).Build();
    }

    /// <summary>Corrects a plan after its file was decoded and measured: gain inside the tolerance first, then the ceiling.</summary>
    /// <param name="plan">The plan that the file was made with.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="decoded">The finished file, decoded.</param>
    /// <param name="trial">Runs the limiter.</param>
    /// <returns>The next plan to encode with, or null where nothing allowed would help.</returns>
    public static LoudnessPlan? Correct(
        LoudnessPlan plan, LoudnessRequest request, ProgrammeMeasures decoded, ILimiterTrial trial)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(decoded);
        ArgumentNullException.ThrowIfNull(trial);
        return PlanCorrection.Correct(plan, request, decoded, trial);
    }

    /// <summary>The loudness that a request is about.</summary>
    /// <param name="anchor">What it is measured on.</param>
    /// <param name="measures">The measures.</param>
    /// <returns>LUFS (dBFS for RMS); NaN where it was not measured.</returns>
    public static double Anchored(LoudnessAnchor anchor, ProgrammeMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(measures);
        return anchor switch
        {
            LoudnessAnchor.Rms => measures.RmsDbfs,
            LoudnessAnchor.Dialogue => measures.DialogueLufs ?? double.NaN,
            _ => measures.IntegratedLufs,
        };
    }
}

/// <summary>One planning run.</summary>
internal sealed class PlanBuilder
{
    private readonly LoudnessRequest _request;
    private readonly ProgrammeMeasures _measures;
    private readonly ILimiterTrial _trial;
    private readonly List<string> _reasons = [];
    private readonly LoudnessAnchor _anchor;
    private readonly double _loudness;
    private readonly double? _target;
    private readonly double _ceiling;

    public PlanBuilder(LoudnessRequest request, ProgrammeMeasures measures, ILimiterTrial trial)
    {
        _request = request;
        _measures = measures;
        _trial = trial;
        (_anchor, _target) = ChooseAnchor();
        _loudness = LoudnessPlanner.Anchored(_anchor, measures);
        _ceiling = (request.CeilingDbtp ?? LoudnessPlanner.UsualCeilingDbtp) - request.ReserveDb;
    }

    private string Unit => _anchor == LoudnessAnchor.Rms ? "dBFS RMS" : "LUFS";

    public LoudnessPlan Build()
    {
        if (_request.Adjust == AdjustRule.Never)
        {
            return Finish(LoudnessAction.Verify, 0);
        }

        if (_target is not { } target)
        {
            return PlanPeaksOnly();
        }

        if (Unmeasurable() is { } refusal)
        {
            return refusal;
        }

        double delta = Aim(target) - _loudness;
        return ForbiddenGain(delta) ?? PlanGain(target, delta);
    }

    private (LoudnessAnchor Anchor, double? Target) ChooseAnchor()
    {
        if (!_request.FallsBack(_measures))
        {
            return (_request.Anchor, _request.TargetLufs);
        }

        AnchorFallback fallback = _request.Fallback!;
        _reasons.Add($"only {Text.Number(_measures.SpeechPercent ?? 0, 0)} % of the programme is speech: the target is "
            + $"{Text.Number(fallback.TargetLufs, 1)} LUFS over the {(fallback.Anchor == LoudnessAnchor.Programme ? "programme" : "file")}");
        return (fallback.Anchor, fallback.TargetLufs);
    }

    private double Aim(double target)
    {
        double off = _loudness - target;
        if (_request.Adjust == AdjustRule.Always)
        {
            return target;
        }

        if (Math.Abs(off) <= _request.ToleranceLu)
        {
            return _loudness;
        }

        double edge = target + (Math.Sign(off) * InnerTolerance());
        _reasons.Add($"{Text.Number(_loudness, 1)} {Unit} is outside {Text.Number(target, 1)} ±{Text.Number(_request.ToleranceLu, 1)}: moved just inside");
        return edge;
    }

    /// <summary>The tolerance less what encoding may move.</summary>
    private double InnerTolerance() => Math.Max(0, _request.ToleranceLu - Math.Min(0.1, _request.ToleranceLu / 4));

    private LoudnessPlan PlanGain(double target, double delta)
    {
        NoteReserve();
        double peak = _measures.TruePeakDbtp + delta;
        if (peak <= _ceiling)
        {
            return delta == 0 ? Finish(LoudnessAction.Unchanged, 0) : Finish(LoudnessAction.Gain, delta);
        }

        if (_request.Adjust == AdjustRule.WhenOutside && LowerInsideTolerance(target) is { } lowered)
        {
            return lowered;
        }

        return PlanLimiter(target, delta) ?? LowerInsideTolerance(target) ?? PlanLimiterInsideTolerance(target) ?? RefuseForPeaks(target, delta);
    }

    private LoudnessPlan? PlanLimiter(double target, double delta)
    {
        if (_request.Budget is not { } budget)
        {
            return null;
        }

        LimiterPoint? point = LimiterSearch.Find(_trial, delta, _loudness + delta, _ceiling - LoudnessPlanner.MeterReserveDb);
        return point is { } found && found.Outcome.IsWithin(budget) && ForbiddenGain(found.GainDb) is null
            ? Limited(found, $"{Text.Number(target, 1)} {Unit} by gain alone would peak at {Text.Number(_measures.TruePeakDbtp + delta, 2)} dBTP")
            : null;
    }

    private LoudnessPlan? PlanLimiterInsideTolerance(double target)
    {
        if (_request.Budget is not { } budget)
        {
            return null;
        }

        double aim = target - InnerTolerance();
        LimiterPoint? point = LimiterSearch.Find(_trial, aim - _loudness, aim, _ceiling - LoudnessPlanner.MeterReserveDb);
        return point is { } found && found.Outcome.IsWithin(budget) && ForbiddenGain(found.GainDb) is null
            ? Limited(found, $"the limiter's budget does not reach {Text.Number(target, 1)} {Unit}; this is inside ±{Text.Number(_request.ToleranceLu, 1)} LU")
            : null;
    }

    private LoudnessPlan? LowerInsideTolerance(double target)
    {
        double gain = _ceiling - _measures.TruePeakDbtp;
        double reached = _loudness + gain;
        if (reached < target - InnerTolerance() || _request.ToleranceLu <= 0)
        {
            return null;
        }

        _reasons.Add($"{Text.Number(_measures.TruePeakDbtp, 2)} dBTP leaves room for {Text.Signed(gain)} dB: "
            + $"{Text.Number(reached, 2)} {Unit}, inside ±{Text.Number(_request.ToleranceLu, 1)} LU without a limiter");
        return Finish(LoudnessAction.Gain, gain);
    }

    private LoudnessPlan Limited(LimiterPoint point, string reason)
    {
        _reasons.Add(reason);
        return Finish(LoudnessAction.GainAndLimiter, point.GainDb) with
        {
            LimiterCeilingDbtp = _ceiling - LoudnessPlanner.MeterReserveDb,
            ExpectedLufs = point.Outcome.IntegratedLufs,
            ExpectedTruePeakDbtp = point.Outcome.TruePeakDbtp,
            LargestReductionDb = point.Outcome.LargestReductionDb,
            Percentile99ReductionDb = point.Outcome.Percentile99ReductionDb,
        };
    }

    private LoudnessPlan PlanPeaksOnly()
    {
        if (_request.CeilingDbtp is null || _measures.TruePeakDbtp <= _ceiling)
        {
            return Finish(LoudnessAction.Unchanged, 0);
        }

        NoteReserve();
        double over = _measures.TruePeakDbtp - _ceiling;
        LimiterOutcome outcome = _trial.Run(0, _ceiling - LoudnessPlanner.MeterReserveDb);
        if (_request.Budget is { } budget && outcome.IsWithin(budget))
        {
            return Limited(new LimiterPoint(0, outcome), $"{Text.Number(_measures.TruePeakDbtp, 2)} dBTP is {Text.Number(over, 2)} dB over");
        }

        return Refuse(
            $"the true peak is {Text.Number(over, 2)} dB over {Text.Number(_ceiling, 2)} dBTP, and "
                + (_request.Budget is null ? "no limiting is allowed" : "limiting it exceeds the budget"),
            new PlanChoice($"lower the master by {Text.Number(over, 1)} dB", "as much quieter"),
            LimitingChoice(outcome));
    }

    private LoudnessPlan? Unmeasurable()
    {
        PlanChoice untouched = new("adjust never", "the file is only checked");
        if (_anchor == LoudnessAnchor.Dialogue && _measures.SpeechPercent is null or < 15)
        {
            return Refuse(
                _measures.SpeechPercent is { } share
                    ? $"only {Text.Number(share, 0)} % of the programme is speech; dialogue loudness needs 15 %"
                    : "the dialogue's loudness was not measured",
                new PlanChoice("loudness over the programme", "another anchor than the specification's"),
                untouched);
        }

        if (double.IsNaN(_loudness))
        {
            return Refuse(
                $"a programme of {Text.Number(_measures.DurationSeconds, 2)} s has no loudness: BS.1770 measures blocks of 400 ms",
                new PlanChoice("make it 0.4 s or longer", "silence at an end does not count"),
                untouched);
        }

        if (double.IsNegativeInfinity(_loudness))
        {
            return Refuse("silence has no loudness", new PlanChoice("render a range with sound in it", "other content"), untouched);
        }

        return _request.NeedsShortTerm && _measures.DurationSeconds < 3
            ? Refuse(
                $"a programme of {Text.Number(_measures.DurationSeconds, 2)} s has no short-term loudness: it needs 3 s",
                new PlanChoice("make it 3 s or longer", "other content"),
                untouched)
            : null;
    }

    private LoudnessPlan? ForbiddenGain(double delta)
    {
        PlanChoice stay = new($"loudness {Text.Number(_loudness, 1)} {Unit}", $"{Text.Number(Math.Abs(delta), 1)} LU from the target");
        if (delta > LoudnessPlanner.LargestGainDb)
        {
            return Refuse(
                $"the target needs {Text.Signed(delta)} dB; over {Text.Number(LoudnessPlanner.LargestGainDb, 0)} dB the mix or the file is the wrong one",
                new PlanChoice(
                    $"loudness {Text.Number(_loudness + LoudnessPlanner.LargestGainDb, 1)} {Unit}",
                    $"{Text.Number(delta - LoudnessPlanner.LargestGainDb, 1)} LU under the target"),
                new PlanChoice($"raise the source by {Text.Number(delta - LoudnessPlanner.LargestGainDb, 1)} dB", "its noise rises with it"));
        }

        if (_measures.HasClippedBursts && delta > 0)
        {
            return Refuse(
                $"the source is clipped in {_measures.ClippedRuns} places and would be raised by {Text.Number(delta, 1)} dB",
                stay,
                new PlanChoice("repair the clipping first (declip)", "peaks above full scale come back and need room"));
        }

        if (_measures.ClippedRuns > 0 && delta > 0)
        {
            _reasons.Add($"the source is clipped in {_measures.ClippedRuns} {(_measures.ClippedRuns == 1 ? "place" : "places")}, too far apart to be heard as distortion: raised with the rest");
        }

        double over = _measures.NoiseFloorDbfs + delta - (_request.NoiseFloorLimitDbfs ?? double.PositiveInfinity);
        return over > 0
            ? Refuse(
                $"the noise floor would be {Text.Number(_measures.NoiseFloorDbfs + delta, 1)} dBFS; the limit is {Text.Number(_request.NoiseFloorLimitDbfs ?? 0, 1)}",
                new PlanChoice($"loudness {Text.Number(_loudness + delta - over, 1)} {Unit}", $"{Text.Number(over, 1)} LU under the target"),
                new PlanChoice($"take {Text.Number(over, 1)} dB of noise away first (de-noise)", "some of the signal's fine detail"))
            : null;
    }

    private LoudnessPlan RefuseForPeaks(double target, double delta)
    {
        double gainOnly = _ceiling - _measures.TruePeakDbtp;
        LimiterPoint? reach = LimiterSearch.Find(_trial, delta, target, _ceiling - LoudnessPlanner.MeterReserveDb);
        (double loudest, string how) = LoudestWithin(gainOnly, reach?.GainDb ?? delta);
        PlanChoice quieter = new(
            $"loudness {Text.Number(loudest, 1)} {Unit}",
            $"{Text.Number(target - loudest, 1)} LU under the target, {how}");
        string budget = _request.Budget is { } b
            ? $"exceeds the limiter's budget (largest {Text.Number(b.LargestDb, 1)} dB, 99th percentile {Text.Number(b.Percentile99Db, 1)} dB)"
            : "needs a limiter, and no limiting is stated";
        string reason = $"{Text.Number(target, 1)} {Unit} at {Text.Number(_ceiling, 2)} dBTP {budget}: "
            + $"gain alone would peak at {Text.Number(_measures.TruePeakDbtp + delta, 2)} dBTP";
        PlanChoice other = reach is { } point
            ? LimitingChoice(point.Outcome)
            : new PlanChoice("compress or level the mix", "its dynamics: no limiter reaches the target alone");
        return Refuse(reason, quieter, other);
    }

    /// <summary>The loudest that the budget allows, to a tenth of a dB of gain.</summary>
    private (double Lufs, string How) LoudestWithin(double low, double high)
    {
        (double Lufs, string How) best = (_loudness + low, "gain alone");
        if (_request.Budget is not { } budget)
        {
            return best;
        }

        for (int i = 0; i < 6 && high - low > 0.1; i++)
        {
            double middle = (low + high) / 2;
            LimiterOutcome outcome = _trial.Run(middle, _ceiling - LoudnessPlanner.MeterReserveDb);
            if (outcome.IsWithin(budget))
            {
                low = middle;
                best = (outcome.IntegratedLufs, $"limiter largest {Text.Number(outcome.LargestReductionDb, 1)} dB");
            }
            else
            {
                high = middle;
            }
        }

        return best;
    }

    private PlanChoice LimitingChoice(LimiterOutcome outcome)
    {
        double stated = Math.Max(outcome.Percentile99ReductionDb, outcome.LargestReductionDb - 1);
        return new PlanChoice(
            $"limiting {Text.Number(Math.Ceiling(stated * 10) / 10, 1)} dB",
            $"the limiter takes {Text.Number(outcome.LargestReductionDb, 1)} dB at most, {Text.Number(outcome.Percentile99ReductionDb, 1)} dB at the 99th percentile; "
                + $"peak to loudness falls from {Text.Number(_measures.PeakToLoudnessLu, 1)} to {Text.Number(outcome.TruePeakDbtp - outcome.IntegratedLufs, 1)} LU");
    }

    private void NoteReserve()
    {
        if (_request.CeilingDbtp is null)
        {
            _reasons.Add($"no true peak is written: {Text.Number(LoudnessPlanner.UsualCeilingDbtp, 1)} dBTP is kept");
        }

        if (_request.ReserveDb > 0)
        {
            _reasons.Add($"{Text.Number(_request.ReserveDb, 1)} dB below the ceiling are kept for the overshoot of decoding");
        }
    }

    private LoudnessPlan Finish(LoudnessAction action, double gainDb) => new()
    {
        Action = action,
        GainDb = gainDb,
        MeasuredLufs = _loudness,
        MeasuredTruePeakDbtp = _measures.TruePeakDbtp,
        ExpectedLufs = _loudness + gainDb,
        ExpectedTruePeakDbtp = _measures.TruePeakDbtp + gainDb,
        Budget = _request.Budget,
        Reasons = [.. _reasons],
    };

    private LoudnessPlan Refuse(string reason, params ReadOnlySpan<PlanChoice> choices) =>
        Finish(LoudnessAction.Refused, 0) with { Reasons = [.. _reasons, reason], Choices = [.. choices] };
}
