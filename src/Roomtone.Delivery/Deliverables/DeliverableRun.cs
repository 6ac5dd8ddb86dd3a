using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using Roomtone.Analysis;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>What a run needs to make one file.</summary>
internal sealed record DeliverableOrder
{
    /// <summary>The deliverable's id, for messages and progress.</summary>
    public required string Id { get; init; }

    public required DeliverySpecification Specification { get; init; }

    /// <summary>The programme before its level.</summary>
    public required IAudioSource Programme { get; init; }

    /// <summary>Of a stem: the mix, whose gain and limiter it takes; null where the programme is the mix.</summary>
    public IAudioSource? Whole { get; init; }

    /// <summary>What the session's dialogue tracks give to the programme; null where none is, or nobody asks.</summary>
    public IAudioSource? Dialogue { get; init; }

    /// <summary>What stands before and after the programme; null where nothing does.</summary>
    public ReelEnds? Ends { get; init; }

    /// <summary>The picture that the file is laid to; null without one.</summary>
    public PictureSync? Picture { get; init; }

    /// <summary>Full path.</summary>
    public required string Path { get; init; }

    /// <summary>As the user named it.</summary>
    public required string ShownPath { get; init; }

    public required DeliveryMetadata Metadata { get; init; }

    public required OutputOptions Output { get; init; }

    /// <summary>Key of the dither.</summary>
    public long Seed { get; init; }

    /// <summary>The samples lie on the grid of this word length already; null = they do not.</summary>
    public int? SourceBits { get; init; }

    public bool DryRun { get; init; }

    public IWorkProgress? Progress { get; init; }

    public CancellationToken Cancellation { get; init; }
}

/// <summary>Makes one file: measure, plan, level, encode, decode, measure again, correct.</summary>
internal sealed class DeliverableRun
{
    private const int MostEncodings = 4;
    private const int SyncPlaces = 4;
    private const int SyncWindow = 1 << 14;
    private DeliverableOrder _order;
    private readonly DeliverySpecification _specification;
    private readonly IDeliveryMedia _media;
    private readonly List<string> _changes = [];
    private LimiterTrial _trial;
    private ProgrammeMeasures? _measured;
    private SpeechReading? _speech;
    private int _encodings;

    private DeliverableRun(DeliverableOrder order, IDeliveryMedia media)
    {
        _order = order;
        _specification = order.Specification;
        _media = order.Specification.Channels is { IsUsual: false } channels ? new ChannelFiles(media, channels) : media;
        _trial = Trial(order);
    }

    /// <summary>Makes the file; what goes wrong with this file alone is in the result.</summary>
    public static DeliverableResult Run(DeliverableOrder order, IDeliveryMedia media)
    {
        long begin = Stopwatch.GetTimestamp();
        DeliverableResult result;
        try
        {
            result = new DeliverableRun(order, media).Run();
        }
        catch (RoomtoneException e)
        {
            result = Empty(order) with { ExitCode = e.ExitCode, Findings = e.Findings };
        }

        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return result with { RealtimeFactor = (double)order.Programme.Length / order.Programme.SampleRate / Math.Max(seconds, 1e-6) };
    }

    /// <summary>A finding for every clause that is broken.</summary>
    public static ImmutableArray<Finding> Broken(string id, string shownPath, ImmutableArray<Clause> clauses) =>
        [.. clauses.Where(c => c.Pass == false).Select(c => Broken(id, shownPath, c))];

    /// <summary>What becomes of a file that can't be made of its programme.</summary>
    public static DeliverableResult Refused(DeliveryJob job, RoomtoneException reason) =>
        Empty(job.Specification.Deliverable.Id, job.ShownPath, job.Specification) with { ExitCode = reason.ExitCode, Findings = reason.Findings };

    private static DeliverableResult Empty(DeliverableOrder order) => Empty(order.Id, order.ShownPath, order.Specification);

