using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Roomtone.Session;

/// <summary>The JSON Schema of <see cref="SessionJson"/>, generated from the schema table.</summary>
public static class JsonSchema
{
    /// <summary>The schema as text (draft 2020-12).</summary>
    public static string Text()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("$schema"u8, "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title"u8, "Roomtone session");
            json.WriteString("type"u8, "object");
            WriteList(json, "required"u8, ["format", "statements"]);
            json.WriteStartObject("properties"u8);
            WriteConst(json, "format"u8, "roomtone-session");
            WriteChildren(json, "statements"u8, SessionSchema.Document);
            json.WriteStartObject("newline"u8);
            WriteList(json, "enum"u8, ["\r\n"]);
            json.WriteEndObject();
            WriteRef(json, "after"u8, "lines");
            json.WriteEndObject();
            WriteDefinitions(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    private static void WriteDefinitions(Utf8JsonWriter json)
    {
        json.WriteStartObject("$defs"u8);
        WriteLines(json);
        WriteArgument(json);
        WriteExtension(json);
        WriteParameter(json);
        foreach (StatementSpec spec in SessionSchema.Statements)
        {
            WriteStatement(json, spec);
        }

        json.WriteEndObject();
    }

    private static void WriteStatement(Utf8JsonWriter json, StatementSpec spec)
    {
        json.WriteStartObject(NameOf(spec));
        json.WriteString("description"u8, spec.Summary + " " + spec.Usage);
        json.WriteString("type"u8, "object");
        int required = spec.Arguments.Count(a => a.IsRequired);
        WriteList(json, "required"u8, required > 0 ? ["statement", "arguments"] : ["statement"]);
        json.WriteStartObject("properties"u8);
        WriteConst(json, "statement"u8, spec.Keyword);
        json.WriteStartObject("arguments"u8);
        json.WriteString("type"u8, "array");
        json.WriteNumber("minItems"u8, spec.Arguments.Sum(a => a.IsRequired ? a.Lead is null ? 1 : 2 : 0));
        WriteRef(json, "items"u8, "argument");
        json.WriteEndObject();
        WriteCommon(json);
        if (spec.Process is not null || spec.IsLater)
        {
            WriteOpenChildren(json);
        }
        else
        {
            WriteChildren(json, "children"u8, spec.Keyword);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCommon(Utf8JsonWriter json)
    {
        WriteType(json, "comment"u8, "string");
        WriteType(json, "line"u8, "string");
        WriteRef(json, "before"u8, "lines");
    }

    private static void WriteChildren(Utf8JsonWriter json, ReadOnlySpan<byte> name, string parent)
    {
        json.WriteStartObject(name);
        json.WriteString("type"u8, "array");
        json.WriteStartObject("items"u8);
        json.WriteStartArray("anyOf"u8);
        foreach (StatementSpec child in SessionSchema.ChildrenOf(parent))
        {
            WriteRefObject(json, NameOf(child));
        }

        WriteRefObject(json, "extension");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOpenChildren(Utf8JsonWriter json)
    {
        json.WriteStartObject("children"u8);
        json.WriteString("type"u8, "array");
        WriteRef(json, "items"u8, "parameter");
        json.WriteEndObject();
    }

    private static void WriteLines(Utf8JsonWriter json)
    {
        json.WriteStartObject("lines"u8);
        json.WriteString("description"u8, "Blank lines and comments before a statement; an object keeps an unusual line end.");
        json.WriteString("type"u8, "array");
        json.WriteStartObject("items"u8);
        WriteList(json, "type"u8, ["string", "object"]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteArgument(Utf8JsonWriter json)
    {
        json.WriteStartObject("argument"u8);
        json.WriteString("description"u8, "A word or value as the session writes it (\"-18 dB\"), or a text in quotes as an object.");
        json.WriteStartArray("anyOf"u8);
        json.WriteStartObject();
        WriteList(json, "type"u8, ["string", "number"]);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type"u8, "object");
        WriteList(json, "required"u8, ["text"]);
        json.WriteStartObject("properties"u8);
        WriteType(json, "text"u8, "string");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteExtension(Utf8JsonWriter json)
    {
        json.WriteStartObject("extension"u8);
        json.WriteString("description"u8, "A line of another program (x-…), kept as it is.");
        json.WriteString("type"u8, "object");
        WriteList(json, "required"u8, ["verbatim"]);
        json.WriteStartObject("properties"u8);
        WriteType(json, "verbatim"u8, "string");
        WriteRef(json, "before"u8, "lines");
        WriteType(json, "children"u8, "array");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteParameter(Utf8JsonWriter json)
    {
        json.WriteStartObject("parameter"u8);
        json.WriteString("description"u8, "A parameter of a process: 'roomtone describe PROCESS' lists them.");
        json.WriteString("type"u8, "object");
        json.WriteStartObject("properties"u8);
        WriteType(json, "statement"u8, "string");
        json.WriteStartObject("arguments"u8);
        json.WriteString("type"u8, "array");
        WriteRef(json, "items"u8, "argument");
        json.WriteEndObject();
        WriteCommon(json);
        WriteOpenChildren(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string NameOf(StatementSpec spec) =>
        SessionSchema.Named(spec.Keyword).Length == 1 ? spec.Keyword : spec.Parents[0] + "." + spec.Keyword;

    private static void WriteConst(Utf8JsonWriter json, ReadOnlySpan<byte> name, string value)
    {
        json.WriteStartObject(name);
        json.WriteString("const"u8, value);
        json.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter json, ReadOnlySpan<byte> name, string type)
    {
        json.WriteStartObject(name);
        json.WriteString("type"u8, type);
        json.WriteEndObject();
    }

    private static void WriteRef(Utf8JsonWriter json, ReadOnlySpan<byte> name, string definition)
    {
        json.WritePropertyName(name);
        WriteRefObject(json, definition);
    }

    private static void WriteRefObject(Utf8JsonWriter json, string definition)
    {
        json.WriteStartObject();
        json.WriteString("$ref"u8, "#/$defs/" + definition);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
