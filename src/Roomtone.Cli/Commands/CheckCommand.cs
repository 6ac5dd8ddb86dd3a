using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Roomtone.Delivery;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone check</c>.</summary>
internal sealed class CheckCommand : VerbCommand
{
    private readonly Argument<string[]> _files = CommonOptions.Files();
    private readonly Option<string> _profile = CommonOptions.Value("--profile", "PROFILE", "The specification (roomtone list profiles), or a .profile file of your own.");
    private readonly Option<bool> _quality = CommonOptions.Flag("--qc", "Technical quality control too, or alone without --profile: silent, doubled, inverted channels, dropouts, clipping, cut tail, real bits and rate, LFE, swapped channels, line-up tones.");
    private readonly Option<string> _picture = CommonOptions.Value("--picture", "VIDEO|FFOA..LFOA@RATE", "The picture: a video file, which the sound is as long as, or first and last frame of action.");
    private readonly Option<string[]> _pops = CommonOptions.Values("--pop", "SIDE DISTANCE", "A sync pop that has to be there: 'head 2 s', 'tail 2 s'.");
    private readonly Option<string> _with = CommonOptions.Value("--with", "FILE", "Another file of the same programme: in sync to the sample, as long, channels in the same places.");
    private readonly Option<string> _dialogue = CommonOptions.Value("--dialogue", "FILE", "The dialogue stem of music and effects: leaks and holes are found.");
    private readonly Option<string> _html = CommonOptions.Value("--html", "OUT", "A page that shows the check.");
    private readonly Option<string> _jobs = CommonOptions.Jobs();
    private readonly Option<bool> _keepGoing = CommonOptions.KeepGoing();
    private readonly Option<bool> _force = CommonOptions.Force();

    public CheckCommand(string name, string summary)
        : base(name, summary) => Take(
            _files, _profile, _quality, _picture, _pops, _with, _dialogue, _html, _jobs, _keepGoing, _force, CommonOptions.Json(), CommonOptions.Quiet(), CommonOptions.Strict());

    public override ImmutableArray<string> Examples =>
        [
            "roomtone check episode.mp3 --profile apple-podcasts", "roomtone check film.wav --profile ebu-r128 --html check.html", "roomtone check out/*.mp3 --profile apple-podcasts --json",
            "roomtone check reel-1.wav --qc --picture 01:00:00:00..01:20:00:00@24 --pop \"head 2 s\"", "roomtone check me.wav --qc --with mix.wav --dialogue dx.wav",
        ];

    public override string Details => "  Every clause that a machine can check, with measured value, limit, margin and where. Exit code 3: a clause fails.";

    public override ExitCode Run(Call call)
    {
        var request = new CheckRequest(call.Inputs(_files), call.Get(_quality) || HasOther(call) ? call.Get(_profile) : call.Need(_profile))
        {
            HasQualityControl = call.Get(_quality),
            Picture = call.Get(_picture),
            Pops = call.Get(_pops),
            Companion = call.Get(_with),
            Dialogue = call.Get(_dialogue),
            Report = call.Get(_html),
            Batch = BatchOptions.Parse(call.Get(_jobs), call.Get(_keepGoing)),
            Force = call.Get(_force),
            Tool = CommandLine.Version,
        };
        CheckVerdict result = call.Shell.Run(context => CheckVerb.Run(request, context));
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json =>
            {
                json.WriteString("profile"u8, result.Profile?.Reference);
                json.WriteBoolean("quality_control"u8, request.HasQualityControl);
                json.WriteBoolean("pass"u8, result.Pass);
                Outcomes.Write(json, result.Files, Write);
            });
        }
        else
        {
            foreach (ReportedFile file in result.Files.Select(f => f.Result).OfType<ReportedFile>())
            {
                Print(call.Shell, result.Profile, file);
            }
        }

        Outcomes.Tell(call.Shell, result.Files);
        return result.ExitCode;
    }

    private bool HasOther(Call call) => call.Get(_picture) is not null || call.Get(_with) is not null || call.Get(_dialogue) is not null;

    private static void Write(Utf8JsonWriter json, ReportedFile file)
    {
        json.WriteBoolean("pass"u8, file.Pass);
        json.WriteString("format"u8, file.Format is { } format ? FormatText.Write(format) : null);
        if (file.File is { } measured)
        {
            MeasurementText.WriteFigures(json, measured.Measurement);
        }

        JsonReport.WriteClauses(json, file.Clauses);
    }

    private static void Print(Shell shell, DeliveryProfile? profile, ReportedFile file)
    {
        shell.Print($"{Plain.Escape(file.Path)}: {(file.Pass ? "pass" : "FAIL")} ({profile?.Reference ?? "quality control"})");
        shell.Terminal.Write(Texts.Table(
            file.Clauses.Select(c => new[] { c.Pass switch { true => "pass", false => "FAIL", null => "note" }, DeliverableText.ClauseLine(c) }), "  "));
    }
}