    private static DeliverableResult Empty(string id, string shownPath, DeliverySpecification specification) => new()
    {
        Id = id,
        Path = specification.Channels.Paths(shownPath)[0],
        Stem = specification.StemName,
        Profile = specification.Profile,
        Format = specification.Format,
        Request = specification.Loudness,
        ExitCode = ExitCode.Done,
    };

    private long Before => _order.Ends?.Head.Length ?? 0;

    private long After => _order.Ends?.Tail.Length ?? 0;

    private DeliverableResult Run()
    {
        LoudnessPlan plan = MakePlan();
        DeliverableResult result = Empty(_order) with { Plan = plan };
        if (plan.IsRefused)
        {
            return result with { ExitCode = ExitCode.CheckFailed, Findings = [Refusal(plan)] };
        }

        _media.Check(OrderOf(_order.Metadata, _order.Output));
        Tell(plan);
        if (_order.DryRun)
        {
            return result with { Changes = [.. _changes] };
        }

        (CheckedFile file, ImmutableArray<Clause> clauses) = Encode(ref plan);
        ImmutableArray<Finding> findings = Broken(_order.Id, _order.ShownPath, clauses);
        return result with
        {
            Plan = plan,
            File = file,
            Clauses = clauses,
            Changes = [.. _changes],
            Findings = findings,
            Encodings = _encodings,
            Encoder = _media.EncoderOf(_specification.Format.Container),
            Sha256 = HashOf(_specification.Channels.Paths(_order.Path)[0]),
            ChannelFiles = ChannelHashes(),
            ExitCode = findings.IsEmpty ? ExitCode.Done : ExitCode.CheckFailed,
        };
    }

    private LoudnessPlan MakePlan()
    {
        LoudnessRequest request = _specification.Loudness;
        bool isFree = request.Adjust == AdjustRule.Never || (request.TargetLufs is null && request.CeilingDbtp is null);
        if (isFree)
        {
            return new LoudnessPlan { Action = request.Adjust == AdjustRule.Never ? LoudnessAction.Verify : LoudnessAction.Unchanged };
        }

        LoudnessPlan plan = LoudnessPlanner.Plan(request, MeasureProgramme(), _trial);
        return plan.IsRefused && _specification.Deliverable.AllowsLeveller ? Levelled(plan) : plan;
    }

    // The mix is levelled, and a stem follows it.
    private LoudnessPlan Levelled(LoudnessPlan refused)
    {
        DeliverableOrder plain = _order;
        var curve = LevellerCurve.Of(_order.Whole ?? _order.Programme, new LevellerSettings(), null, _order.Cancellation);
        if (curve.IsNeutral)
        {
            return refused;
        }

        _order = _order with
        {
            Programme = new LevelledSource(_order.Programme, curve),
            Whole = _order.Whole is { } whole ? new LevelledSource(whole, curve) : null,
        };
        _measured = null;
        _trial = Trial(_order);
        LoudnessPlan plan = LoudnessPlanner.Plan(_specification.Loudness, MeasureProgramme(), _trial);
        if (plan.IsRefused)
        {
            _order = plain;
            return refused;
        }

        _changes.Add($"leveller: speech by {Text.Number(curve.GainsDb.Min(), 1)} to {Text.Number(curve.GainsDb.Max(), 1)} dB, because {refused.Reasons[^1]}");
        return plan;
    }

    private LimiterTrial Trial(DeliverableOrder order) => new(
        order.Whole ?? order.Programme, _specification.MonoAs, _specification.Loudness.Anchor, () => _speech, order.Progress, order.Cancellation);

    private ProgrammeMeasures MeasureProgramme()
    {
        if (_measured is not null)
        {
            return _measured;
        }

        MeasuredProgramme measured = MeasurePass.Measure(
            _order.Whole ?? _order.Programme, _specification.MonoAs, _specification.Loudness.CeilingDbtp ?? 0, $"measuring {_order.Id}", _order.Progress,
            _order.Cancellation, new MeasureExtras { HasDialogue = _specification.Loudness.Anchor == LoudnessAnchor.Dialogue, Speech = KnownSpeech() });
        _speech ??= measured.Speech;
        return _measured = (_order.Whole ?? _order.Programme) is PreparedProgramme prepared ? prepared.Judged(measured.Measures) : measured.Measures;
    }

