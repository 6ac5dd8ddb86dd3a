using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Session;

/// <summary>A file that is copied into the session's folder.</summary>
/// <param name="Source">Where it is.</param>
/// <param name="Target">Where it goes, relative to the session's folder.</param>
public sealed record CollectedFile(string Source, string Target);

/// <summary><c>roomtone session collect</c>: media from outside come into the session's folder, and the text says so.</summary>
/// <param name="Files">What is copied.</param>
/// <param name="Tree">The session with the new paths.</param>
public sealed record SessionCollector(ImmutableArray<CollectedFile> Files, SyntaxTree Tree)
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Finds the media that lie outside, and the names that they get in <c>media/</c>.</summary>
    /// <param name="tree">The session.</param>
    /// <param name="folder">The session's folder.</param>
    /// <exception cref="RoomtoneException">Usage: a session lies outside as a medium.</exception>
    public static SessionCollector Plan(SyntaxTree tree, string folder)
    {
        ImmutableArray<CollectedFile>.Builder files = ImmutableArray.CreateBuilder<CollectedFile>();
        ImmutableArray<Statement>.Builder statements = ImmutableArray.CreateBuilder<Statement>(tree.Statements.Length);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (Statement statement in tree.Statements)
        {
            bool isMedia = !statement.IsVerbatim && statement.Keyword is "media" && statement.Tokens.Length > 2 && statement.Tokens[2].Kind == TokenKind.String;
            string path = isMedia ? statement.ValueOf(2) : string.Empty;
            if (!isMedia || SessionPaths.Problem(path) is not ("is absolute" or "leaves the session's folder"))
            {
                statements.Add(statement);
                continue;
            }

            if (path.EndsWith(".room", StringComparison.OrdinalIgnoreCase))
            {
                throw new RoomtoneException(ExitCode.Usage, new Finding("RT0709", Severity.Error, $"'{path}' is a session, and its own media would stay behind")
                {
                    File = tree.Source.Path,
                    Line = statement.Line,
                    Column = statement.Tokens[2].Start + 1,
                    Hint = "put its folder into this session's folder, and collect it there first",
                });
            }

            string source = Path.GetFullPath(Path.Combine(folder, path));
            CollectedFile? known = files.FirstOrDefault(f => f.Source == source);
            string target = known?.Target ?? Free(folder, Path.GetFileName(source), taken);
            if (known is null)
            {
                files.Add(new CollectedFile(source, target));
            }

            Token token = statement.Tokens[2];
            statements.Add(statement.WithLine(string.Concat(statement.LineText[..token.Start], QuotedText.Quote(target), statement.LineText[token.End..])));
        }

        return new SessionCollector(files.ToImmutable(), tree.WithStatements(statements.MoveToImmutable()));
    }

    /// <summary>Copies the files; each is whole under its new name, or not there.</summary>
    /// <param name="folder">The session's folder.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="RoomtoneException">A file can't be read or written (exit 4).</exception>
    public void CopyFiles(string folder, CancellationToken cancellation = default)
    {
        byte[] block = new byte[BlockBytes];
        foreach (CollectedFile file in Files)
        {
            if (FileIdentity.Of(file.Source).Kind != FileKind.Regular)
            {
                throw FileFailure.Reading(file.Source, new FileNotFoundException("there is no such file"));
            }

            using OutputFile output = OutputFile.Create(Path.Combine(folder, file.Target));
            try
            {
                using FileStream input = File.OpenRead(file.Source);
                for (int read = input.Read(block); read > 0; read = input.Read(block))
                {
                    cancellation.ThrowIfCancellationRequested();
                    output.Append(block.AsSpan(0, read));
                }
            }
            catch (Exception e) when (FileFailure.IsFileError(e))
            {
                throw FileFailure.Reading(file.Source, e);
            }

            output.Complete();
        }
    }

    private static string Free(string folder, string name, HashSet<string> taken)
    {
        string stem = Path.GetFileNameWithoutExtension(name);
        string extension = Path.GetExtension(name);
        string candidate = "media/" + name;
        for (int n = 2; !taken.Add(candidate) || File.Exists(Path.Combine(folder, candidate)); n++)
        {
            candidate = FormattableString.Invariant($"media/{stem}-{n}{extension}");
        }

        return candidate;
    }
}
