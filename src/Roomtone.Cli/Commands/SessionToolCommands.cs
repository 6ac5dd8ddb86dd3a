using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone session diff</c>.</summary>
internal sealed class SessionDiffCommand : VerbCommand
{
    private readonly Argument<string> _a = CommonOptions.One("A", "The earlier session.");
    private readonly Argument<string> _b = CommonOptions.One("B", "The later one.");

    public SessionDiffCommand()
        : base("diff", "What changed, by id, in words.") => Take(_a, _b, CommonOptions.Json());

    public override ImmutableArray<string> Examples => ["roomtone session diff old.room new.room", "roomtone session diff old.room new.room --json"];

    public override ExitCode Run(Call call)
    {
        ImmutableArray<SessionChange> changes = SessionDiffVerb.Run(call.Get(_a), call.Get(_b));
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json => Write(json, changes));
        }
        else
        {
            foreach (string line in SessionDiff.Text(changes).TrimEnd('\n').Split('\n').Where(l => l.Length > 0))
            {
                call.Shell.Print(Plain.Escape(line));
            }
        }

        return ExitCode.Done;
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<SessionChange> changes)
    {
        json.WriteStartArray("changes"u8);
        foreach (SessionChange change in changes)
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, change.Kind switch
            {
                SessionChangeKind.Added => "added",
                SessionChangeKind.Removed => "removed",
                SessionChangeKind.Reordered => "reordered",
                _ => "changed",
            });
            json.WriteString("path"u8, change.Path);
            json.WriteString("before"u8, change.Before);
            json.WriteString("after"u8, change.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary><c>roomtone session collect</c>.</summary>
internal sealed class SessionCollectCommand : VerbCommand
{
    private readonly Argument<string> _session = CommonOptions.One("SESSION", "The session.");
    private readonly Option<bool> _dryRun = CommonOptions.DryRun();

    public SessionCollectCommand()
        : base("collect", "Copies media from elsewhere into the session's folder and names them there.") => Take(_session, _dryRun, CommonOptions.Json());

    public override ImmutableArray<string> Examples => ["roomtone session collect episode.room", "roomtone session collect episode.room --dry-run"];

    public override ExitCode Run(Call call)
    {
        bool isDryRun = call.Get(_dryRun);
        SessionCollectResult result = call.Shell.Run(context => SessionCollectVerb.Run(call.Get(_session), isDryRun, context));
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json =>
            {
                json.WriteBoolean("dry_run"u8, isDryRun);
                json.WriteStartArray("copied"u8);
                foreach ((string from, string to) in result.Files)
                {
                    json.WriteStartObject();
                    json.WriteString("from"u8, from);
                    json.WriteString("to"u8, to);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        }
        else
        {
            foreach ((string from, string to) in result.Files)
            {
                call.Shell.Print($"{Plain.Escape(to)} {(isDryRun ? "would be copied" : "copied")} from {Plain.Escape(from)}");
            }

            if (result.Files.IsEmpty)
            {
                call.Shell.Note("all media is in the session's folder already");
            }
        }

        return ExitCode.Done;
    }
}

/// <summary><c>roomtone session schema</c>.</summary>
internal sealed class SessionSchemaCommand : VerbCommand
{
    public SessionSchemaCommand()
        : base("schema", "The JSON Schema of the JSON form, made from the schema table.")
    {
    }

    public override ImmutableArray<string> Examples => ["roomtone session schema > room.schema.json", "roomtone session schema | head -20"];

    public override ExitCode Run(Call call)
    {
        call.Shell.Terminal.Write(JsonSchema.Text().TrimEnd() + "\n");
        return ExitCode.Done;
    }
}
