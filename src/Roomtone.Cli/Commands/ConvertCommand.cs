using System.Collections.Immutable;
using System.CommandLine;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone convert</c>.</summary>
internal sealed class ConvertCommand : VerbCommand
{
    private readonly Argument<string[]> _files = CommonOptions.Files("IN");
    private readonly Option<string> _output = CommonOptions.Output("OUT", "File, folder, or a name with {name} for several inputs; - writes WAV to standard output.");
    private readonly Option<string> _rate = CommonOptions.Value("--rate", "\"48 kHz\"", "Sample rate of the output (default: the input's).");
    private readonly Option<string> _bits = CommonOptions.Bits();
    private readonly Option<string> _dither = CommonOptions.Dither();
    private readonly Option<string> _layout = CommonOptions.Value("--layout", "LAYOUT", "Channels of the output: mono, stereo, 5.1 … (default: the input's).");
    private readonly Option<string> _jobs = CommonOptions.Jobs();
    private readonly Option<bool> _keepGoing = CommonOptions.KeepGoing();
    private readonly Option<bool> _force = CommonOptions.Force();
    private readonly Option<bool> _dryRun = CommonOptions.DryRun();

    public ConvertCommand(string name, string summary)
        : base(name, summary) => Take(
            _files, _output, _rate, _bits, _dither, _layout, _jobs, _keepGoing, _force, _dryRun,
            CommonOptions.Json(), CommonOptions.Quiet(), CommonOptions.Strict());

    public override ImmutableArray<string> Examples =>
    [
        "roomtone convert poly.wav -o out.wav --bits 24",
        "roomtone convert takes/ -o takes-48k/ --rate \"48 kHz\"",
        "roomtone convert master.wav -o cd.wav --rate \"44.1 kHz\" --bits 16 --dither shaped",
    ];

    public override string Details =>
        "  Changes the format and nothing else. The output's extension says the container. Every chunk and tag is kept; timecode,\n" +
        "  cues and loops are rescaled with the rate.";

    public override ExitCode Run(Call call)
    {
        var request = new ConvertRequest(call.Inputs(_files), call.Output(_output))
        {
            Target = TargetOptions.Parse(call.Get(_rate), call.Get(_bits), call.Get(_dither), call.Get(_layout)),
            Batch = BatchOptions.Parse(call.Get(_jobs), call.Get(_keepGoing)),
            Force = call.Get(_force),
            IsDryRun = call.Get(_dryRun),
        };
        ConvertResult result = call.Shell.Run(context => ConvertVerb.Run(request, context));
        WrittenFiles.Print(call.Shell, result.Files, request.IsDryRun, []);
        return result.ExitCode;
    }
}
