using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone session</c>: the document's own tools.</summary>
internal static class SessionCommands
{
    public static Command Create(string name, string summary)
    {
        var group = new VerbGroup(name, summary)
        {
            Examples = ["roomtone session check episode.room", "roomtone session fmt *.room", "roomtone session json episode.room"],
        };
        group.Subcommands.Add(new SessionCheckCommand());
        group.Subcommands.Add(new SessionFmtCommand());
        group.Subcommands.Add(new SessionJsonCommand());
        group.Subcommands.Add(new SessionFromJsonCommand());
        group.Subcommands.Add(new SessionDiffCommand());
        group.Subcommands.Add(new SessionCollectCommand());
        group.Subcommands.Add(new SessionSchemaCommand());
        return group;
    }
}

/// <summary><c>roomtone session check</c>.</summary>
internal sealed class SessionCheckCommand : VerbCommand
{
    private readonly Argument<string[]> _sessions = CommonOptions.Files("SESSION", "Sessions, folders or patterns.");

    public SessionCheckCommand()
        : base("check", "Everything that is wrong, at once, with line and column.") =>
        Take(_sessions, CommonOptions.Json(), CommonOptions.Quiet(), CommonOptions.Strict());

    public override ImmutableArray<string> Examples =>
        ["roomtone session check episode.room", "roomtone session check *.room --strict", "roomtone session check episode.room --json"];

    public override ExitCode Run(Call call)
    {
        var request = new SessionCheckRequest(call.Get(_sessions));
        SessionCheckResult result = call.Shell.Run(context => SessionCheckVerb.Run(request, context));
        ExitCode code = call.Shell.IsStrict && result.Sessions.Any(s => !s.Findings.All(f => f.Severity == Severity.Note)) ? ExitCode.Usage : result.ExitCode;
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json =>
            {
                json.WriteStartArray("sessions"u8);
                foreach (CheckedSession session in result.Sessions)
                {
                    json.WriteStartObject();
                    json.WriteString("path"u8, session.Path);
                    json.WriteBoolean("valid"u8, !session.HasErrors);
                    json.WritePropertyName("findings"u8);
                    FindingPrinter.Write(json, session.Findings);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        }

        foreach (CheckedSession session in result.Sessions)
        {
            call.Shell.Tell(session.Findings);
            if (!call.Shell.IsJson && !session.HasErrors)
            {
                call.Shell.Print(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Plain.Escape(session.Path)}: valid, {session.Tracks} tracks, {session.Clips} clips, {session.Deliverables} deliverables"));
            }
        }

        return code;
    }
}

/// <summary><c>roomtone session fmt</c>.</summary>
internal sealed class SessionFmtCommand : VerbCommand
{
    private readonly Argument<string[]> _sessions = CommonOptions.Files("SESSION", "Sessions, folders or patterns.");
    private readonly Option<bool> _check = CommonOptions.Flag("--check", "Write nothing; exit 3 where something would change.");

    public SessionFmtCommand()
        : base("fmt", "Sets blanks, and accepted spellings to the usual ones; nothing else.") => Take(_sessions, _check, CommonOptions.Json());

    public override ImmutableArray<string> Examples => ["roomtone session fmt episode.room", "roomtone session fmt *.room --check"];

    public override ExitCode Run(Call call)
    {
        bool isCheck = call.Get(_check);
        SessionFmtResult result = call.Shell.Run(context => SessionFmtVerb.Run(new SessionFmtRequest(call.Get(_sessions)) { IsCheck = isCheck }, context));
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json =>
            {
                json.WriteStartArray("sessions"u8);
                foreach ((string path, bool isChanged) in result.Sessions)
                {
                    json.WriteStartObject();
                    json.WriteString("path"u8, path);
                    json.WriteBoolean("changed"u8, isChanged);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        }
        else
        {
            foreach ((string path, bool isChanged) in result.Sessions.Where(s => s.IsChanged))
            {
                call.Shell.Print($"{Plain.Escape(path)} {(isCheck ? "would change" : "formatted")}");
            }
        }

        return isCheck && result.Sessions.Any(s => s.IsChanged) ? ExitCode.CheckFailed : ExitCode.Done;
    }
}

/// <summary><c>roomtone session json</c>.</summary>
internal sealed class SessionJsonCommand : VerbCommand
{
    private readonly Argument<string> _session = CommonOptions.One("SESSION", "The session.");
    private readonly Option<string> _output = CommonOptions.Output("FILE", "Where to write it (default: standard output).");
    private readonly Option<bool> _force = CommonOptions.Force();

    public SessionJsonCommand()
        : base("json", "The session as JSON, comments and order included.") => Take(_session, _output, _force);

    public override ImmutableArray<string> Examples => ["roomtone session json episode.room", "roomtone session json episode.room -o episode.json"];

    public override ExitCode Run(Call call)
    {
        byte[] text = call.Shell.Run(_ => SessionJsonVerb.ToJson(call.Get(_session)));
        TextOutput.Write(call, text, call.Get(_output), call.Get(_force), call.Get(_session));
        return ExitCode.Done;
    }
}

/// <summary><c>roomtone session from-json</c>.</summary>
internal sealed class SessionFromJsonCommand : VerbCommand
{
    private readonly Argument<string> _json = CommonOptions.One("JSON", "What roomtone session json wrote, edited or not.");
    private readonly Option<string> _output = CommonOptions.Output("SESSION", "Where to write it (default: standard output).");
    private readonly Option<bool> _force = CommonOptions.Force();

    public SessionFromJsonCommand()
        : base("from-json", "The session that a JSON form says.") => Take(_json, _output, _force);

    public override ImmutableArray<string> Examples => ["roomtone session from-json episode.json -o episode.room", "roomtone session from-json episode.json"];

    public override ExitCode Run(Call call)
    {
        byte[] text = call.Shell.Run(_ => SessionJsonVerb.FromJson(call.Get(_json)));
        TextOutput.Write(call, text, call.Get(_output), call.Get(_force), call.Get(_json));
        return ExitCode.Done;
    }
}
