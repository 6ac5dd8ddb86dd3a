using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Session;

/// <summary>Builds the tree of a text: lines to statements, indentation to levels.</summary>
internal sealed class SyntaxParser(SourceText source, FindingSink findings)
{
    private readonly string _text = source.Text;
    private readonly LineLexer _lexer = new(source, findings);
    private readonly List<Token> _tokens = [];
    private readonly List<List<Statement>> _levels = [[]];
    private int _open;
    private int _extension = int.MaxValue;
    private int _count;

    public SyntaxTree Parse()
    {
        source.CheckCharacters(findings);
        int fullStart = 0;
        int lineStart = 0;
        int number = 0;
        while (lineStart < _text.Length)
        {
            number++;
            int feed = _text.AsSpan(lineStart).IndexOf('\n');
            int next = feed < 0 ? _text.Length : lineStart + feed + 1;
            int end = feed < 0 ? _text.Length : lineStart + feed;
            end = end > lineStart && _text[end - 1] == '\r' ? end - 1 : end;
            if (Line(fullStart, lineStart, end, next, number))
            {
                fullStart = next;
                if (++_count > TextLimits.Statements)
                {
                    findings.Add(Severity.Error, "RT0107", $"more than {TextLimits.Statements} statements", source, number, lineStart, 0, 1, null);
                    fullStart = next;
                    break;
                }
            }

            lineStart = next;
        }

        Close(0);
        return new SyntaxTree(source, [.. _levels[0]], _text[fullStart..]);
    }

    // A statement, or blank and comment that belong to the next one (false).
    private bool Line(int fullStart, int lineStart, int end, int next, int number)
    {
        int first = lineStart;
        while (first < end && _text[first] == ' ')
        {
            first++;
        }

        if (first == end || _text[first] == '#')
        {
            return false;
        }

        bool isInExtension = (first - lineStart) / 2 > _extension;
        int depth = isInExtension ? Math.Min(Math.Min((first - lineStart) / 2, _open + 1), TextLimits.Depth) : Depth(lineStart, first, number);
        _tokens.Clear();
        if (isInExtension || IsExtension(first, end))
        {
            TakeVerbatim(lineStart, first, end, depth, isInExtension);
        }
        else if (end - lineStart > TextLimits.LineLength)
        {
            findings.Add(Severity.Error, "RT0107", $"the line has {end - lineStart} characters; {TextLimits.LineLength} are the limit", source, number, lineStart, 0, 1, null);
        }
        else if (!_lexer.Lex(lineStart, end, number, _tokens))
        {
            _tokens.Clear();
        }
        else if (_tokens[0].Kind != TokenKind.Word)
        {
            findings.Add(Severity.Error, "RT0301", "a statement begins with a word", source, number, lineStart, _tokens[0].Start, _tokens[0].Length, null);
            _tokens.Clear();
        }

        _extension = isInExtension || _tokens.Count > 0 && IsExtension(first, end) ? _extension : int.MaxValue;
        Close(depth);
        _open = depth;
        if (_levels.Count <= depth)
        {
            _levels.Add([]);
        }

        _levels[depth].Add(new Statement(source, fullStart, lineStart, end, next, number, depth, [.. _tokens]));
        return true;
    }

    private bool IsExtension(int first, int end) => end - first > 2 && _text[first] == 'x' && _text[first + 1] == '-';

    // Extensions are other programs' business: of their lines only the keyword is read, of the lines under them nothing.
    private void TakeVerbatim(int lineStart, int first, int end, int depth, bool isInExtension)
    {
        if (isInExtension)
        {
            return;
        }

        int stop = first;
        while (stop < end && (char.IsAsciiLetterOrDigit(_text[stop]) || _text[stop] is '-' or '_' or '.'))
        {
            stop++;
        }

        _tokens.Add(new Token(TokenKind.Word, first - lineStart, stop - first, stop - first));
        _extension = depth;
    }

    private int Depth(int lineStart, int first, int number)
    {
        int blanks = first - lineStart;
        int depth = blanks / 2;
        int allowed = _levels[0].Count == 0 ? 0 : _open + 1;
        if (blanks % 2 != 0)
        {
            findings.Add(Severity.Error, "RT0105", $"the indentation is {blanks} blanks", source, number, lineStart, 0, blanks, "write two blanks per level");
            depth = Math.Min(depth, allowed);
        }
        else if (depth > TextLimits.Depth)
        {
            findings.Add(Severity.Error, "RT0107", $"{depth} levels; {TextLimits.Depth} are the limit", source, number, lineStart, 0, 1, null);
        }
        else if (depth > allowed)
        {
            findings.Add(Severity.Error, "RT0106", "the line is indented deeper than one level below the line before it", source, number, lineStart, 0, blanks, allowed == 0 ? "write it without indentation" : $"write {allowed * 2} blanks");
        }

        return Math.Min(Math.Min(depth, allowed), TextLimits.Depth);
    }

    // Gives every open statement deeper than the level its children.
    private void Close(int depth)
    {
        for (int level = _open; level > depth; level--)
        {
            List<Statement> children = _levels[level];
            if (children.Count > 0)
            {
                _levels[level - 1][^1].Children = [.. children];
                children.Clear();
            }
        }
    }
}
