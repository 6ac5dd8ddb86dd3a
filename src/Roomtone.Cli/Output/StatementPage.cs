using System.Collections.Immutable;
using System.Text.Json;
using Roomtone.Session;

namespace Roomtone.Cli;

/// <summary>Statements of sessions, as JSON.</summary>
internal static class StatementPage
{
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
