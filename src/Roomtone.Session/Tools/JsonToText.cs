using System.Text;
using System.Text.Json;

namespace Roomtone.Session;

/// <summary>Writes the text of a session from its JSON form.</summary>
internal sealed class JsonToText(string path)
{
    private readonly StringBuilder _text = new();
    private readonly List<Token> _tokens = [];
    private string _newline = "\n";

    /// <summary>The line of a statement as a tool would space it, with its comment two blanks behind.</summary>
    public static string Line(Statement statement, int depth)
    {
        var text = new StringBuilder();
        text.Append(' ', 2 * depth).Append(statement.Keyword);
        for (int i = 1; i < statement.Tokens.Length; i++)
        {
            string token = statement.Tokens[i].Kind == TokenKind.String ? QuotedText.Quote(statement.ValueOf(i)) : statement.TextOf(i).ToString();
            AppendArgument(text, token);
        }

        return statement.Comment.IsEmpty ? text.ToString() : text.Append("  ").Append(statement.Comment).ToString();
    }

    public string Text(JsonElement root)
    {
        Demand(root, JsonValueKind.Object, "the whole is no object");
        _newline = root.TryGetProperty("newline"u8, out JsonElement newline) && newline.ValueKind == JsonValueKind.String && newline.GetString() == "\r\n" ? "\r\n" : "\n";
        if (!root.TryGetProperty("statements"u8, out JsonElement statements))
        {
            throw SessionJson.Fail(path, "it has no 'statements'");
        }

        Demand(statements, JsonValueKind.Array, "'statements' is no list");
        foreach (JsonElement statement in statements.EnumerateArray())
        {
            Add(statement, 0);
        }

        AddTrivia(root, "after"u8);
        return _text.ToString();
    }

    private static void AppendArgument(StringBuilder text, string token) => text.Append(token == "," ? string.Empty : " ").Append(token);

    private void Add(JsonElement element, int depth)
    {
        Demand(element, JsonValueKind.Object, "a statement is no object");
        if (depth > TextLimits.Depth)
        {
            throw SessionJson.Fail(path, $"more than {TextLimits.Depth} levels");
        }

        AddTrivia(element, "before"u8);
        EndLine();
        if (element.TryGetProperty("verbatim"u8, out _))
        {
            AddVerbatim(element, depth);
            return;
        }

        var line = new StringBuilder();
        line.Append(' ', 2 * depth).Append(Keyword(element));
        if (element.TryGetProperty("arguments"u8, out JsonElement arguments))
        {
            Demand(arguments, JsonValueKind.Array, "'arguments' is no list");
            foreach (JsonElement argument in arguments.EnumerateArray())
            {
                AppendArgument(line, Argument(argument));
            }
        }

        if (element.TryGetProperty("comment"u8, out _))
        {
            string comment = String(element, "comment"u8);
            if (comment.AsSpan().IndexOfAny('\r', '\n') >= 0)
            {
                throw SessionJson.Fail(path, "a comment has several lines; write them before the statement");
            }

            line.Append("  ").Append(comment.StartsWith('#') ? comment : "# " + comment);
        }

        _text.Append(Written(element, line.ToString(), depth) ?? line + _newline);
        AddChildren(element, depth);
    }

    private void AddVerbatim(JsonElement element, int depth)
    {
        string line = String(element, "verbatim"u8);
        if (line.TrimEnd('\r', '\n').AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            throw SessionJson.Fail(path, "a verbatim line has several lines");
        }

        _text.Append(line);
        AddChildren(element, depth);
    }

    private void AddChildren(JsonElement element, int depth)
    {
        if (element.TryGetProperty("children"u8, out JsonElement children))
        {
            Demand(children, JsonValueKind.Array, "'children' is no list");
            foreach (JsonElement child in children.EnumerateArray())
            {
                Add(child, depth + 1);
            }
        }
    }