    // Where the session's own dialogue speaks; a file is as long as its programme, so it speaks there too.
    private SpeechReading? KnownSpeech() => _order.Dialogue is null
        ? null
        : _speech ??= MeasurePass.FindSpeech(_order.Dialogue, $"listening to the dialogue of {_order.Id}", _order.Progress, _order.Cancellation);

    /// <summary>What a broadcast wave will say of its loudness: gain moves every level alike, a limiter was measured.</summary>
    private ProgrammeMeasures LoudnessOf(LoudnessPlan plan)
    {
        if (plan.LimiterCeilingDbtp is { } ceiling)
        {
            return MeasurePass.Slim(_trial.Measure(plan.GainDb, ceiling));
        }

        ProgrammeMeasures m = MeasureProgramme();
        return m with
        {
            IntegratedLufs = m.IntegratedLufs + plan.GainDb,
            MaximumMomentaryLufs = m.MaximumMomentaryLufs + plan.GainDb,
            MaximumShortTermLufs = m.MaximumShortTermLufs + plan.GainDb,
            TruePeakDbtp = m.TruePeakDbtp + plan.GainDb,
        };
    }

    private (CheckedFile File, ImmutableArray<Clause> Clauses) Encode(ref LoudnessPlan plan)
    {
        while (true)
        {
            Write(plan);
            (CheckedFile file, ImmutableArray<Clause> clauses) = Verify();
            LoudnessPlan? next = _encodings >= MostEncodings || _order.Whole is not null
                ? null
                : LoudnessPlanner.Correct(plan, _specification.Loudness, file.Measures, _trial);
            if (next is null)
            {
                return (file, clauses);
            }

            _changes.Add($"encoded again: {next.Reasons[^1]}");
            plan = next;
        }
    }

    private void Write(LoudnessPlan plan)
    {
        _encodings++;
        // Once this run has written the file, it is its own to replace.
        OutputOptions output = _encodings > 1 ? _order.Output with { Replace = true } : _order.Output;
        bool tellsLoudness = _order.Whole is null && (_specification.Format.Container is "bwf" or "bw64" || _order.Metadata.Chunks?.Broadcast is not null);
        DeliveryMetadata metadata = tellsLoudness ? _order.Metadata with { Loudness = LoudnessOf(plan) } : _order.Metadata;
        EncodeOrder order = OrderOf(metadata, output);
        if (_encodings == 1)
        {
            _changes.AddRange(_media.LeftOut(order));
        }

        using IDeliveryWriter writer = _media.Create(order);
        using WordLengthSink sink = new(writer, _specification, _order, plan);
        Append(_order.Ends?.Head, sink);
        LevelPass.Run(
            _order.Programme, plan.GainDb, plan.LimiterCeilingDbtp, sink, $"encoding {_order.Id}", _order.Progress, _order.Cancellation, _order.Whole);
        Append(_order.Ends?.Tail, sink);
        writer.Complete();
    }

    private EncodeOrder OrderOf(DeliveryMetadata metadata, OutputOptions output) =>
        new(_order.Path, _specification.Format, Before + _order.Programme.Length + After, metadata, output, _order.Cancellation);

    private void Append(IAudioSource? end, WordLengthSink sink)
    {
        if (end is not null)
        {
            SourcePass.Run(end, sink.Write, null, _order.Cancellation);
        }
    }

