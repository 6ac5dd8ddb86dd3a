using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Delivery;
using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Verbs;

/// <summary>Asks for masters of finished mixes.</summary>
/// <param name="Files">Names, folders, patterns; their order is the order of the set.</param>
/// <param name="Profile">Id of a profile, or a profile file of one's own.</param>
/// <param name="Folder">Where the masters go.</param>
public sealed record MasterRequest(ImmutableArray<string> Files, string Profile, string Folder)
{
    /// <summary>How they belong together.</summary>
    public MasteringMode Mode { get; init; }

    /// <summary>Format as a session writes it; null = the profile's, or 24-bit WAV.</summary>
    public string? Format { get; init; }

    /// <summary>Loudness that the set is brought to, LUFS; null = the profile's.</summary>
    public double? TargetLufs { get; init; }

    /// <summary>99th percentile of a limiter's reduction, dB; null = the profile's budget, or the stop rule of mastering, 6 dB.</summary>
    public double? LimitingDb { get; init; }

    /// <summary>What the masters shall sound like; null = as they are.</summary>
    public MasterReference? Reference { get; init; }

    /// <summary>A chain is decided on from what is measured, and written beside the masters.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>Chapters of a book that sound unlike the others stay as they are.</summary>
    public bool KeepsTone { get; init; }

    /// <summary>File with the chain that mixes pass before they are levelled; null = none.</summary>
    public string? ChainPath { get; init; }

    /// <summary>Cue sheet of an album; null = none.</summary>
    public string? CuePath { get; init; }

    /// <summary>UPC or EAN for cue sheet and PQ list.</summary>
    public string Upc { get; init; } = string.Empty;

    /// <summary>The album as one file for a disc; null = none.</summary>
    public string? ImagePath { get; init; }

    /// <summary>PQ list of the image; null = none.</summary>
    public string? PqPath { get; init; }

    /// <summary>Pause between tracks of the image, seconds; null = 2.</summary>
    public double? SpacingSeconds { get; init; }

    /// <summary>An ISRC for each file, in their order; empty = those of their tags.</summary>
    public ImmutableArray<string> Isrc { get; init; } = [];

    /// <summary>Page that shows the masters; null = none.</summary>
    public string? Report { get; init; }

    /// <summary>The date that goes into files; null = the sources' own.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Files worked on at once.</summary>
    public BatchOptions Batch { get; init; }

    /// <summary>Earlier outputs are replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Plans and measures, writes nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Name and version of the tool, for the page.</summary>
    public string Tool { get; init; } = "roomtone";
}

/// <summary>What became of the masters.</summary>
/// <param name="Plan">What they are brought to, and why.</param>
/// <param name="Files">Each master; none where the plan has outliers.</param>
public sealed record MasterResult(MasteringPlan Plan, ImmutableArray<FileOutcome<DeliverableResult>> Files)
{
    /// <summary>Gated loudness of all masters one after another, LUFS; NaN where it does not matter or none was written.</summary>
    public double AlbumLufs { get; init; } = double.NaN;

    /// <summary>How far an offset between two tracks moved at most, LU; NaN where it does not matter.</summary>
    public double WorstOffsetLu { get; init; } = double.NaN;

    /// <summary>The masters are there; otherwise they were only planned.</summary>
    public bool IsWritten { get; init; }

    /// <summary>The worst end of any file.</summary>
    public ExitCode ExitCode => Plan.Outliers.IsEmpty ? FileBatch.Worst(Files, f => f.ExitCode) : ExitCode.CheckFailed;
}

/// <summary>Finished mixes in, masters out: levelled as an album, a series or a book, limited within a budget, encoded, decoded, measured.</summary>
public static class MasterVerb
{
    // Algorithms, 12: the limiter of a master takes at most 6 dB of what is loud.
    private const double MasteringLimitingDb = 6;

    // Algorithms, 12: what is limited to less has lost its life.
    private const double LeastPlrLu = 8;
    private const double DefaultCeilingDbtp = -1;

