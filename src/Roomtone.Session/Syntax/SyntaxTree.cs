using System.Collections.Immutable;
using System.Text;
using Roomtone.Platform;

namespace Roomtone.Session;

/// <summary>A session's text as statements; text → tree → text gives the same bytes. Immutable.</summary>
public sealed class SyntaxTree
{
    internal SyntaxTree(SourceText source, ImmutableArray<Statement> statements, string trailing)
    {
        Source = source;
        Statements = statements;
        Trailing = trailing;
    }

    /// <summary>The highest schema that this version reads.</summary>
    public static int CurrentSchema => 1;

    /// <summary>The text that was read.</summary>
    public SourceText Source { get; }

    /// <summary>Statements without indentation, <c>roomtone 1</c> first.</summary>
    public ImmutableArray<Statement> Statements { get; }

    /// <summary>Blank lines and comments after the last statement.</summary>
    public string Trailing { get; }

    /// <summary>What is wrong with the text as text: characters, strings, indentation, limits.</summary>
    public ImmutableArray<Finding> Findings { get; internal init; } = [];

    /// <summary>The integer of the first line; null where there is none.</summary>
    public int? Schema =>
        Statements.Length > 0 && Statements[0].Tokens.Length == 2 && Statements[0].Keyword is "roomtone" && Statements[0].Tokens[1].Kind == TokenKind.Number
        && int.TryParse(Statements[0].TextOf(1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int schema)
            ? schema
            : null;

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="path">As the user named it; for findings only.</param>
    /// <param name="utf8">Its bytes.</param>
    public static SyntaxTree Parse(string path, ReadOnlySpan<byte> utf8)
    {
        var findings = new FindingSink();
        return Parse(SourceText.Decode(path, utf8, findings), findings);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="path">As the user named it; for findings only.</param>
    /// <param name="text">The text.</param>
    public static SyntaxTree Parse(string path, string text) => Parse(new SourceText(path, text), new FindingSink());

    /// <summary>The tree with other statements.</summary>
    /// <param name="statements">Without indentation.</param>
    public SyntaxTree WithStatements(ImmutableArray<Statement> statements) => new(Source, statements, Trailing) { Findings = Findings };

    /// <summary>The text, byte for byte as it was read where nothing was changed.</summary>
    public string ToText()
    {
        var text = new StringBuilder(Source.Text.Length + 64);
        foreach (Statement statement in Statements)
        {
            statement.AppendTo(text);
        }

        return text.Append(Trailing).ToString();
    }

    private static SyntaxTree Parse(SourceText source, FindingSink findings)
    {
        SyntaxTree tree = new SyntaxParser(source, findings).Parse();
        return new SyntaxTree(source, tree.Statements, tree.Trailing) { Findings = findings.ToSorted(source.Path) };
    }
}
