using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Rendering;
using Roomtone.Session;

namespace Roomtone.Verbs;

/// <summary>Sessions as the media of other sessions: reels, scenes, a segment with a mix of its own.</summary>
internal static class NestedSession
{
    /// <summary>Opens a session as audio: its mix, after the master chain.</summary>
    /// <param name="path">The session's file.</param>
    /// <param name="around">Full paths of the sessions that it stands in, the outermost first.</param>
    /// <param name="context">Cancellation; receives its warnings.</param>
    /// <param name="keeps">What it renders is kept in its own cache, and taken from it.</param>
    /// <exception cref="RoomtoneException">It can't be rendered, or contains itself.</exception>
    public static NestedSource Open(string path, ImmutableArray<string> around, VerbContext context, bool keeps)
    {
        ImmutableArray<string> chain = Enter(path, around);
        OpenedSession session = OpenedSession.Read(path, context, null, around);
        SessionRenderer renderer = SessionRenderer.Open(session.Valid(context), new RenderOptions
        {
            Media = new SessionMediaPool(session, context, chain) { Keeps = keeps },
            CacheFolder = keeps ? CacheFolders.Of(session.File.Folder) : null,
            Cancellation = context.Cancellation,
        });
        context.Report(renderer.Findings);
        return new NestedSource(renderer);
    }

    /// <summary>Rate, length and layout of a session's mix; null where it can't be rendered, which is reported.</summary>
    /// <param name="path">The session's file.</param>
    /// <param name="around">Full paths of the sessions that it stands in.</param>
    /// <param name="context">Cancellation; receives what is wrong.</param>
    public static MediaFacts? Facts(string path, ImmutableArray<string> around, VerbContext context)
    {
        try
        {
            using NestedSource source = Open(path, around, context, keeps: false);
            return new MediaFacts(source.SampleRate, source.Length, source.Layout);
        }
        catch (RoomtoneException e)
        {
            context.Report(e.Findings);
            return null;
        }
    }

    /// <summary>Every file that a session needs through the sessions in it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="around">Full paths of the sessions that it stands in.</param>
    public static IEnumerable<string> Files(OpenedSession session, ImmutableArray<string> around)
    {
        foreach (MediaReference media in session.Document?.Media ?? [])
        {
            string path = session.PathOf(media);
            if (!OpenedSession.IsSession(path))
            {
                continue;
            }

            OpenedSession inner = OpenedSession.Read(path, new VerbContext(), null, around);
            yield return inner.File.Path;
            foreach (string file in (inner.Document?.Media ?? []).Select(inner.PathOf).Concat(Files(inner, Enter(path, around))))
            {
                yield return file;
            }
        }
    }

    /// <summary>The chain with one session more.</summary>
    /// <exception cref="RoomtoneException">Usage: it is in the chain already.</exception>
    private static ImmutableArray<string> Enter(string path, ImmutableArray<string> around)
    {
        string full = Path.GetFullPath(path);
        return around.Contains(full, StringComparer.Ordinal)
            ? throw new RoomtoneException(ExitCode.Usage, new Finding("RT0707", Severity.Error, $"a session contains itself: {string.Join(" → ", around.Add(full).Select(Path.GetFileName))}")
            {
                File = path,
                Hint = "take it out of one of the sessions",
            })
            : around.Add(full);
    }
}