    private (CheckedFile File, ImmutableArray<Clause> Clauses) Verify()
    {
        using IDeliveredFile decoded = _media.Open(_order.Path, _order.Cancellation);
        LoudnessRequest request = _specification.Loudness;
        CompanionMeter sync = new(_order.Programme, decoded.Layout, _order.Programme.Length, SyncPlaces, SyncWindow, SyncWindow / 2);
        MeasuredProgramme measured = MeasurePass.Measure(
            Before + After == 0 ? decoded : new RangeSource(decoded, Before, Math.Max(0, decoded.Length - Before - After)), _specification.MonoAs, request.CeilingDbtp ?? 0, $"checking {_order.Id}", _order.Progress, _order.Cancellation,
            Extras() with { Meters = [sync] });
        CheckedFile file = CheckedFile.Of(_order.Path, decoded, measured, _specification.MonoAs);
        ImmutableArray<Clause> clauses = DeliveredClauses.Check(request, _specification.Profile, file, _order.Programme.Length);
        clauses = [.. clauses, QualityClauses.Sync(sync.Read(), "its programme")];
        if (Before > 0)
        {
            double leader = (double)Before / decoded.SampleRate;
            clauses = [.. clauses.Select(c => c with { AtSeconds = [.. c.AtSeconds.Select(s => s + leader)] })];
        }

        if (_specification.Profile is { ForbidsLineUp: true } && _order.Ends is not null)
        {
            clauses = [.. clauses.Where(c => c.Id != "line-up"), QualityClauses.LineUp("line-up", _order.Ends.Tones, decoded.SampleRate, isForbidden: true)];
        }

        if (_order.Picture is { } picture)
        {
            clauses = [.. clauses, .. PictureClauses.Of(decoded, picture, _order.Cancellation)];
        }

        return (file, _order.Whole is null ? clauses : [.. clauses.Select(DeliveredClauses.OfStem)]);
    }

    private MeasureExtras Extras()
    {
        MeasureExtras extras = MeasureExtras.Of(_specification.Profile);
        bool hasDialogue = extras.HasDialogue || _specification.Loudness.Anchor == LoudnessAnchor.Dialogue;
        return extras with { HasDialogue = hasDialogue, Speech = hasDialogue ? KnownSpeech() : null };
    }

    private void Tell(LoudnessPlan plan)
    {
        if (plan.Action is LoudnessAction.Gain or LoudnessAction.GainAndLimiter)
        {
            _changes.Add(_order.Whole is null
                ? $"{plan.Headline}: {Text.Number(plan.MeasuredLufs, 1)} to {Text.Number(plan.ExpectedLufs, 1)} LUFS"
                : $"{plan.Headline}, the mix's");
        }

        if (plan.Action == LoudnessAction.GainAndLimiter)
        {
            _changes.Add($"limiter takes {Text.Number(plan.LargestReductionDb, 1)} dB at most, {Text.Number(plan.Percentile99ReductionDb, 1)} dB at the 99th percentile");
        }

        if (_specification.Matrix is not null)
        {
            _changes.Add($"folded to {_specification.Layout.Id}{(_specification.MatrixEncoding is null ? string.Empty : ", Lt/Rt")}");
        }
    }

    private Finding Refusal(LoudnessPlan plan) => new("RT0840", Severity.Error, $"deliver '{_order.Id}': {plan.Reasons[^1]}")
    {
        File = _order.ShownPath,
        Hint = string.Join("; or ", plan.Choices.Select(c => $"{c.Change} ({c.Cost})")),
    };

    private static Finding Broken(string id, string shownPath, Clause clause) => new(
        "RT0841",
        Severity.Error,
        $"deliver '{id}': {clause.Title.ToLowerInvariant()} is {clause.MeasuredLabel}{(clause.Unit.Length > 0 ? " " + clause.Unit : string.Empty)}, the limit is {clause.Limit}")
    {
        File = shownPath,
    };

    private ImmutableArray<ChannelFile> ChannelHashes()
    {
        ChannelArrangement channels = _specification.Channels;
        return channels.IsDiscrete
            ? [.. channels.Paths(_order.ShownPath).Zip(channels.Paths(_order.Path), (shown, path) => new ChannelFile(shown, path, HashOf(path)))]
            : [];
    }

    private static string HashOf(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
