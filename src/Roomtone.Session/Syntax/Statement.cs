using System.Collections.Immutable;
using System.Text;

namespace Roomtone.Session;

/// <summary>A line of a session with the lines under it, byte for byte as written. Immutable.</summary>
/// <remarks>Blank lines and lines of comment belong to the statement after them.</remarks>
public sealed class Statement
{
    private readonly int _fullStart;
    private readonly int _lineStart;
    private readonly int _lineEnd;
    private readonly int _end;

    internal Statement(SourceText source, int fullStart, int lineStart, int lineEnd, int end, int line, int depth, ImmutableArray<Token> tokens)
    {
        Source = source;
        _fullStart = fullStart;
        _lineStart = lineStart;
        _lineEnd = lineEnd;
        _end = end;
        Line = line;
        Depth = depth;
        Tokens = tokens;
    }

    private Statement(Statement other, ImmutableArray<Statement> children)
        : this(other.Source, other._fullStart, other._lineStart, other._lineEnd, other._end, other.Line, other.Depth, other.Tokens) =>
        Children = children;

    /// <summary>The file that it stands in.</summary>
    public SourceText Source { get; }

    /// <summary>Its line, from 1; 0 for a line that a tool made.</summary>
    public int Line { get; }

    /// <summary>Levels of indentation.</summary>
    public int Depth { get; }

    /// <summary>The tokens; the first is the keyword. Empty where the line could not be read.</summary>
    public ImmutableArray<Token> Tokens { get; }

    /// <summary>The statements one level deeper.</summary>
    public ImmutableArray<Statement> Children { get; internal set; } = [];

    /// <summary>The keyword.</summary>
    public ReadOnlySpan<char> Keyword => Tokens.IsEmpty ? default : TextOf(Tokens[0]);

    /// <summary>An extension (<c>x-…</c>) or a line under one: kept as it is, with no meaning here.</summary>
    public bool IsVerbatim => Tokens.IsEmpty || Keyword.StartsWith("x-");

    /// <summary>The line without the comments before it and without its end.</summary>
    public ReadOnlySpan<char> LineText => Source.Text.AsSpan(_lineStart, _lineEnd - _lineStart);

    /// <summary>The blank lines and lines of comment before it.</summary>
    public ReadOnlySpan<char> Leading => Source.Text.AsSpan(_fullStart, _lineStart - _fullStart);

    /// <summary>The comment at the end of the line with its <c>#</c>; empty without one.</summary>
    public ReadOnlySpan<char> Comment
    {
        get
        {
            ReadOnlySpan<char> rest = LineText[(Tokens.IsEmpty ? 0 : Tokens[^1].End)..];
            int hash = rest.IndexOf('#');
            return hash < 0 ? default : rest[hash..];
        }
    }

    /// <summary>The end of the line: LF, CR LF, or nothing at the end of the file.</summary>
    public ReadOnlySpan<char> LineBreak => Source.Text.AsSpan(_lineEnd, _end - _lineEnd);

    internal int LineStart => _lineStart;

    /// <summary>The text of a token.</summary>
    /// <param name="token">A token of this statement.</param>
    public ReadOnlySpan<char> TextOf(Token token) => Source.Text.AsSpan(_lineStart + token.Start, token.Length);

    /// <summary>The text of a token.</summary>
    /// <param name="index">From 0, the keyword.</param>
    public ReadOnlySpan<char> TextOf(int index) => TextOf(Tokens[index]);

    /// <summary>What a token says: a string without its quotes and escapes, anything else as it stands.</summary>
    /// <param name="index">From 0, the keyword.</param>
    public string ValueOf(int index) => Tokens[index].Kind == TokenKind.String ? QuotedText.Unquote(TextOf(index)) : TextOf(index).ToString();

    /// <summary>The same statement with other statements under it.</summary>
    /// <param name="children">One level deeper.</param>
    public Statement WithChildren(ImmutableArray<Statement> children) => new(this, children);

    /// <summary>The same statement with another line; what stands before and under it stays.</summary>
    /// <param name="line">The line with its indentation and comment, without its end.</param>
    /// <exception cref="FormatException">The line is no statement.</exception>
    public Statement WithLine(string line)
    {
        string text = string.Concat(Leading, line, LineBreak);
        var findings = new FindingSink();
        int start = Leading.Length;
        var source = new SourceText(Source.Path, text);
        var tokens = new List<Token>();
        if (!new LineLexer(source, findings).Lex(start, start + line.Length, 0, tokens))
        {
            throw new FormatException($"'{line}' is not a line of a session.");
        }

        return new Statement(source, 0, start, start + line.Length, text.Length, 0, Depth, [.. tokens]) { Children = Children };
    }

    /// <summary>Appends the statement and everything under it as text.</summary>
    /// <param name="text">Receives the text.</param>
    public void AppendTo(StringBuilder text)
    {
        text.Append(Source.Text, _fullStart, _end - _fullStart);
        foreach (Statement child in Children)
        {
            child.AppendTo(text);
        }
    }

    /// <summary>The line.</summary>
    public override string ToString() => LineText.ToString();
}
