using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Session;

namespace Roomtone.Verbs;

/// <summary>A session read, bound and held against its media.</summary>
internal sealed class OpenedSession
{
    private readonly Dictionary<string, string> _paths;

    private OpenedSession(SessionFile file, BoundSession bound, MediaCheck media, ImmutableArray<Finding> nested)
    {
        File = file;
        Document = bound.Document;
        Findings = [.. bound.Findings, .. media.Findings, .. nested];
        _paths = media.Media.DistinctBy(m => m.Id, StringComparer.Ordinal).ToDictionary(m => m.Id, m => m.Path, StringComparer.Ordinal);
    }

    /// <summary>File, text and folder.</summary>
    public SessionFile File { get; }

    /// <summary>What the text means; null where it could not be understood.</summary>
    public SessionDocument? Document { get; }

    /// <summary>Everything that is wrong, with the text first and the media after it.</summary>
    public ImmutableArray<Finding> Findings { get; }

    /// <summary>It can't be rendered.</summary>
    public bool HasErrors => Document is null || Findings.Any(f => f.Severity == Severity.Error);

    /// <summary>A name that is one of a session.</summary>
    /// <param name="path">A file.</param>
    public static bool IsSession(string path) => path.EndsWith(".room", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a session and looks at its media.</summary>
    /// <param name="path">The file.</param>
    /// <param name="context">Progress and cancellation of hashing.</param>
    /// <param name="options">How strict.</param>
    /// <param name="around">Full paths of the sessions that it stands in, the outermost first; default = none.</param>
    /// <exception cref="RoomtoneException">The file can't be read (exit 4).</exception>
    public static OpenedSession Read(string path, VerbContext context, BindOptions? options = null, ImmutableArray<string> around = default) =>
        Check(SessionFile.Load(path, ProcessCatalog.Standard, options), context, options, around.IsDefault ? [] : around);

    /// <summary>A session whose text comes from elsewhere (an earlier commit) but whose media lies beside the file.</summary>
    /// <param name="path">Where the session's file is.</param>
    /// <param name="utf8">The text.</param>
    /// <param name="context">Progress and cancellation of hashing.</param>
    public static OpenedSession Of(string path, ReadOnlySpan<byte> utf8, VerbContext context)
    {
        SyntaxTree tree = SyntaxTree.Parse(path, utf8);
        return Check(new SessionFile(path, tree, SessionBinder.Bind(tree, ProcessCatalog.Standard)), context, null, []);
    }

    /// <summary>What the text means, where nothing stands against rendering it.</summary>
    /// <param name="context">Receives warnings.</param>
    /// <exception cref="RoomtoneException">It has errors: all of them (exit 2; exit 4 where only media is wrong).</exception>
    public SessionDocument Valid(VerbContext context)
    {
        if (HasErrors)
        {
            // A session that is right but whose media is gone or altered is a failure of media.
            bool isMedia = Findings.Where(f => f.Severity == Severity.Error).All(f => f.Code is "RT0701" or "RT0702" or "RT0704");
            throw new RoomtoneException(isMedia && Document is not null ? ExitCode.Media : ExitCode.Usage, Findings);
        }

        context.Report(Findings);
        return Document!;
    }

    /// <summary>Where a medium is: as written, or where its hash was found.</summary>
    /// <param name="media">The statement.</param>
    public string PathOf(MediaReference media) => Path.Combine(File.Folder, _paths.GetValueOrDefault(media.Id, media.Path));

    private static OpenedSession Check(SessionFile file, VerbContext context, BindOptions? options, ImmutableArray<string> around)
    {
        if (file.Bound.Document is not { Media.IsEmpty: false } document)
        {
            return new OpenedSession(file, file.Bound, new MediaCheck([], []), []);
        }

        // What sessions among the media have to tell belongs to this one's findings.
        var told = new VerbContext { Progress = context.Progress, Cancellation = context.Cancellation };
        var hashes = MediaHashes.Open(file.Folder, around.Add(Path.GetFullPath(file.Path)));
        Dictionary<string, MediaFacts?> facts = hashes.FactsOf(document.Media.Select(m => Path.Combine(file.Folder, m.Path)), told);
        MediaCheck media = MediaCheck.Verify(document, file.Folder, path => facts.TryGetValue(path, out MediaFacts? known) ? known : hashes.Facts(path, told));
        hashes.Save();
        BoundSession bound = SessionBinder.Bind(file.Tree, ProcessCatalog.Standard, (options ?? new BindOptions()) with
        {
            Media = media.Lookup,
            ReadFile = include => Include(Path.Combine(file.Folder, include)),
        });
        return new OpenedSession(file, bound, media, told.Findings);
    }

    private static byte[]? Include(string path)
    {
        FileIdentity identity = FileIdentity.Of(path);
        return identity.Kind == FileKind.Regular && identity.Length <= TextLimits.FileBytes ? System.IO.File.ReadAllBytes(path) : null;
    }
}
