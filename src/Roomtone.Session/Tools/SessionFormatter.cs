using System.Buffers;
using System.Text;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary><c>roomtone session fmt</c>: blanks, and the accepted spellings of processes; nothing else, so that it makes no noise.</summary>
/// <remarks>One blank between arguments, none at ends of lines, two per level, LF, no blank lines at the ends of the file and never two in a row.
/// Blanks before a comment at the end of a line stay: people line comments up. Formatting twice changes nothing more.</remarks>
public sealed class SessionFormatter
{
    private static readonly SearchValues<char> s_number = SearchValues.Create("+-.0123456789:; ");
    private readonly IProcessCatalog _catalog;
    private readonly StringBuilder _text = new();

    private SessionFormatter(IProcessCatalog catalog) => _catalog = catalog;

    /// <summary>The formatted text; a tree with errors in its text is given back as it is.</summary>
    /// <param name="tree">The session.</param>
    /// <param name="catalog">Knows the accepted spellings.</param>
    public static string Format(SyntaxTree tree, IProcessCatalog catalog)
    {
        if (!tree.Findings.IsEmpty)
        {
            return tree.ToText();
        }

        var formatter = new SessionFormatter(catalog);
        foreach (Statement statement in tree.Statements)
        {
            formatter.Add(statement, 0, canRewrite: true);
        }

        formatter.AddTrivia(tree.Trailing, 0);
        return formatter._text.ToString().TrimEnd('\n') + "\n";
    }

    private void Add(Statement statement, int depth, bool canRewrite)
    {
        AddTrivia(statement.Leading, depth);
        if (statement.IsVerbatim)
        {
            _text.Append(statement.LineText).Append('\n');
        }
        else
        {
            AddLine(statement, depth, canRewrite);
        }

        foreach (Statement child in statement.Children)
        {
            Add(child, depth + 1, canRewrite && !statement.IsVerbatim);
        }
    }

    private void AddLine(Statement statement, int depth, bool canRewrite)
    {
        _text.Append(' ', 2 * depth);
        for (int i = 0; i < statement.Tokens.Length; i++)
        {
            if (i > 0 && statement.Tokens[i].Kind != TokenKind.Comma)
            {
                _text.Append(' ');
            }

            _text.Append(i == 1 && canRewrite && statement.Keyword is "process" ? Accepted(statement.TextOf(1).ToString()) : TokenText(statement, i));
        }

        if (!statement.Comment.IsEmpty)
        {
            ReadOnlySpan<char> line = statement.LineText;
            int gap = line.Length - statement.Comment.Length - statement.Tokens[^1].End;
            _text.Append(' ', Math.Max(1, gap)).Append(statement.Comment.TrimEnd(' '));
        }

        _text.Append('\n');
    }

    private string Accepted(string process) => _catalog.Find(process)?.Id ?? LaterProcesses.Find(process) ?? process;

    // A quantity has one blank before its unit, a label one before its rate; nothing else in a token may be spaced.
    private static string TokenText(Statement statement, int index)
    {
        Token token = statement.Tokens[index];
        string text = statement.TextOf(token).ToString();
        return token.Kind switch
        {
            TokenKind.Quantity => text[..token.Split] + " " + text[token.Split..].TrimStart(' '),
            TokenKind.Timecode when token.Split < token.Length => text[..token.Split] + " " + text[token.Split..].TrimStart(' '),
            TokenKind.Range => Spaced(text[..token.Split]) + ".." + Spaced(text[(token.Split + 2)..]),
            _ => text,
        };
    }

    private static string Spaced(string value)
    {
        int unit = value.AsSpan().IndexOfAnyExcept(s_number);
        return unit <= 0 || value[unit] == '@' || value.Contains(':', StringComparison.Ordinal) || value.Contains("inf", StringComparison.Ordinal)
            ? value
            : value[..unit].TrimEnd(' ') + " " + value[unit..];
    }

    private void AddTrivia(ReadOnlySpan<char> trivia, int depth)
    {
        foreach (Range range in trivia.Split('\n'))
        {
            ReadOnlySpan<char> line = trivia[range].Trim(" \r");
            if (line.IsEmpty)
            {
                AddBlank(isEnd: range.End.GetOffset(trivia.Length) == trivia.Length);
            }
            else
            {
                // Comments keep to the level of what follows, or to the start of the line where the author put them there.
                bool isFlush = trivia[range].Length > 0 && trivia[range][0] == '#';
                _text.Append(' ', isFlush ? 0 : 2 * depth).Append(line).Append('\n');
            }
        }
    }

    // The piece after the last line feed is no line.
    private void AddBlank(bool isEnd)
    {
        bool isFirst = _text.Length == 0;
        bool isDoubled = _text.Length > 1 && _text[^1] == '\n' && _text[^2] == '\n';
        if (!isEnd && !isFirst && !isDoubled)
        {
            _text.Append('\n');
        }
    }
}
