using System.Collections.Immutable;
using System.CommandLine;
using Roomtone.Delivery;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone deliver</c>.</summary>
internal sealed class DeliverCommand : VerbCommand
{
    private readonly Argument<string[]> _files = CommonOptions.Files();
    private readonly Option<string> _profile = CommonOptions.Value("--profile", "PROFILE", "The specification to meet (roomtone list profiles), or a .profile file of your own.");
    private readonly Option<string> _format = CommonOptions.Value("--format", "\"mp3 128 kbps\"", "Format of the output (default: the profile's, or what the name says).");
    private readonly Option<string> _output = CommonOptions.Output("\"out/{name}.mp3\"", "Name of the output; {name}, {index:02}, {title} … are filled in.");
    private readonly Option<string> _mono = CommonOptions.Value("--mono-as", "single|dual", "How a mono file counts: one loudspeaker or two (+3 LU).");
    private readonly Option<string> _date = CommonOptions.Value("--date", "2026-01-31", "Date written into files (default: the source's, never the clock).");
    private readonly Option<string> _html = CommonOptions.Value("--html", "OUT", "A page that shows the delivery.");
    private readonly Option<string> _jobs = CommonOptions.Jobs();
    private readonly Option<bool> _keepGoing = CommonOptions.KeepGoing();
    private readonly Option<bool> _force = CommonOptions.Force();
    private readonly Option<bool> _dryRun = CommonOptions.DryRun();

    public DeliverCommand(string name, string summary)
        : base(name, summary) => Take(
            _files, _profile, _format, _output, _mono, _date, _html, _jobs, _keepGoing, _force, _dryRun,
            CommonOptions.Json(), CommonOptions.Quiet(), CommonOptions.Strict());

    public override ImmutableArray<string> Examples =>
    [
        "roomtone deliver mix.wav --profile apple-podcasts --format \"mp3 128 kbps\" -o \"out/{name}.mp3\"",
        "roomtone deliver mix.wav --profile ebu-r128 -o mix-r128.wav --dry-run",
        "roomtone deliver episodes/*.wav --profile apple-podcasts -o \"out/{name}.mp3\" --html report.html",
    ];

    public override string Details =>
        "  Measures, plans (gain, then a limiter within the profile's budget, else a refusal that says what would be feasible),\n" +
        "  encodes, decodes and measures the result. Exit code 3: refused, or out of the specification.";

    public override ExitCode Run(Call call)
    {
        var request = new DeliverRequest(call.Inputs(_files), call.Need(_output))
        {
            Profile = call.Get(_profile),
            Format = call.Get(_format),
            MonoAs = call.Choice(_mono, "single", "dual") switch { "dual" => MonoLoudness.Dual, "single" => MonoLoudness.Single, _ => null },
            Date = call.Get(_date) is { } date ? DateText.Parse("--date", date) : null,
            Report = call.Get(_html),
            Batch = BatchOptions.Parse(call.Get(_jobs), call.Get(_keepGoing)),
            Force = call.Get(_force),
            IsDryRun = call.Get(_dryRun),
            Tool = CommandLine.Version,
        };
        DeliverResult result = call.Shell.Run(context => DeliverVerb.Run(request, context));
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json =>
            {
                json.WriteBoolean("dry_run"u8, request.IsDryRun);
                json.WriteBoolean("pass"u8, result.ExitCode == ExitCode.Done);
                Outcomes.WriteWhole(json, "deliverables", result.Files, (j, r) => r.WriteJson(j, 0, 0));
            });
        }
        else
        {
            foreach (DeliverableResult file in result.Files.Select(f => f.Result).OfType<DeliverableResult>())
            {
                DeliverableText.Print(call.Shell, file, request.IsDryRun);
            }
        }

        Outcomes.Tell(call.Shell, result.Files);
        return result.ExitCode;
    }
}
