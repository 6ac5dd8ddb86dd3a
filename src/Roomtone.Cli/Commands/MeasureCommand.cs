using System.Collections.Immutable;
using System.CommandLine;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone measure</c>.</summary>
internal sealed class MeasureCommand : VerbCommand
{
    private readonly Argument<string[]> _files = CommonOptions.Files();
    private readonly Option<bool> _perChannel = CommonOptions.Flag("--per-channel", "Peaks, level and DC of each channel too.");
    private readonly Option<string> _series = CommonOptions.Value("--series", "OUT.csv", "Loudness every 100 ms as CSV (one file).");
    private readonly Option<string> _mono = CommonOptions.Value("--mono-as", "single|dual", "How a mono file counts: one loudspeaker (default), or two (+3 LU).");
    private readonly Option<string> _jobs = CommonOptions.Jobs();
    private readonly Option<bool> _keepGoing = CommonOptions.KeepGoing();
    private readonly Option<bool> _force = CommonOptions.Force();

    public MeasureCommand(string name, string summary)
        : base(name, summary) =>
        Take(_files, _perChannel, _series, _mono, _jobs, _keepGoing, _force, CommonOptions.Json(), CommonOptions.Quiet(), CommonOptions.Strict());

    public override ImmutableArray<string> Examples =>
        ["roomtone measure mix.wav", "roomtone measure *.flac --json", "roomtone measure film.wav --per-channel --series loudness.csv"];

    public override string Details =>
        "  Loudness after ITU-R BS.1770-5 and EBU R 128, loudness range after EBU Tech 3342, true peak oversampled.\n" +
        "  The noise floor is the quietest 500 ms. A value that does not exist is — here and null in JSON.";

    public override ExitCode Run(Call call)
    {
        var request = new MeasureRequest(call.Inputs(_files))
        {
            Batch = BatchOptions.Parse(call.Get(_jobs), call.Get(_keepGoing)),
            IsMonoDual = call.Choice(_mono, "single", "dual") == "dual",
            SeriesPath = call.Get(_series),
            Force = call.Get(_force),
        };
        MeasureResult result = call.Shell.Run(context => MeasureVerb.Run(request, context));
        bool isPerChannel = call.Get(_perChannel);
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json => Outcomes.Write(json, result.Files, (j, f) => MeasurementText.Write(j, f.Measurement)));
        }
        else
        {
            PrintText(call.Shell, result, isPerChannel);
        }

        Outcomes.Tell(call.Shell, result.Files);
        return result.ExitCode;
    }

    private static void PrintText(Shell shell, MeasureResult result, bool isPerChannel)
    {
        foreach (FileOutcome<MeasuredFile> outcome in result.Files)
        {
            if (outcome.Result is not { } file)
            {
                continue;
            }

            if (result.Files.Length > 1 && !isPerChannel)
            {
                shell.Print($"{Plain.Escape(outcome.Path)}: {MeasurementText.Line(file.Measurement)}");
            }
            else
            {
                shell.Print(Plain.Escape(outcome.Path));
                shell.Terminal.Write(MeasurementText.Page(file.Measurement, isPerChannel));
            }
        }
    }
}
