using System.Collections.Immutable;
using Roomtone.Media;
using Roomtone.Platform;

namespace Roomtone.Verbs;

/// <summary>The kinds of work that a new session is laid out for.</summary>
public enum SessionKind
{
    /// <summary>Voices over music, to −16 LUFS.</summary>
    Podcast,

    /// <summary>Chapters of one voice, a file each.</summary>
    Audiobook,

    /// <summary>Dialogue, music and effects to picture, 5.1 and stereo.</summary>
    Film,

    /// <summary>Pieces in order, a file each.</summary>
    Album,

    /// <summary>Assets, a file each.</summary>
    Game,
}

/// <summary>Asks for a session to start from.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Folder">The session's folder; made where it does not exist.</param>
public sealed record NewRequest(SessionKind Kind, string Folder)
{
    /// <summary>Media to place on tracks.</summary>
    public ImmutableArray<string> Media { get; init; } = [];

    /// <summary>Media stays where it is, named by a path out of the folder, instead of being copied in.</summary>
    public bool IsReferenced { get; init; }

    /// <summary>An earlier session of that name is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Writes nothing.</summary>
    public bool IsDryRun { get; init; }
}

/// <summary>A new session.</summary>
/// <param name="Path">The session file.</param>
/// <param name="Text">What it says.</param>
/// <param name="Copied">Media that was copied into the folder: from, to.</param>
public sealed record NewResult(string Path, string Text, ImmutableArray<(string From, string To)> Copied);

/// <summary>Writes a commented session for a kind of work, with the media on tracks.</summary>
public static class NewVerb
{
    private const string SessionName = "session.room";

    /// <summary>Makes the session.</summary>
    /// <param name="request">For what, where, with which media.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <exception cref="RoomtoneException">Media can't be read or copied, or a session is there already (exit 4).</exception>
    public static NewResult Run(NewRequest request, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        string path = Path.Combine(request.Folder, SessionName);
        RefuseEarlier(path, request.Force);
        ImmutableArray<NewMedia> media = Inspect(request, context);
        string title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Folder)));
        string text = SessionTemplate.Text(request.Kind, title, media);
        ImmutableArray<(string, string)> copies =
            [.. media.Where(m => m.IsCopied).Select(m => (m.Source, Path.Combine(request.Folder, m.RelativePath)))];
        if (!request.IsDryRun)
        {
            foreach ((string from, string to) in copies)
            {
                FileCopy.Run(from, to, context);
            }

            OutputFile.WriteAll(path, text, new OutputOptions { Replace = request.Force, Protected = [.. media.Select(m => m.Source)] });
        }

        return new NewResult(path, text, copies);
    }

    private static void RefuseEarlier(string path, bool isForced)
    {
        if (File.Exists(path) && !isForced)
        {
            throw new RoomtoneException(ExitCode.Media, new Finding("RT9205", Severity.Error, "there is a session already")
            {
                File = path,
                Hint = "choose another folder, or replace it with --force",
            });
        }
    }

    private static ImmutableArray<NewMedia> Inspect(NewRequest request, VerbContext context)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var media = ImmutableArray.CreateBuilder<NewMedia>();
        foreach (string file in InputFiles.Expand(request.Media))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            using IMediaReader reader = MediaFile.Open(file);
            context.Report(reader.Info.Findings);
            media.Add(NewMedia.Of(file, reader, request, ids, names, context.Cancellation));
        }

        return media.ToImmutable();
    }
}