    /// <summary>Masters files.</summary>
    /// <param name="request">Which, and how.</param>
    /// <param name="context">Progress, cancellation, findings.</param>
    /// <param name="showPlan">Told the plan before anything is rendered.</param>
    /// <exception cref="RoomtoneException">Something asked for is missing or does not fit (exit 2), or a file can't be read or written (exit 4).</exception>
    public static MasterResult Run(MasterRequest request, VerbContext context, Action<MasteringPlan> showPlan)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(showPlan);
        DeliveryProfile profile = ProfileCatalog.Shipped.Get(request.Profile);
        FileFormat format = request.Format is { } text ? FormatText.Parse(text) : profile.Format ?? FormatText.Parse("wav 24 bit");
        double target = profile switch
        {
            _ when request.Mode == MasteringMode.Book => double.NaN,
            _ when request.TargetLufs is { } asked => asked,
            { Anchor: LoudnessAnchor.Programme, Target: { } lufs } => lufs,
            _ => throw Quantities.Refuse("--profile", request.Profile, "a profile with a programme loudness (roomtone list profiles); books are mastered with --book"),
        };
        ImmutableArray<string> files = InputFiles.Expand(request.Files);
        OutputNames.For(files, Template(request, format));
        ImmutableArray<Session.ProcessSlot> own = request.ChainPath is { } chainPath ? ChainText.Read(chainPath, []) : [];
        DemandApart(files, request, format, own);
        using var disk = new DeliveryMedia();
        double ceiling = profile.TruePeakDbtp ?? DefaultCeilingDbtp;
        (IDeliveryMedia media, ImmutableArray<MasteringChain> chains, ImmutableArray<double> ranges) = Processed(files, request, own, (target, ceiling), disk, context);
        ImmutableArray<TrackMeasures> tracks = Measure(files, profile, request, media, context);
        ImmutableArray<string> toneLines = [];
        if (request.Mode == MasteringMode.Book && !request.KeepsTone)
        {
            (media, tracks, toneLines) = Alike(files, tracks, profile, request, media, context);
        }

        AlbumDisc.Demand(request, format, [.. tracks.Select(t => t.Measures.DurationSeconds)]);
        MasteringPlan plan = MasteringPlan.For(request.Mode, tracks, target);
        plan = plan with { Lines = [.. toneLines, .. plan.Lines, .. chains.Distinct().SelectMany(c => c.Lines)] };
        if (!plan.Outliers.IsEmpty)
        {
            showPlan(plan);
            context.Report(plan.Outliers.Select(o => new Finding("RT0845", Severity.Error, o)));
            return new MasterResult(plan, []);
        }

        ImmutableArray<FileOutcome<DeliverableResult>> Deliver(MasteringPlan at, bool isDryRun)
        {
            var progress = new BatchProgress(context.Progress, files.Length);
            return FileBatch.Run(
                files,
                request.Batch,
                i => FileDelivery.Deliver(
                    Options(at.Targets[i], i + 1, request, profile, format, context.Cancellation) with { Progress = progress.ForFile(), DryRun = isDryRun }, media),
                context.Cancellation);
        }

        // Half an album is no album: where one of its masters can't be made, none is.
        bool isTogether = request.Mode != MasteringMode.Series;
        ImmutableArray<FileOutcome<DeliverableResult>> outcomes = [];
        if (isTogether || request.IsDryRun)
        {
            outcomes = Deliver(plan, isDryRun: true);
            (plan, outcomes) = BookRounds.Solve(plan, outcomes, p => Deliver(p, isDryRun: true), o => FileBatch.Worst(o, f => f.ExitCode));
        }

        showPlan(plan);
        bool isWritten = !request.IsDryRun && (!isTogether || FileBatch.Worst(outcomes, f => f.ExitCode) == ExitCode.Done);
        if (isWritten)
        {
            MasteringChains.Write(files, chains, string.Create(CultureInfo.InvariantCulture, $"{profile.Reference}: {target:0.0} LUFS, {ceiling:0.0} dBTP"), request);
            outcomes = Deliver(plan, isDryRun: false);
        }

        context.Report(Peaks(outcomes, tracks));
        context.Report(Flat(outcomes));
        context.Report(Narrowed(outcomes, ranges.IsEmpty ? [.. tracks.Select(t => t.Measures.LoudnessRangeLu)] : ranges));
        context.Report(outcomes.Where(o => o.Result is not null).SelectMany(o => o.Result!.Findings));
        if (isWritten)
        {
            WriteLists(request, files, outcomes, disk, context);
            ReportPage.Write(request.Report, ReportOf(request, outcomes), request.Force, files);
        }

