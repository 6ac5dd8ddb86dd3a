using System.Collections.Immutable;
using System.Text.Json;
using Roomtone.Session;

namespace Roomtone.Cli;

/// <summary>Statements of sessions, as a page and as JSON.</summary>
internal static class StatementPage
{
    /// <summary>The page.</summary>
    public static string Text(ImmutableArray<StatementSpec> statements)
    {
        string text = string.Empty;
        foreach (StatementSpec statement in statements)
        {
            string place = statement.Parents is [SessionSchema.Document] ? "at the start of a line" : "under " + string.Join(", ", statement.Parents);
            text += $"statement {statement.Usage}\n  {statement.Summary} Stands {place}.{(statement.IsLater ? " A later version does it." : string.Empty)}\n";
            ImmutableArray<StatementSpec> children = SessionSchema.ChildrenOf(statement.Keyword);
            text += children.IsEmpty ? string.Empty : Texts.Table(children.Select(c => new[] { c.Usage, c.Summary }), "    ");
        }

        return text;
    }

    /// <summary>The member <c>statements</c>.</summary>
    public static void Write(Utf8JsonWriter json, ImmutableArray<StatementSpec> statements)
    {
        json.WriteStartArray("statements"u8);
        foreach (StatementSpec statement in statements)
        {
            json.WriteStartObject();
            json.WriteString("keyword"u8, statement.Keyword);
            json.WriteString("usage"u8, statement.Usage);
            json.WriteString("summary"u8, statement.Summary);
            json.WriteStartArray("under"u8);
            foreach (string parent in statement.Parents)
            {
                json.WriteStringValue(parent);
            }

            json.WriteEndArray();
            json.WriteBoolean("later"u8, statement.IsLater);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
