using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Delivery;

/// <summary>Makes the files of a deliverable that belong together: measured all, planned as one, levelled each to its place.</summary>
internal sealed class SetDelivery
{
    private readonly ImmutableArray<DeliveryJob> _jobs;
    private readonly Func<DeliveryJob, TrackMeasures> _measure;
    private readonly Func<DeliveryJob, bool, DeliverableResult> _make;
    private readonly CancellationToken _cancellation;

    /// <summary>Prepares a set.</summary>
    /// <param name="jobs">Its files, in order.</param>
    /// <param name="measure">Measures one before its level.</param>
    /// <param name="make">Makes one, or plans it only.</param>
    /// <param name="cancellation">Stops it.</param>
    public SetDelivery(
        ImmutableArray<DeliveryJob> jobs, Func<DeliveryJob, TrackMeasures> measure, Func<DeliveryJob, bool, DeliverableResult> make, CancellationToken cancellation)
    {
        (_jobs, _measure, _make, _cancellation) = (jobs, measure, make, cancellation);
        Mode = ModeOf(jobs[0].Specification.Deliverable);
    }

    /// <summary>How the files belong together.</summary>
    public MasteringMode Mode { get; }

    /// <summary>How the files of a deliverable belong together.</summary>
    /// <param name="deliverable">One with a <c>set</c>.</param>
    public static MasteringMode ModeOf(Deliverable deliverable) => deliverable.Set switch
    {
        "album" => MasteringMode.Album,
        "book" => MasteringMode.Book,
        _ => MasteringMode.Series,
    };

    /// <summary>Makes all files; an album or a book whole or not at all.</summary>
    /// <param name="isDryRun">Plans only.</param>
    /// <param name="findings">Receives the plan, and what stands in its way.</param>
    /// <returns>The results, in the order of the jobs.</returns>
    public ImmutableArray<DeliverableResult> Make(bool isDryRun, List<Finding> findings)
    {
        TrackMeasures[] tracks = WorkPool.Shared.Map(_jobs.Length, i => _measure(_jobs[i]), _cancellation);
        var plan = MasteringPlan.For(Mode, [.. tracks], _jobs[0].Specification.Loudness.TargetLufs ?? double.NaN);
        if (!plan.Outliers.IsEmpty)
        {
            Tell(plan, findings);
            ImmutableArray<Finding> outliers = [.. plan.Outliers.Select(o => new Finding("RT0845", Severity.Error, o))];
            return [.. _jobs.Select((j, i) => DeliverableRun.Refused(j, new RoomtoneException(ExitCode.CheckFailed, i == 0 ? outliers : [])))];
        }

        bool isTogether = Mode != MasteringMode.Series;
        ImmutableArray<DeliverableResult> results = [];
        if (isTogether || isDryRun)
        {
            results = At(plan, isDryRun: true);
            (plan, results) = BookRounds.Solve(plan, results, p => At(p, isDryRun: true), DeliveryResult.Worst);
        }

        Tell(plan, findings);
        if (isDryRun)
        {
            return results;
        }

        if (isTogether && DeliveryResult.Worst(results) != ExitCode.Done)
        {
            int standing = results.Count(r => r.ExitCode != ExitCode.Done);
            findings.Add(new Finding("RT0857", Severity.Error, $"nothing of deliver '{_jobs[0].Specification.Deliverable.Id}' is written: its files belong together, and {standing} stand{(standing == 1 ? "s" : string.Empty)} in the way"));
            return [.. results.Select(r => r.ExitCode == ExitCode.Done ? r with { ExitCode = ExitCode.CheckFailed } : r)];
        }

        return At(plan, isDryRun: false);
    }

    private ImmutableArray<DeliverableResult> At(MasteringPlan plan, bool isDryRun) =>
        [.. WorkPool.Shared.Map(_jobs.Length, i => _make(Levelled(_jobs[i], plan.Targets[i]), isDryRun), _cancellation)];

    private static DeliveryJob Levelled(DeliveryJob job, TrackTarget target) => job with
    {
        Specification = job.Specification with
        {
            Loudness = job.Specification.Loudness with
            {
                Adjust = AdjustRule.Always,
                Anchor = LoudnessAnchor.Programme,
                TargetLufs = target.TargetLufs,
                ToleranceLu = target.ToleranceLu,
                Fallback = null,
            },
        },
    };

    private static void Tell(MasteringPlan plan, List<Finding> findings) =>
        findings.AddRange(plan.Lines.Select(l => new Finding("RT0858", Severity.Note, l.Trim())));
}
