using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Roomtone.Analysis;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone measure</c>.</summary>
internal sealed class MeasureCommand : VerbCommand
{
    private readonly Argument<string[]> _files = CommonOptions.Files();
    private readonly Option<bool> _perChannel = CommonOptions.Flag("--per-channel", "Peaks, level and DC of each channel too.");
    private readonly Option<string> _series = CommonOptions.Value("--series", "OUT.csv", "Loudness, and the needles of --meters, every 100 ms as CSV (one file).");
    private readonly Option<string> _meters = CommonOptions.Value("--meters", "ID,…", "Further meters: " + string.Join(", ", MeterCatalog.All.Select(m => m.Id)) + ".");
    private readonly Option<string> _taps = CommonOptions.Value("--tap", "ID,…", "Tracks and buses of a session to measure besides its mix, behind their faders.");
    private readonly Option<string> _mono = CommonOptions.Value("--mono-as", "single|dual", "How a mono file counts: one loudspeaker (default), or two (+3 LU).");
    private readonly Option<string> _layout = CommonOptions.Value("--layout", "LAYOUT", "What the channels are: mono, stereo, 5.1 … (default: what the file says).");
    private readonly Option<string> _jobs = CommonOptions.Jobs();
    private readonly Option<bool> _keepGoing = CommonOptions.KeepGoing();
    private readonly Option<bool> _force = CommonOptions.Force();

    public MeasureCommand(string name, string summary)
        : base(name, summary) =>
        Take(_files, _perChannel, _meters, _taps, _series, _mono, _layout, _jobs, _keepGoing, _force, CommonOptions.Json(), CommonOptions.Quiet(), CommonOptions.Strict());

    public override ImmutableArray<string> Examples =>
        [
            "roomtone measure mix.wav", "roomtone measure *.flac --json", "roomtone measure film.wav --per-channel --series loudness.csv",
            "roomtone measure trailer.wav --meters leq-m,ppm-iia,rta-3", "roomtone measure episode.room --tap dialog,music --meters k-14",
        ];

    public override string Details =>
        "  Loudness after ITU-R BS.1770-5 and EBU R 128, loudness range after EBU Tech 3342, true peak oversampled.\n" +
        "  The noise floor is the quietest 500 ms. A value that does not exist is — here and null in JSON.\n" +
        "  Meters: " + string.Join("\n          ", MeterCatalog.All.Select(m => $"{m.Id,-8} {m.Summary}"));

    public override ExitCode Run(Call call)
    {
        var request = new MeasureRequest(call.Inputs(_files))
        {
            Batch = BatchOptions.Parse(call.Get(_jobs), call.Get(_keepGoing)),
            IsMonoDual = call.Choice(_mono, "single", "dual") == "dual",
            Layout = call.Get(_layout) is { } layout ? Quantities.Layout("--layout", layout) : null,
            Meters = call.Get(_meters),
            Taps = call.Get(_taps),
            SeriesPath = call.Get(_series),
            Force = call.Get(_force),
        };
        MeasureResult result = call.Shell.Run(context => MeasureVerb.Run(request, context));
        bool isPerChannel = call.Get(_perChannel);
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json => Outcomes.Write(json, result.Files, Write));
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

            if (result.Files.Length > 1 && !isPerChannel && file.Reading.Meters.IsEmpty && file.Taps.IsEmpty)
            {
                shell.Print($"{Plain.Escape(outcome.Path)}: {MeasurementText.Line(file.Measurement)}");
            }
            else
            {
                shell.Print(Plain.Escape(outcome.Path));
                PrintPage(shell, file.Reading, isPerChannel);
                foreach (MeasuredTap tap in file.Taps)
                {
                    shell.Print($"{Plain.Escape(outcome.Path)}, {tap.Id}");
                    PrintPage(shell, tap.Reading, isPerChannel);
                }
            }
        }
    }

    private static void PrintPage(Shell shell, MeterSetReading reading, bool isPerChannel) =>
        shell.Terminal.Write(MeasurementText.Page(reading.Programme, isPerChannel) + MeterText.Table(reading));

    private static void Write(Utf8JsonWriter json, MeasuredFile file)
    {
        Write(json, file.Reading);
        if (file.Taps.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("taps"u8);
        foreach (MeasuredTap tap in file.Taps)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, tap.Id);
            Write(json, tap.Reading);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, MeterSetReading reading)
    {
        MeasurementText.Write(json, reading.Programme);
        MeterText.Write(json, reading);
    }
}
