using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Session;

namespace Roomtone.Verbs;

/// <summary>Asks to format sessions.</summary>
/// <param name="Sessions">Names, folders, patterns.</param>
public sealed record SessionFmtRequest(ImmutableArray<string> Sessions)
{
    /// <summary>Only tells what would change.</summary>
    public bool IsCheck { get; init; }
}

/// <summary>What formatting did.</summary>
/// <param name="Sessions">Each session, and whether it changed.</param>
public sealed record SessionFmtResult(ImmutableArray<(string Path, bool IsChanged)> Sessions);

/// <summary>Sets blanks, and accepted spellings to the usual ones; nothing else.</summary>
public static class SessionFmtVerb
{
    /// <summary>Formats sessions in place.</summary>
    /// <param name="request">Which.</param>
    /// <param name="context">Cancellation; receives what is wrong with texts, which are left as they are.</param>
    /// <exception cref="RoomtoneException">A file can't be read or written (exit 4).</exception>
    public static SessionFmtResult Run(SessionFmtRequest request, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return new SessionFmtResult([.. SessionFiles.Expand(request.Sessions).Select(p => (p, One(p, request.IsCheck, context)))]);
    }

    private static bool One(string path, bool isCheck, VerbContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        SyntaxTree tree = SessionFile.ReadTree(path);
        if (tree.Findings.Any(f => f.Severity == Severity.Error))
        {
            throw new RoomtoneException(ExitCode.Usage, tree.Findings);
        }

        string text = SessionFormatter.Format(tree, ProcessCatalog.Standard);
        bool isChanged = text != tree.ToText();
        if (isChanged && !isCheck)
        {
            OutputFile.WriteAll(path, text, OutputOptions.Replacing);
        }

        return isChanged;
    }
}
