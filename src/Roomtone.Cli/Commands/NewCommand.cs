using System.Collections.Immutable;
using System.CommandLine;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone new</c>.</summary>
internal sealed class NewCommand : VerbCommand
{
    private readonly Argument<string> _kind = CommonOptions.One("podcast|audiobook|film|album|game", "What it is for.");
    private readonly Argument<string> _folder = CommonOptions.One("DIR", "The session's folder; made where it does not exist.");
    private readonly Option<string[]> _media = CommonOptions.Values("--media", "FILE", "Files, folders or patterns to place on tracks.", takesMany: true);
    private readonly Option<bool> _reference = CommonOptions.Flag("--reference", "Leave media where it is instead of copying it into DIR/audio.");
    private readonly Option<bool> _force = CommonOptions.Force();
    private readonly Option<bool> _dryRun = CommonOptions.DryRun();

    public NewCommand(string name, string summary)
        : base(name, summary) => Take(_kind, _folder, _media, _reference, _force, _dryRun, CommonOptions.Json(), CommonOptions.Quiet());

    public override ImmutableArray<string> Examples =>
        ["roomtone new podcast night-shift --media host.wav guest.flac theme.wav", "roomtone new audiobook moby-dick --media chapters/", "roomtone new film reel-1"];

    public override ExitCode Run(Call call)
    {
        string kind = call.Choice(_kind, "podcast", "audiobook", "film", "album", "game");
        var request = new NewRequest(Kind(kind), call.Get(_folder))
        {
            Media = call.Get(_media),
            IsReferenced = call.Get(_reference),
            Force = call.Get(_force),
            IsDryRun = call.Get(_dryRun),
        };
        NewResult result = call.Shell.Run(context => NewVerb.Run(request, context));
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json =>
            {
                json.WriteString("path"u8, result.Path);
                json.WriteBoolean("dry_run"u8, request.IsDryRun);
                json.WriteStartArray("copied"u8);
                foreach ((string from, string to) in result.Copied)
                {
                    json.WriteStartObject();
                    json.WriteString("from"u8, from);
                    json.WriteString("to"u8, to);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteString("text"u8, result.Text);
            });
        }
        else
        {
            Print(call.Shell, request, result);
        }

        return ExitCode.Done;
    }

    private static SessionKind Kind(string word) => word switch
    {
        "podcast" => SessionKind.Podcast,
        "audiobook" => SessionKind.Audiobook,
        "film" => SessionKind.Film,
        "album" => SessionKind.Album,
        _ => SessionKind.Game,
    };

    private static void Print(Shell shell, NewRequest request, NewResult result)
    {
        string did = request.IsDryRun ? "would be " : string.Empty;
        foreach ((string from, string to) in result.Copied)
        {
            shell.Print($"{Plain.Escape(to)} {did}copied from {Plain.Escape(from)}");
        }

        shell.Print($"{Plain.Escape(result.Path)} {did}written");
        if (request.IsDryRun)
        {
            shell.Print(string.Empty);
            shell.Terminal.Write(result.Text);
        }
        else
        {
            shell.Note($"next: edit it, then roomtone session check {Plain.Escape(result.Path)} and roomtone render {Plain.Escape(result.Path)}");
        }
    }
}
