using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Verbs;

/// <summary>Asks what is wrong with sessions.</summary>
/// <param name="Sessions">Names, folders, patterns.</param>
public sealed record SessionCheckRequest(ImmutableArray<string> Sessions);

/// <summary>What is wrong with a session.</summary>
/// <param name="Path">As the user named it.</param>
/// <param name="Findings">In the order of the text.</param>
/// <param name="Tracks">How many.</param>
/// <param name="Clips">How many.</param>
/// <param name="Deliverables">How many.</param>
public sealed record CheckedSession(string Path, ImmutableArray<Finding> Findings, int Tracks, int Clips, int Deliverables)
{
    /// <summary>It can't be rendered.</summary>
    public bool HasErrors => Findings.Any(f => f.Severity == Severity.Error);
}

/// <summary>What is wrong with sessions.</summary>
/// <param name="Sessions">In the order of the arguments.</param>
public sealed record SessionCheckResult(ImmutableArray<CheckedSession> Sessions)
{
    /// <summary>2 where one can't be rendered.</summary>
    public ExitCode ExitCode => Sessions.Any(s => s.HasErrors) ? ExitCode.Usage : ExitCode.Done;
}

/// <summary>Finds everything that is wrong with sessions, at once.</summary>
public static class SessionCheckVerb
{
    /// <summary>Checks sessions.</summary>
    /// <param name="request">Which.</param>
    /// <param name="context">Cancellation; strict reports times between samples too.</param>
    /// <exception cref="RoomtoneException">A file can't be read (exit 4).</exception>
    public static SessionCheckResult Run(SessionCheckRequest request, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return new SessionCheckResult([.. SessionFiles.Expand(request.Sessions).Select(s => One(s, context))]);
    }

    private static CheckedSession One(string path, VerbContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        OpenedSession session = OpenedSession.Read(path, context, new BindOptions { ReportsRounding = context.IsStrict });
        SessionDocument? document = session.Document;
        return new CheckedSession(
            path,
            session.Findings,
            document?.Tracks.Length ?? 0,
            document?.Tracks.Sum(t => t.Clips.Length) ?? 0,
            document?.Deliverables.Length ?? 0);
    }
}
