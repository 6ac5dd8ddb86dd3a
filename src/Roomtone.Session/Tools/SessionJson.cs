using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Roomtone.Platform;

namespace Roomtone.Session;

/// <summary>The lossless JSON form of a session: statements with their words and values as text writes them; comments, order and blanks survive.</summary>
/// <remarks>
/// <para>Shape: <c>{"format": "roomtone-session", "statements": [{"statement": "clip", "arguments": ["a", …], "comment": "# …", "before": ["", "# …"],
/// "children": […]}], "after": […]}</c>. A text in quotes is <c>{"text": "…"}</c>; everything else is a string as the session writes it. Extensions are <c>{"verbatim": "…"}</c>.</para>
/// <para>Where a line is not spaced as <c>fmt</c> would, <c>line</c> keeps it; it holds only as long as it says what the arguments say.</para>
/// </remarks>
public static class SessionJson
{
    private const string FormatName = "roomtone-session";
    private const int MaximumDepth = 2 * TextLimits.Depth + 16;
    private static readonly JsonWriterOptions s_writing = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON of a tree.</summary>
    /// <param name="tree">A session whose text has no errors.</param>
    /// <exception cref="RoomtoneException">The text has errors (exit 2).</exception>
    public static string Write(SyntaxTree tree)
    {
        if (tree.Findings.Any(f => f.Severity == Severity.Error))
        {
            throw new RoomtoneException(ExitCode.Usage, tree.Findings);
        }

        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, s_writing))
        {
            string newline = UsesCrLf(tree) ? "\r\n" : "\n";
            json.WriteStartObject();
            json.WriteString("format"u8, FormatName);
            if (newline.Length > 1)
            {
                json.WriteString("newline"u8, newline);
            }

            json.WriteStartArray("statements"u8);
            foreach (Statement statement in tree.Statements)
            {
                WriteStatement(json, statement, 0, newline);
            }

            json.WriteEndArray();
            WriteTrivia(json, "after"u8, tree.Trailing, newline);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    /// <summary>The tree of a JSON text.</summary>
    /// <param name="path">For findings.</param>
    /// <param name="utf8">The JSON.</param>
    /// <exception cref="RoomtoneException">It is no JSON, or no session in JSON; the finding names the place (exit 2).</exception>
    public static SyntaxTree Read(string path, ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaximumDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.Read())
            {
                throw Fail(path, "there is something after the session");
            }

            return SyntaxTree.Parse(path, new JsonToText(path).Text(document.RootElement));
        }
        catch (JsonException e)
        {
            throw new RoomtoneException(ExitCode.Usage, new Finding("RT0110", Severity.Error, "this is not JSON: " + Plain(e.Message))
            {
                File = path,
                Line = (int)Math.Min(e.LineNumber.GetValueOrDefault() + 1, int.MaxValue),
                Column = (int)Math.Min(e.BytePositionInLine.GetValueOrDefault() + 1, int.MaxValue),
                Width = 1,
            }, e);
        }
        catch (InvalidOperationException e)
        {
            // JsonElement says in this way that a string is not valid UTF-16.
            throw Fail(path, Plain(e.Message));
        }
    }

    internal static RoomtoneException Fail(string path, string message) =>
        new(ExitCode.Usage, new Finding("RT0110", Severity.Error, "this is no session in JSON: " + message) { File = path, Line = 1, Column = 1, Width = 1 });

    private static string Plain(string message)
    {
        int stop = message.IndexOfAny(['\n', '\r']);
        return (stop < 0 ? message : message[..stop]).TrimEnd('.');
    }

    private static bool UsesCrLf(SyntaxTree tree) => tree.Statements.Length > 0 && tree.Statements[0].LineBreak is "\r\n";

    private static void WriteStatement(Utf8JsonWriter json, Statement statement, int depth, string newline)
    {
        json.WriteStartObject();
        if (statement.IsVerbatim)
        {
            WriteTrivia(json, "before"u8, statement.Leading, newline);
            json.WriteString("verbatim"u8, string.Concat(statement.LineText, statement.LineBreak));
            WriteChildren(json, statement, depth, newline);
            json.WriteEndObject();
            return;
        }

        json.WriteString("statement"u8, statement.Keyword);
        if (statement.Tokens.Length > 1)
        {
            json.WriteStartArray("arguments"u8);
            for (int i = 1; i < statement.Tokens.Length; i++)
            {
                WriteArgument(json, statement, i);
            }

            json.WriteEndArray();
        }

        if (!statement.Comment.IsEmpty)
        {
            json.WriteString("comment"u8, statement.Comment);
        }

        WriteTrivia(json, "before"u8, statement.Leading, newline);
        string usual = JsonToText.Line(statement, depth) + newline;
        string written = string.Concat(statement.LineText, statement.LineBreak);
        if (written != usual)
        {
            json.WriteString("line"u8, written);
        }

        WriteChildren(json, statement, depth, newline);
        json.WriteEndObject();
    }

    private static void WriteChildren(Utf8JsonWriter json, Statement statement, int depth, string newline)
    {
        if (statement.Children.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("children"u8);
        foreach (Statement child in statement.Children)
        {
            WriteStatement(json, child, depth + 1, newline);
        }

        json.WriteEndArray();
    }

    private static void WriteArgument(Utf8JsonWriter json, Statement statement, int index)
    {
        if (statement.Tokens[index].Kind != TokenKind.String)
        {
            json.WriteStringValue(statement.TextOf(index));
            return;
        }

        json.WriteStartObject();
        json.WriteString("text"u8, statement.ValueOf(index));
        json.WriteEndObject();
    }

    // Lines without their ends; a line that ends otherwise than the file does keeps its end, and the last may have none.
    private static void WriteTrivia(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<char> trivia, string newline)
    {
        if (trivia.IsEmpty)
        {
            return;
        }

        json.WriteStartArray(name);
        while (!trivia.IsEmpty)
        {
            int feed = trivia.IndexOf('\n');
            ReadOnlySpan<char> line = feed < 0 ? trivia : trivia[..(feed + 1)];
            trivia = trivia[line.Length..];
            bool isUsual = line.EndsWith(newline) && !line[..^newline.Length].EndsWith("\r");
            if (isUsual)
            {
                json.WriteStringValue(line[..^newline.Length]);
            }
            else
            {
                json.WriteStartObject();
                json.WriteString("line"u8, line);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }
}