        return Compared(new MasterResult(plan, outcomes) { IsWritten = isWritten }, request);
    }

    // Chapters that sound unlike the others through an equaliser; those are measured again.
    private static (IDeliveryMedia Media, ImmutableArray<TrackMeasures> Tracks, ImmutableArray<string> Lines) Alike(
        ImmutableArray<string> files, ImmutableArray<TrackMeasures> tracks, DeliveryProfile profile, MasterRequest request, IDeliveryMedia media, VerbContext context)
    {
        ImmutableArray<MasteringMove> moves = ChapterTone.Decide(tracks);
        ImmutableArray<string> lines = [.. files.Zip(moves).Where(m => !m.Second.Reasons.IsEmpty).SelectMany(m => new MasteringChain(Path.GetFileName(m.First), [m.Second]).Lines)];
        if (moves.All(m => m.Slot is null))
        {
            return (media, tracks, lines);
        }

        IDeliveryMedia alike = MasteringChains.Through(media, files, [.. moves.Select(m => m.Slot is { } slot ? ImmutableArray.Create(slot) : [])], context);
        int[] changed = [.. Enumerable.Range(0, files.Length).Where(i => moves[i].Slot is not null)];
        ImmutableArray<TrackMeasures> again = Measure([.. changed.Select(i => files[i])], profile, request, alike, context);
        for (int i = 0; i < changed.Length; i++)
        {
            tracks = tracks.SetItem(changed[i], again[i]);
        }

        return (alike, tracks, lines);
    }

    // The mixes as they are levelled: matched to the reference first, then through a chain, found or given.
    private static (IDeliveryMedia Media, ImmutableArray<MasteringChain> Chains, ImmutableArray<double> RangesLu) Processed(
        ImmutableArray<string> files, MasterRequest request, ImmutableArray<Session.ProcessSlot> own, (double Lufs, double Dbtp) target, DeliveryMedia disk, VerbContext context)
    {
        IDeliveryMedia media = request.Reference is null ? disk : ReferenceMatch.Through(files, request, disk, context);
        if (request.IsAutomatic)
        {
            (ImmutableArray<MasteringChain> chains, ImmutableArray<double> ranges) = MasteringChains.Decide(files, request, target, media, context);
            return (MasteringChains.Through(media, files, [.. chains.Select(c => c.Slots)], context), chains, ranges);
        }

        return (own.IsEmpty ? media : MasteringChains.Through(media, files, [.. files.Select(_ => own)], context), [], []);
    }

    // A refusal says what it costs; this says where to look.
    private static IEnumerable<Finding> Peaks(ImmutableArray<FileOutcome<DeliverableResult>> outcomes, ImmutableArray<TrackMeasures> tracks) =>
        outcomes.Zip(tracks).Where(p => p.First.Result is { Plan.IsRefused: true } && double.IsFinite(p.Second.Measures.IntegratedLufs)).Select(p => new Finding(
            "RT0846",
            Severity.Note,
            string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(p.First.Path)}: its highest peak is at {TimeSpan.FromSeconds(p.Second.PeakSeconds):hh\\:mm\\:ss\\.fff}; a clip gain there, or a compressor before mastering, makes room")));

    private static IEnumerable<Finding> Flat(ImmutableArray<FileOutcome<DeliverableResult>> outcomes) =>
        outcomes.Where(o => o.Result?.File is { } file && file.Measurement.PeakToLoudnessLu < LeastPlrLu).Select(o => new Finding(
            "RT0850",
            Severity.Note,
            string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(o.Path)}: its peaks stand only {o.Result!.File!.Measurement.PeakToLoudnessLu:0.0} LU over its loudness (under {LeastPlrLu:0}); a lower --loudness keeps more of it")));

    private static IEnumerable<Finding> Narrowed(ImmutableArray<FileOutcome<DeliverableResult>> outcomes, ImmutableArray<double> ranges) =>
        outcomes.Zip(ranges).Where(p => p.First.Result?.File is not null)
            .Select(p => RangeLoss.Tell(Path.GetFileName(p.First.Path), p.Second, p.First.Result!.File!.Measurement.LoudnessRangeLu)).OfType<string>()
            .Select(told => new Finding("RT0859", Severity.Note, told));

    private static ImmutableArray<TrackMeasures> Measure(
        ImmutableArray<string> files, DeliveryProfile profile, MasterRequest request, IDeliveryMedia media, VerbContext context)
    {
        var progress = new BatchProgress(context.Progress, files.Length);
        ImmutableArray<FileOutcome<TrackMeasures>> measured = FileBatch.Run(
            files,
            request.Batch with { KeepGoing = false },
            i =>
            {
                using IDeliveredFile file = media.Open(files[i], context.Cancellation);
                return TrackMeasures.Of(files[i], file, profile.MonoAs ?? MonoLoudness.Single, request.Mode == MasteringMode.Book, progress.ForFile(), context.Cancellation);
            },
            context.Cancellation);
        return [.. measured.Select(m => m.Result!)];
    }

    private static FileDeliveryOptions Options(
        TrackTarget track, int index, MasterRequest request, DeliveryProfile profile, FileFormat format, CancellationToken cancellation) => new()
        {
            Source = track.Path,
            Output = Template(request, format),
            Profile = profile,
            Format = format,
            Loudness = new LoudnessTarget(track.TargetLufs, track.ToleranceLu, profile.MonoAs ?? MonoLoudness.Single),
            LimitingDb = request.LimitingDb ?? (profile.Budget is null ? MasteringLimitingDb : null),
            Date = request.Date,
            Index = index,
            Force = request.Force,
            Cancellation = cancellation,
        };

    private static void DemandApart(ImmutableArray<string> files, MasterRequest request, FileFormat format, ImmutableArray<Session.ProcessSlot> chain)
    {
        string[] masters = [.. files.Select(f => Path.GetFullPath(Path.Combine(request.Folder, Path.GetFileNameWithoutExtension(f) + FormatText.Extension(format.Container))))];
        foreach (string reference in ChainText.References(chain).Concat(request.Reference is { Path: var path } ? [path] : []))
        {
            if (masters.Contains(Path.GetFullPath(reference)))
            {
                throw Quantities.Refuse("-o", request.Folder, $"a folder in which no master replaces the reference {reference}");
            }
        }
    }

    private static string Template(MasterRequest request, FileFormat format) =>
        Path.Combine(request.Folder, "{name}" + FormatText.Extension(format.Container));

    private static MasterResult Compared(MasterResult result, MasterRequest request)
    {
        if (request.Mode != MasteringMode.Album || !result.IsWritten || result.Files.Any(f => f.Result?.File is null))
        {
            return result;
        }

        double[] errors = [.. result.Files.Zip(result.Plan.Targets, (f, t) => f.Result!.File!.Measurement.IntegratedLufs - t.TargetLufs)];
        return result with
        {
            AlbumLufs = MasteringPlan.LoudnessOfAll([.. result.Files.Select(f => new TrackMeasures(f.Path, f.Result!.File!.Measures, f.Result.File.Measurement.History.Powers, []))]),
            WorstOffsetLu = errors.Max() - errors.Min(),
        };
    }

    private static void WriteLists(
        MasterRequest request, ImmutableArray<string> files, ImmutableArray<FileOutcome<DeliverableResult>> outcomes, IDeliveryMedia media, VerbContext context)
    {
        bool isWhole = outcomes.All(o => o.Result is { Sha256.Length: > 0 });
        if (request is { CuePath: null, ImagePath: null } || (request.ImagePath is not null && !isWhole))
        {
            return;
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(request.CuePath ?? request.ImagePath!))!;
        ImmutableArray<CueTrack> tracks = [.. outcomes.Select((o, i) => (Outcome: o, Index: i)).Where(o => o.Outcome.Result is { Sha256.Length: > 0 }).Select(o =>
        {
            Media.MediaTags tags = Media.MediaFile.Probe(o.Outcome.Path).Tags;
            string file = Path.GetRelativePath(folder, Path.GetFullPath(o.Outcome.Result!.Path)).Replace('\\', '/');
            string isrc = request.Isrc.IsEmpty ? tags["isrc"] ?? string.Empty : request.Isrc[o.Index];
            return new CueTrack(file, tags.Title ?? Path.GetFileNameWithoutExtension(o.Outcome.Path), tags.Artist ?? string.Empty, isrc);
        })];
        string album = outcomes.Select(o => Media.MediaFile.Probe(o.Path).Tags["album"]).FirstOrDefault(a => a is not null) ?? string.Empty;
        if (request.ImagePath is not null)
        {
            AlbumDisc.Write(request, files, [.. outcomes.Select(o => o.Result!.Path)], tracks, album, media, context);
            return;
        }

        OutputFile.WriteAll(
            request.CuePath!, CueSheet.Write(album, AlbumDisc.Ean(request.Upc) ?? string.Empty, tracks), new OutputOptions { Replace = request.Force, Protected = [.. outcomes.Select(o => o.Path)] });
    }

    private static DeliveryReport ReportOf(MasterRequest request, ImmutableArray<FileOutcome<DeliverableResult>> outcomes) => new()
    {
        Title = $"{request.Profile}, {request.Mode.ToString().ToLowerInvariant()}",
        Tool = request.Tool,
        Date = request.Date,
        Files = [.. outcomes.Where(o => o.Result is not null).Select(o => o.Result!.ToReported())],
    };
}
