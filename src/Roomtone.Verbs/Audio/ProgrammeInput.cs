using System.Collections.Immutable;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Rendering;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Something that sounds: a media file, a session, or an earlier commit of a session.</summary>
internal sealed class ProgrammeInput : IDisposable
{
    private const int LargestText = TextLimits.FileBytes;
    private readonly IDisposable _owner;

    private ProgrammeInput(string name, IAudioSource source, IDisposable owner)
    {
        Name = name;
        Source = source;
        _owner = owner;
    }

    /// <summary>As the user named it.</summary>
    public string Name { get; }

    /// <summary>Its audio.</summary>
    public IAudioSource Source { get; }

    /// <summary>The session; null for a file.</summary>
    public SessionDocument? Document { get; private init; }

    /// <summary>Opens a file or a session.</summary>
    /// <param name="name">A file; a <c>.room</c> file is rendered as it is read.</param>
    /// <param name="context">Findings, progress, cancellation.</param>
    /// <param name="solo">Tracks and buses of a session heard alone; empty = all.</param>
    /// <param name="taps">Points of a session's graph that are listened to besides.</param>
    /// <param name="bypass">Processes of a session that are not heard.</param>
    /// <exception cref="RoomtoneException">It can't be read (exit 4), or the session is invalid (exit 2).</exception>
    public static ProgrammeInput Open(
        string name, VerbContext context, ImmutableArray<string> solo = default, ImmutableArray<RenderTap> taps = default, ImmutableArray<string> bypass = default)
    {
        if (OpenedSession.IsSession(name))
        {
            return Render(name, OpenedSession.Read(name, context), context, solo.IsDefault ? [] : solo, taps.IsDefault ? [] : taps, bypass.IsDefault ? [] : bypass);
        }

        if (!bypass.IsDefaultOrEmpty)
        {
            throw Quantities.Refuse("--bypass", bypass[0], "a process of a session, and this is a file");
        }

        if (!solo.IsDefaultOrEmpty)
        {
            throw Quantities.Refuse("--solo", solo[0], "a track or bus of a session, and this is a file");
        }

        IMediaReader reader = MediaFile.Open(name, new MediaOpenOptions { Cancellation = context.Cancellation, Progress = context.Progress });
        context.Report(reader.Info.Findings);
        return new ProgrammeInput(name, reader, reader);
    }

    /// <summary>A part, as typed: of a session in its units, of a file in seconds, samples or clock time.</summary>
    /// <param name="range">As typed; null = all.</param>
    public (long Start, long Length) Part(string? range)
    {
        long total = Source.Length;
        if (range is null)
        {
            return (0, total);
        }

        if (Document is not { } document)
        {
            return Quantities.Range("--range", range).In(Source.SampleRate, total);
        }

        (long? start, long? end) = SessionTime.Range("--range", range, document);
        long from = Math.Min(start ?? 0, total);
        return (from, Math.Min(end ?? total, total) - from);
    }

    /// <summary>Opens a session as a git commit has it; media is what lies beside the session now.</summary>
    /// <param name="commit">Commit, branch or tag.</param>
    /// <param name="session">The session's file.</param>
    /// <param name="context">Findings, progress, cancellation.</param>
    /// <exception cref="RoomtoneException">There is no git, commit or such file in it (exit 4), or the session is invalid (exit 2).</exception>
    public static ProgrammeInput OpenCommit(string commit, string session, VerbContext context)
    {
        string git = Executables.Find("git")
            ?? throw new RoomtoneException(ExitCode.Media, new Finding("RT9208", Severity.Error, "git is not installed, so there are no commits to compare"));
        if (commit.StartsWith('-'))
        {
            throw Quantities.Refuse("A or B", commit, "a git commit, branch or tag where a session is named");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(session))!;
        string place = $"{commit}:./{Path.GetFileName(session)}";
        (ChildResult result, byte[] text) = ChildProcess.Run(new ChildOptions { Program = git, Arguments = ["-C", folder, "show", place] }, LargestText, context.Cancellation);
        return result.ExitCode == 0
            ? Render($"{session} at {commit}", OpenedSession.Of(session, text, context), context, [], [], [])
            : throw new RoomtoneException(ExitCode.Media, new Finding("RT9209", Severity.Error, $"git has no {place}: {result.LastLines(1)}") { File = session });
    }

    public void Dispose() => _owner.Dispose();

    private static ProgrammeInput Render(
        string name, OpenedSession session, VerbContext context, ImmutableArray<string> solo, ImmutableArray<RenderTap> taps, ImmutableArray<string> bypass)
    {
        SessionDocument document = Bypassing.Of(session.Valid(context), bypass);
        SessionRenderer renderer = SessionRenderer.Open(document, new RenderOptions
        {
            Media = new SessionMediaPool(session, context) { Keeps = true },
            Solo = solo,
            Taps = taps,
            CacheFolder = CacheFolders.Of(session.File.Folder),
            Cancellation = context.Cancellation,
        });
        context.Report(renderer.Findings);
        return new ProgrammeInput(name, renderer.AsSource(), renderer) { Document = document };
    }
}
