using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Session;

/// <summary>Collects the strips of a session and of the files that it includes, and the stems of those files.</summary>
internal sealed class IncludeReader(BindingContext context)
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly List<Statement> _stems = [];

    /// <summary>Stem statements of included files, in the order of the includes.</summary>
    public ImmutableArray<Statement> Stems => [.. _stems];

    /// <summary>Takes the strips of a tree, and follows its includes.</summary>
    /// <param name="tree">The session, or an included file.</param>
    /// <param name="file">Its path from the session's folder; empty for the session.</param>
    public void Collect(SyntaxTree tree, string file)
    {
        foreach (Statement statement in tree.Statements)
        {
            if (statement.Tokens.Length < 2)
            {
                continue;
            }

            if (statement.Keyword is "strip" && statement.Tokens[1].Kind == TokenKind.Word)
            {
                Take(statement);
            }
            else if (statement.Keyword is "stem" && file.Length > 0)
            {
                _stems.Add(statement);
            }
            else if (statement.Keyword is "include" && statement.Tokens[1].Kind == TokenKind.String)
            {
                Follow(statement, SessionPaths.From(file, statement.ValueOf(1)));
            }
        }
    }

    private void Take(Statement statement)
    {
        string name = statement.TextOf(1).ToString();
        if (!context.Strips.TryAdd(name, statement))
        {
            context.Error("RT0201", statement, 1, $"strip '{name}' is written twice ({context.Strips[name].Source.Path}, {BindingContext.LineOf(context.Strips[name])})");
        }
    }

    private void Follow(Statement statement, string path)
    {
        if (SessionPaths.Problem(statement.ValueOf(1)) is { } problem)
        {
            context.Error("RT0407", statement, 1, $"the path '{statement.ValueOf(1)}' {problem}", "includes lie in the session's folder");
            return;
        }

        if (_open.Contains(path))
        {
            context.Error("RT0407", statement, 1, $"'{path}' includes itself");
            return;
        }

        if (_done.Count >= TextLimits.Includes)
        {
            context.Error("RT0107", statement, 1, $"more than {TextLimits.Includes} included files");
            return;
        }

        if (!_done.Add(path))
        {
            return;
        }

        if (context.Options.ReadFile?.Invoke(path) is not { } bytes)
        {
            context.Error("RT0407", statement, 1, $"the included file '{path}' can't be read");
            return;
        }

        var included = SyntaxTree.Parse(path, bytes);
        foreach (Finding finding in included.Findings)
        {
            context.Findings.Add(finding);
        }

        if (SchemaRules.Check(included, context.Findings))
        {
            _open.Add(path);
            Collect(included, path);
            _open.Remove(path);
            RefuseOthers(included);
        }
    }

    private void RefuseOthers(SyntaxTree included)
    {
        foreach (Statement statement in included.Statements)
        {
            if (!statement.Tokens.IsEmpty && !statement.Keyword.StartsWith("x-") && statement.Keyword is not ("roomtone" or "strip" or "include" or "stem" or "profile"))
            {
                context.Error("RT0306", statement, 0, $"'{statement.Keyword}' does not stand in an included file", "included files bring strips, stems and profiles");
            }
        }
    }
}
