using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Roomtone.Delivery;
using Roomtone.Platform;
using Roomtone.Rendering;
using Roomtone.Session;

namespace Roomtone.Verbs;

/// <summary>Asks for the deliverables of a session.</summary>
/// <param name="Session">The session's file.</param>
public sealed record RenderRequest(string Session)
{
    /// <summary>Ids of the deliverables; empty = all.</summary>
    public ImmutableArray<string> Only { get; init; } = [];

    /// <summary>Only this part, as typed: clocks, times or timecode; null = all.</summary>
    public string? Range { get; init; }

    /// <summary>Folder for the outputs instead of the session's; null = as the session says.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>Threads; 0 = the free cores.</summary>
    public int Threads { get; init; }

    /// <summary>Goes into files; null = the session's.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Outputs may lie outside the session's folder.</summary>
    public bool AllowsOutside { get; init; }

    /// <summary>Earlier files are replaced, whoever wrote them.</summary>
    public bool Force { get; init; }

    /// <summary>Tracks and buses heard alone; empty = all.</summary>
    public ImmutableArray<string> Solo { get; init; } = [];

    /// <summary>Plans and measures, writes nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Nothing is kept for, or taken from, other renders.</summary>
    public bool IsUncached { get; init; }

    /// <summary>The session's stems are rendered too, beside every mix.</summary>
    public bool HasStems { get; init; }

    /// <summary>Media hash list of the delivered files; null = none.</summary>
    public string? HashList { get; init; }

    /// <summary>Page that shows the delivery; null = none.</summary>
    public string? Report { get; init; }

    /// <summary>Name and version of the tool, for the manifest.</summary>
    public string Tool { get; init; } = "roomtone";
}

/// <summary>What became of a render.</summary>
/// <param name="Delivery">The files.</param>
/// <param name="Plan">The mix as it was rendered.</param>
/// <param name="CacheHits">Segments that came from the cache.</param>
/// <param name="CacheMisses">Segments that were rendered.</param>
public sealed record RenderResult(DeliveryResult Delivery, RenderPlan Plan, long CacheHits, long CacheMisses);

/// <summary>Renders the deliverables of a session, each levelled, encoded, decoded and checked.</summary>
public static class RenderVerb
{
    /// <summary>Renders.</summary>
    /// <param name="request">What.</param>
    /// <param name="context">Progress, cancellation, findings.</param>
    /// <exception cref="RoomtoneException">The session is invalid (exit 2), or media can't be read or written (exit 4).</exception>
    public static RenderResult Run(RenderRequest request, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        OpenedSession session = OpenedSession.Read(request.Session, context, new BindOptions { AllowsOutside = request.AllowsOutside || request.OutputFolder is not null });
        SessionDocument document = session.Valid(context);
        RequireKnown(document, request.Only);
        if (request.HasStems)
        {
            (document, request) = PrintedStems.Of(document, request);
        }

        using WorkPool? pool = request.Threads > 0 ? new WorkPool(request.Threads) : null;
        ImmutableArray<RenderStem> stems = SessionStems.Of(document, request.Only, ProfileCatalog.Shipped);
        using SessionRenderer renderer = SessionRenderer.Open(document, new RenderOptions
        {
            Media = new SessionMediaPool(session, context) { Keeps = !request.IsUncached && !request.IsDryRun },
            Pool = pool,
            Solo = request.Solo,
            Stems = stems,
            CacheFolder = request.IsUncached || request.IsDryRun ? null : CacheFolders.Of(session.File.Folder),
            Progress = context.Progress,
            Cancellation = context.Cancellation,
        });
        ImmutableArray<Finding> opened = renderer.Findings;
        context.Report(opened);
        using var media = new DeliveryMedia();
        DeliveryResult delivery = SessionDelivery.Deliver(document, renderer, media, Options(request, session, document, context));
        context.Report(renderer.Findings.Except(opened));
        context.Report(delivery.Findings);
        context.Report(delivery.Deliverables.SelectMany(d => d.Findings));
        WriteReport(request, delivery, document);
        WriteHashList(request, delivery, session, document);
        return new RenderResult(delivery, renderer.Plan, renderer.CacheStatistics.Hits, renderer.CacheStatistics.Misses);
    }

    private static DeliveryOptions Options(RenderRequest request, OpenedSession session, SessionDocument document, VerbContext context)
    {
        (long? start, long? end) = request.Range is null ? (null, null) : SessionTime.Range("--range", request.Range, document);
        return new DeliveryOptions
        {
            Folder = session.File.Folder,
            SessionFile = Path.GetFileName(session.File.Path),
            SessionSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session.File.Tree.ToText()))),
            OutputFolder = request.OutputFolder,
            AllowOutside = request.AllowsOutside || request.OutputFolder is not null,
            Force = request.Force,
            Protected = [.. NestedSession.Files(session, [Path.GetFullPath(session.File.Path)])],
            Anew = request.IsUncached,
            Only = request.Only,
            RangeStart = start,
            RangeEnd = end,
            Date = request.Date,
            DryRun = request.IsDryRun,
            // Not the system's folder, which often lies in memory: an hour of a mix is a gigabyte and more.
            TemporaryFolder = request.IsDryRun ? null : CacheFolders.ScratchOf(session.File.Folder),
            Tool = request.Tool,
            Progress = context.Progress,
            Cancellation = context.Cancellation,
        };
    }

    private static void RequireKnown(SessionDocument document, ImmutableArray<string> only)
    {
        foreach (string id in only)
        {
            if (!document.Deliverables.Any(d => d.Id == id))
            {
                throw new RoomtoneException(ExitCode.Usage, new Finding("RT1012", Severity.Error, $"no deliverable is named '{id}'")
                {
                    Hint = "there are " + string.Join(", ", document.Deliverables.Select(d => d.Id)),
                });
            }
        }
    }

    private static void WriteHashList(RenderRequest request, DeliveryResult delivery, OpenedSession session, SessionDocument document)
    {
        if (request is { HashList: { } path, IsDryRun: false } && delivery.Deliverables.Any(d => d.Sha256.Length > 0))
        {
            IEnumerable<string> files = delivery.Deliverables.Where(d => d.Sha256.Length > 0)
                .SelectMany(d => d.ChannelFiles.IsEmpty ? [Path.Combine(request.OutputFolder ?? session.File.Folder, d.Path)] : d.ChannelFiles.Select(c => c.Path).ToArray());
            MediaHashList.Write(
                path, [.. files.Select(Path.GetFullPath)], request.Tool, request.Date ?? document.Date, new OutputOptions { Replace = request.Force, Protected = [request.Session] });
        }
    }

    private static void WriteReport(RenderRequest request, DeliveryResult delivery, SessionDocument document)
    {
        if (request is { Report: { } path, IsDryRun: false })
        {
            OutputFile.WriteAll(path, HtmlReport.Write(delivery.ToReport(request.Date ?? document.Date)), new OutputOptions { Replace = request.Force, Protected = [request.Session] });
        }
    }
}

/// <summary>Reads dates of options.</summary>
public static class DateText
{
    /// <summary>A date as yyyy-mm-dd.</summary>
    /// <param name="option">The option, for the message.</param>
    /// <param name="text">As typed.</param>
    /// <exception cref="RoomtoneException">No date (exit 2).</exception>
    public static DateOnly Parse(string option, string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date
            : throw Quantities.Refuse(option, text, "a date such as 2026-01-31");
}
