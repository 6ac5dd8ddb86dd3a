using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone describe</c>.</summary>
internal sealed class DescribeCommand : VerbCommand
{
    private readonly Argument<string> _id = CommonOptions.One("PROCESS", "A process, a statement of sessions, or a profile.");

    public DescribeCommand(string name, string summary)
        : base(name, summary) => Take(_id, CommonOptions.Json());

    public override ImmutableArray<string> Examples => ["roomtone describe compressor", "roomtone describe eq --json"];

    public override ExitCode Run(Call call)
    {
        DescribeResult result = DescribeVerb.Run(new DescribeRequest(call.Get(_id)));
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json => Write(json, result));
        }
        else
        {
            string[] pages =
            [
                .. result.Process is { } process ? [ProcessPage.Text(process)] : Array.Empty<string>(),
                .. result.Profile is { } profile ? [ProfilePage.Text(profile)] : Array.Empty<string>(),
                .. StatementDescription.Text(call.Get(_id)) is { } statement ? [statement] : Array.Empty<string>(),
            ];
            call.Shell.Terminal.Write(string.Join('\n', pages));
        }

        return ExitCode.Done;
    }

    private static void Write(Utf8JsonWriter json, DescribeResult result)
    {
        if (result.Process is { } process)
        {
            ProcessPage.Write(json, process);
        }
        else if (result.Profile is { } profile)
        {
            ProfilePage.Write(json, profile);
        }

        StatementPage.Write(json, result.Statements);
    }
}
