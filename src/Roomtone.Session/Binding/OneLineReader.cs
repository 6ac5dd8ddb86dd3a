using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Parts the one-line form of a process at its semicolons, so that the binder sees the statements of a session.</summary>
internal sealed class OneLineReader(SourceText source, IProcessCatalog catalog, FindingSink findings)
{
    private readonly string _text = source.Text;
    private readonly LineLexer _lexer = new(source, findings);

    /// <summary>The statement of the process with its parameters under it; empty where it was reported.</summary>
    public ImmutableArray<Statement> Read()
    {
        var tokens = new List<Token>();
        int colon = Colon();
        int headEnd = colon >= 0 ? colon : Semicolon(0);
        if (!_lexer.Lex(0, headEnd, 1, tokens) || tokens.Count == 0 || tokens[0].Kind != TokenKind.Word)
        {
            if (!findings.HasErrors)
            {
                findings.Add(Severity.Error, "RT0302", "a process is expected", source, 1, 0, 0, Math.Max(1, _text.Length), "write \"compressor: threshold -18 dB; ratio 3:1\"");
            }

            return [];
        }

        Token[] head = [.. tokens];
        ProcessDescriptor? process = catalog.Find(_text.Substring(head[0].Start, head[0].Length));
        var lines = new List<Statement>();
        bool isGood = true;
        int start = headEnd + 1;
        while (start < _text.Length)
        {
            int end = Semicolon(start);
            tokens.Clear();
            if (!_lexer.Lex(0, end, 1, tokens, start))
            {
                isGood = false;
            }
            else if (tokens.Count > 0)
            {
                if (IsNamed(process, tokens[0]))
                {
                    lines.Add(Line(tokens));
                }
                else
                {
                    head = [.. head, .. tokens];
                }
            }

            start = end + 1;
        }

        return isGood ? [new Statement(source, 0, 0, _text.Length, _text.Length, 1, 0, [.. head]) { Children = [.. lines] }] : [];
    }

    // A parameter by its name; anything else is a value for the line of the process itself (pan: L30).
    private bool IsNamed(ProcessDescriptor? process, Token token)
    {
        string word = _text.Substring(token.Start, token.Length);
        return token.Kind == TokenKind.Word && (process is null || word == "bypass" || process.Parameters.Any(p => (p.Group ?? p.Id) == word));
    }

    private Statement Line(List<Token> tokens) => new(source, 0, 0, _text.Length, _text.Length, 1, 1, [.. tokens]);

    // The colon after the process: only a word may stand before it, so that ratios and labels keep theirs.
    private int Colon()
    {
        int i = 0;
        while (i < _text.Length && _text[i] == ' ')
        {
            i++;
        }

        int start = i;
        while (i < _text.Length && (char.IsAsciiLetterOrDigit(_text[i]) || _text[i] == '-'))
        {
            i++;
        }

        while (i < _text.Length && _text[i] == ' ' && i > start)
        {
            i++;
        }

        return i > start && char.IsAsciiLetter(_text[start]) && i < _text.Length && _text[i] == ':' ? i : -1;
    }

    private int Semicolon(int from)
    {
        bool isQuoted = false;
        for (int i = from; i < _text.Length; i++)
        {
            if (_text[i] == '\\' && isQuoted)
            {
                i++;
            }
            else if (_text[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (_text[i] == ';' && !isQuoted && !IsDropFrame(i))
            {
                return i;
            }
        }

        return _text.Length;
    }

    private bool IsDropFrame(int i) =>
        i >= 8 && i + 2 < _text.Length && _text[i - 3] == ':' && _text[i - 6] == ':' && char.IsAsciiDigit(_text[i + 1]) && char.IsAsciiDigit(_text[i + 2]);
}
