using System.Collections.Immutable;
using System.CommandLine;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone list</c>.</summary>
internal sealed class ListCommand : VerbCommand
{
    private readonly Argument<string> _what = CommonOptions.One("processes|profiles|layouts", "Which table.");

    public ListCommand(string name, string summary)
        : base(name, summary) => Take(_what, CommonOptions.Json());

    public override ImmutableArray<string> Examples =>
        ["roomtone list processes", "roomtone list profiles --json", "roomtone list layouts"];

    public override ExitCode Run(Call call)
    {
        ListResult result = ListVerb.Run(new ListRequest(call.Get(_what)));
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json =>
            {
                json.WriteStartArray(result.What);
                foreach (ListEntry entry in result.Entries)
                {
                    json.WriteStartObject();
                    json.WriteString("id"u8, entry.Id);
                    json.WriteString("title"u8, entry.Title);
                    json.WriteString("group"u8, entry.Group);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        }
        else
        {
            call.Shell.Terminal.Write(Texts.Table(result.Entries.Select(e => new[] { e.Id, e.Group, e.Title })));
        }

        return ExitCode.Done;
    }
}
