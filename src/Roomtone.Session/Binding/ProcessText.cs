using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>A process, or a chain of them, as text: what <c>--do</c> and <c>--chain</c> take.</summary>
/// <param name="Slots">In order; empty where nothing could be read.</param>
/// <param name="Findings">What is wrong.</param>
public sealed record ProcessText(ImmutableArray<ProcessSlot> Slots, ImmutableArray<Finding> Findings)
{
    private const string Origin = "--do";

    /// <summary>Something is wrong.</summary>
    public bool HasErrors => Findings.Any(f => f.Severity == Severity.Error);

    /// <summary>Reads the one-line form: <c>eq: band 1 high-pass 80 Hz; band 2 bell 240 Hz -2.5 dB q 1.2</c>, <c>gain -3 dB</c>, <c>de-noise</c>.</summary>
    /// <param name="text">A process, a colon, its parameters parted by semicolons.</param>
    /// <param name="catalog">The processes that there are.</param>
    public static ProcessText ParseLine(string text, IProcessCatalog catalog)
    {
        var findings = new FindingSink();
        var source = new SourceText(Origin, text);
        source.CheckCharacters(findings);
        ImmutableArray<Statement> statements = findings.HasErrors ? [] : new OneLineReader(source, catalog, findings).Read();
        if (statements.IsEmpty)
        {
            return new ProcessText([], findings.ToSorted(Origin));
        }

        var context = new BindingContext(catalog, new BindOptions(), findings);
        Statement head = statements[0];
        string process = head.TextOf(0).TrimEnd(':').ToString();
        ProcessSlot slot = context.Slots.Bind(head, process, 0, process, 1);
        return new ProcessText([slot], findings.ToSorted(Origin));
    }

    /// <summary>Reads a chain file: a session text whose <c>process</c> lines stand at the start of lines, or under its one <c>strip</c>.</summary>
    /// <param name="path">As the user named it.</param>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="catalog">The processes that there are.</param>
    /// <param name="readFile">Reads an included file by its path; null = includes are refused.</param>
    public static ProcessText ParseChain(string path, ReadOnlySpan<byte> utf8, IProcessCatalog catalog, Func<string, byte[]?>? readFile = null)
    {
        var findings = new FindingSink();
        var tree = SyntaxTree.Parse(path, utf8);
        foreach (Finding finding in tree.Findings)
        {
            findings.Add(finding);
        }

        var context = new BindingContext(catalog, new BindOptions { ReadFile = readFile }, findings);
        var chain = new List<ProcessSlot>();
        if (SchemaRules.Check(tree, findings))
        {
            new IncludeReader(context).Collect(tree, string.Empty);
            ReadChain(context, tree, chain);
        }

        return new ProcessText([.. chain], findings.ToSorted(path));
    }

    private static void ReadChain(BindingContext context, SyntaxTree tree, List<ProcessSlot> chain)
    {
        Statement[] strips = [.. tree.Statements.Where(s => !s.Tokens.IsEmpty && s.Keyword is "strip")];
        bool hasOwn = tree.Statements.Any(s => !s.Tokens.IsEmpty && s.Keyword is "process");
        foreach (Statement statement in tree.Statements)
        {
            if (statement.Tokens.IsEmpty || statement.Keyword.StartsWith("x-") || statement.Keyword is "roomtone" or "include")
            {
                continue;
            }

            if (statement.Keyword is "process" && context.Arguments.Match(statement, SessionSchema.Find("strip", "process")!))
            {
                context.Slots.BindInto(statement, chain);
            }
            else if (statement.Keyword is "strip")
            {
                if (!hasOwn && strips.Length == 1)
                {
                    Scope.Walk(context, statement.Children, "strip", (_, process) => context.Slots.BindInto(process, chain));
                }
            }
            else if (statement.Keyword is not "process")
            {
                context.Error("RT0306", statement, 0, $"'{statement.Keyword}' does not stand in a chain", "a chain has 'process' lines, or one 'strip' of them");
            }
        }

        if (chain.Count == 0 && !context.Findings.HasErrors)
        {
            context.Error("RT0311", tree.Statements[0], 0, "the file has no process", "write 'process compressor' and its parameters under 'roomtone 1'");
        }
    }
}
