using System.Collections.Immutable;
using Roomtone.Delivery;
using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Verbs;

/// <summary>Asks for the delivery of finished files.</summary>
/// <param name="Files">Names, folders, patterns.</param>
/// <param name="Output">Naming template: <c>out/{name}.mp3</c>.</param>
public sealed record DeliverRequest(ImmutableArray<string> Files, string Output)
{
    /// <summary>Id of a profile, or a profile file of one's own; null = only what is given here.</summary>
    public string? Profile { get; init; }

    /// <summary>Format as a session writes it: <c>mp3 128 kbps</c>; null = the profile's, or what the output's name says.</summary>
    public string? Format { get; init; }

    /// <summary>How a mono file counts; null = as the profile says.</summary>
    public MonoLoudness? MonoAs { get; init; }

    /// <summary>Goes into the files; null = the source's own.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>How several files are worked on.</summary>
    public BatchOptions Batch { get; init; }

    /// <summary>Earlier outputs are replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Plans and measures, writes nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Page that shows the delivery; null = none.</summary>
    public string? Report { get; init; }

    /// <summary>Name and version of the tool, for the page.</summary>
    public string Tool { get; init; } = "roomtone";
}

/// <summary>What became of deliveries.</summary>
/// <param name="Files">Each file.</param>
public sealed record DeliverResult(ImmutableArray<FileOutcome<DeliverableResult>> Files)
{
    /// <summary>The worst end of any file.</summary>
    public ExitCode ExitCode => FileBatch.Worst(Files, f => f.ExitCode);
}

/// <summary>Delivers finished files: plan, gain, limiter within its budget, encode, decode, measure, report.</summary>
public static class DeliverVerb
{
    /// <summary>Delivers files.</summary>
    /// <param name="request">Which, and how.</param>
    /// <param name="context">Progress, cancellation, findings.</param>
    /// <exception cref="RoomtoneException">Something asked for is missing or does not fit (exit 2), or a file can't be read or written (exit 4).</exception>
    public static DeliverResult Run(DeliverRequest request, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        DeliveryProfile? profile = request.Profile is { } id ? ProfileCatalog.Shipped.Get(id) : null;
        FileFormat? format = request.Format is { } text ? FormatText.Parse(text) : null;
        ImmutableArray<string> files = InputFiles.Expand(request.Files);
        OutputNames.For(files, request.Output.Contains("{index", StringComparison.Ordinal) && files.Length > 1 ? "{name}" : request.Output);
        var progress = new BatchProgress(context.Progress, files.Length);
        using var media = new DeliveryMedia();
        ImmutableArray<FileOutcome<DeliverableResult>> outcomes = FileBatch.Run(
            files,
            request.Batch,
            i => FileDelivery.Deliver(Options(files[i], i + 1, request, profile, format) with { Progress = progress.ForFile(), Cancellation = context.Cancellation }, media),
            context.Cancellation);
        context.Report(outcomes.Where(o => o.Result is not null).SelectMany(o => o.Result!.Findings));
        ReportPage.Write(request.IsDryRun ? null : request.Report, ReportOf(request, outcomes), request.Force, files);
        return new DeliverResult(outcomes);
    }

    private static FileDeliveryOptions Options(string file, int index, DeliverRequest request, DeliveryProfile? profile, FileFormat? format) => new()
    {
        Source = file,
        Output = request.Output,
        Profile = profile,
        Format = format,
        MonoAs = request.MonoAs,
        Date = request.Date,
        Index = index,
        Force = request.Force,
        DryRun = request.IsDryRun,
    };

    private static DeliveryReport ReportOf(DeliverRequest request, ImmutableArray<FileOutcome<DeliverableResult>> outcomes) => new()
    {
        Title = request.Profile ?? "Delivery",
        Tool = request.Tool,
        Date = request.Date,
        Files = [.. outcomes.Where(o => o.Result is not null).Select(o => o.Result!.ToReported())],
    };
}
