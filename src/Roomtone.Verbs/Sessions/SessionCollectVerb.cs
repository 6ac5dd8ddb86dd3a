using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Verbs;

/// <summary>What collecting did.</summary>
/// <param name="Files">Copied, or to be copied.</param>
public sealed record SessionCollectResult(ImmutableArray<CollectedFile> Files);

/// <summary>Brings media from outside into a session's folder; the text then names the copies.</summary>
public static class SessionCollectVerb
{
    /// <summary>Collects.</summary>
    /// <param name="path">The session.</param>
    /// <param name="isDryRun">Writes nothing.</param>
    /// <param name="context">Cancellation.</param>
    /// <exception cref="RoomtoneException">A file can't be read or written (exit 4), or the text has mistakes (exit 2).</exception>
    public static SessionCollectResult Run(string path, bool isDryRun, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        SyntaxTree tree = SessionFile.ReadTree(path);
        if (tree.Findings.Any(f => f.Severity == Severity.Error))
        {
            throw new RoomtoneException(ExitCode.Usage, tree.Findings);
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        SessionCollector plan = SessionCollector.Plan(tree, folder);
        if (!isDryRun && !plan.Files.IsEmpty)
        {
            plan.CopyFiles(folder, context.Cancellation);
            SessionFile.Save(path, plan.Tree);
        }

        return new SessionCollectResult(plan.Files);
    }
}