    // The line as it was written, where it still says the same.
    private string? Written(JsonElement element, string line, int depth)
    {
        if (!element.TryGetProperty("line"u8, out _))
        {
            return null;
        }

        string written = String(element, "line"u8);
        string body = written.EndsWith("\r\n", StringComparison.Ordinal) ? written[..^2] : written.EndsWith('\n') ? written[..^1] : written;
        return !body.Contains('\n', StringComparison.Ordinal) && Says(body, depth) is { } said && said == Says(line, depth) ? written : null;
    }

    private string? Says(string line, int depth)
    {
        var source = new SourceText(path, line);
        var findings = new FindingSink();
        _tokens.Clear();
        int indent = line.AsSpan().IndexOfAnyExcept(' ');
        return indent == 2 * depth && new LineLexer(source, findings).Lex(0, line.Length, 1, _tokens) && _tokens.Count > 0
            ? Line(new Statement(source, 0, 0, line.Length, line.Length, 1, depth, [.. _tokens]), depth)
            : null;
    }

    private string Argument(JsonElement argument)
    {
        switch (argument.ValueKind)
        {
            case JsonValueKind.Object:
                return QuotedText.Quote(String(argument, "text"u8));
            case JsonValueKind.Number:
                return argument.GetRawText();
            case JsonValueKind.String:
                string token = argument.GetString()!;
                var findings = new FindingSink();
                _tokens.Clear();
                if (!new LineLexer(new SourceText(path, token), findings).Lex(0, token.Length, 1, _tokens) || _tokens.Count != 1 || _tokens[0].Length != token.Length || _tokens[0].Kind == TokenKind.String)
                {
                    throw SessionJson.Fail(path, $"'{(token.Length <= 40 ? token : string.Concat(token.AsSpan(0, 40), "…"))}' is not one word or value; texts are written {{\"text\": …}}");
                }

                return token;
            default:
                throw SessionJson.Fail(path, $"an argument is {argument.ValueKind.ToString().ToLowerInvariant()}");
        }
    }

    private void AddTrivia(JsonElement element, ReadOnlySpan<byte> name)
    {
        if (!element.TryGetProperty(name, out JsonElement lines))
        {
            return;
        }

        Demand(lines, JsonValueKind.Array, "lines before a statement are no list");
        foreach (JsonElement line in lines.EnumerateArray())
        {
            bool isKept = line.ValueKind == JsonValueKind.Object;
            string text = isKept ? String(line, "line"u8) : line.ValueKind == JsonValueKind.String ? line.GetString()! : throw SessionJson.Fail(path, "a line of comment is no text");
            string trimmed = text.Trim(' ', '\r', '\n');
            if ((trimmed.Length > 0 && trimmed[0] != '#') || trimmed.Contains('\n', StringComparison.Ordinal))
            {
                throw SessionJson.Fail(path, "a line before a statement is neither blank nor a comment");
            }

            EndLine();
            _text.Append(text);
            if (!isKept)
            {
                _text.Append(_newline);
            }
        }
    }

    // A last line may come without its end; whatever follows must not run on from it.
    private void EndLine()
    {
        if (_text.Length > 0 && _text[^1] != '\n')
        {
            _text.Append(_newline);
        }
    }

    private string Keyword(JsonElement element)
    {
        string word = String(element, "statement"u8);
        _tokens.Clear();
        return new LineLexer(new SourceText(path, word), new FindingSink()).Lex(0, word.Length, 1, _tokens) && _tokens is [{ Kind: TokenKind.Word } token] && token.Length == word.Length
            ? word
            : throw SessionJson.Fail(path, "a statement's name is not one word");
    }

    private string String(JsonElement element, ReadOnlySpan<byte> name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw SessionJson.Fail(path, $"'{Encoding.UTF8.GetString(name)}' is missing or no text");

    private void Demand(JsonElement element, JsonValueKind kind, string otherwise)
    {
        if (element.ValueKind != kind)
        {
            throw SessionJson.Fail(path, otherwise);
        }
    }
}
