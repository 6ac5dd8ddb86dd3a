using System.Collections.Immutable;
using Roomtone.Delivery;
using Roomtone.Platform;

namespace Roomtone.Verbs;

/// <summary>Asks whether files meet a profile, technical quality control, their picture, or each other.</summary>
/// <param name="Files">Names, folders, patterns.</param>
/// <param name="Profile">Id of a profile, or a profile file of one's own; null = quality control alone.</param>
public sealed record CheckRequest(ImmutableArray<string> Files, string? Profile)
{
    /// <summary>The clauses of technical quality control are checked too.</summary>
    public bool HasQualityControl { get; init; }

    /// <summary>First and last frame of action with the rate, as typed: <c>01:00:00:00..01:20:00:00@24</c>, or a video file; null = no picture.</summary>
    public string? Picture { get; init; }

    /// <summary>Sync pops that the picture has, as typed: <c>head 2 s</c>, <c>tail 2 s</c>.</summary>
    public ImmutableArray<string> Pops { get; init; } = [];

    /// <summary>Another deliverable of the same programme; null = none.</summary>
    public string? Companion { get; init; }

    /// <summary>The dialogue stem that belongs to music and effects; null = none.</summary>
    public string? Dialogue { get; init; }

    /// <summary>How several files are worked on.</summary>
    public BatchOptions Batch { get; init; }

    /// <summary>Page that shows the check; null = none.</summary>
    public string? Report { get; init; }

    /// <summary>An earlier page is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Name and version of the tool, for the page.</summary>
    public string Tool { get; init; } = "roomtone";
}

/// <summary>Whether files meet a profile and quality control.</summary>
/// <param name="Profile">The profile; null = quality control alone.</param>
/// <param name="Files">Each file with its clauses.</param>
public sealed record CheckVerdict(DeliveryProfile? Profile, ImmutableArray<FileOutcome<ReportedFile>> Files)
{
    /// <summary>Every file was read and passes every clause.</summary>
    public bool Pass => Files.All(f => f.Result is { Pass: true });

    /// <summary>The worst end of any file; 3 where a clause fails.</summary>
    public ExitCode ExitCode => FileBatch.Worst(Files, f => f.Pass ? ExitCode.Done : ExitCode.CheckFailed);
}

/// <summary>Holds files against a profile, clause by clause.</summary>
public static class CheckVerb
{
    /// <summary>Checks files.</summary>
    /// <param name="request">Which, against what.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <exception cref="RoomtoneException">No such profile, or neither profile nor quality control (exit 2), or a file can't be read (exit 4).</exception>
    public static CheckVerdict Run(CheckRequest request, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        if (request is { Picture: null, Pops.IsEmpty: false })
        {
            throw new RoomtoneException(ExitCode.Usage, new Finding("RT1014", Severity.Error, "a pop is so far from a picture, and there is none")
            {
                Hint = "name a video, or its first and last frame of action: --picture 01:00:00:00..01:20:00:00@24",
            });
        }

        DeliveryProfile? profile = request.Profile is { } id ? ProfileCatalog.Shipped.Get(id) : null;
        FileCheckOptions options = new()
        {
            Profile = profile,
            HasQualityControl = request.HasQualityControl,
            Picture = request.Picture is { } picture ? PictureText.Parse(picture, request.Pops, context.Cancellation) : null,
            Companion = request.Companion,
            Dialogue = request.Dialogue,
        };
        if (options.IsEmpty)
        {
            throw new RoomtoneException(ExitCode.Usage, new Finding("RT1014", Severity.Error, "nothing to check against")
            {
                Hint = "name a profile, a picture, another file of the programme, or ask for technical quality control",
            });
        }

        ImmutableArray<string> files = InputFiles.Expand(request.Files);
        var progress = new BatchProgress(context.Progress, files.Length);
        using var media = new DeliveryMedia();
        ImmutableArray<FileOutcome<ReportedFile>> outcomes = FileBatch.Run(
            files, request.Batch, i => FileCheck.Check(files[i], options, media, progress.ForFile(), context.Cancellation), context.Cancellation);
        var report = new DeliveryReport { Title = profile?.Title ?? "Technical quality control", Tool = request.Tool, Files = [.. outcomes.Select(o => o.Result).OfType<ReportedFile>()] };
        ReportPage.Write(request.Report, report, request.Force, files);
        return new CheckVerdict(profile, outcomes);
    }
}
