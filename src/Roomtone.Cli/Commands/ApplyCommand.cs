using System.Collections.Immutable;
using System.CommandLine;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone apply</c>.</summary>
internal sealed class ApplyCommand : VerbCommand
{
    private readonly Argument<string[]> _files = CommonOptions.Files("IN");
    private readonly Option<string> _output = CommonOptions.Output("OUT", "File, folder, or a name with {name} for several inputs; - writes WAV to standard output.");
    private readonly Option<string[]> _do = CommonOptions.Values("--do", "\"PROCESS: param value; …\"", "A process with its parameters; may be repeated, first to last.");
    private readonly Option<string> _chain = CommonOptions.Value("--chain", "FILE.room", "The processes of a file, before those of --do.");
    private readonly Option<string> _bits = CommonOptions.Bits();
    private readonly Option<string> _dither = CommonOptions.Dither();
    private readonly Option<string> _residual = CommonOptions.Value("--residual", "OUT", "Also write output − input: hear what was changed.");
    private readonly Option<bool> _tail = CommonOptions.Flag("--tail", "Keep what sounds on after the end (reverbs, delays).");
    private readonly Option<string> _jobs = CommonOptions.Jobs();
    private readonly Option<bool> _keepGoing = CommonOptions.KeepGoing();
    private readonly Option<bool> _force = CommonOptions.Force();
    private readonly Option<bool> _dryRun = CommonOptions.DryRun();

    public ApplyCommand(string name, string summary)
        : base(name, summary) => Take(
            _files, _output, _do, _chain, _bits, _dither, _residual, _tail, _jobs, _keepGoing, _force, _dryRun,
            CommonOptions.Json(), CommonOptions.Quiet(), CommonOptions.Strict());

    public override ImmutableArray<string> Examples =>
    [
        "roomtone apply in.wav -o out.wav --do \"eq: band 1 high-pass 80 Hz; band 2 bell 240 Hz -2.5 dB q 1.2\" --do \"limiter: ceiling -1 dBTP\"",
        "roomtone apply takes/*.wav -o cleaned/ --do compressor --residual \"cleaned/{name}_residual.wav\"",
        "roomtone apply in.wav -o - --do \"gain: amount -3 dB\" | aplay",
    ];

    public override string Details =>
        "  The output keeps the input's format, metadata and length; a process that changes the length changes it, and --tail\n" +
        "  keeps what sounds on. roomtone describe PROCESS lists the parameters.";

    public override ExitCode Run(Call call)
    {
        var request = new ApplyRequest(call.Inputs(_files), call.Output(_output))
        {
            Do = call.Get(_do),
            Chain = call.Get(_chain),
            Target = TargetOptions.Parse(null, call.Get(_bits), call.Get(_dither), null),
            Residual = call.Get(_residual),
            WithTail = call.Get(_tail),
            Batch = BatchOptions.Parse(call.Get(_jobs), call.Get(_keepGoing)),
            Force = call.Get(_force),
            IsDryRun = call.Get(_dryRun),
        };
        ApplyResult result = call.Shell.Run(context => ApplyVerb.Run(request, context));
        WrittenFiles.Print(call.Shell, result.Files, request.IsDryRun, result.Chain);
        return result.ExitCode;
    }
}
