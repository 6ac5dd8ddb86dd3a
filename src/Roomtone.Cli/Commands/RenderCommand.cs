using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Roomtone.Delivery;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone render</c>.</summary>
internal sealed class RenderCommand : VerbCommand
{
    private readonly Argument<string> _session = CommonOptions.One("SESSION", "The session.");
    private readonly Option<string[]> _only = CommonOptions.Values("--only", "ID", "Only this deliverable; may be repeated.");
    private readonly Option<string> _range = CommonOptions.Range();
    private readonly Option<string> _output = CommonOptions.Output("DIR", "Write into this folder instead of the session's.");
    private readonly Option<string> _threads = CommonOptions.Value("--threads", "N", "Threads (default: the free cores); the output is the same.");
    private readonly Option<string> _date = CommonOptions.Value("--date", "2026-01-31", "Date written into files (default: the session's, never the clock).");
    private readonly Option<string[]> _solo = CommonOptions.Values("--solo", "ID", "Only this track or bus; may be repeated.");
    private readonly Option<bool> _stems = CommonOptions.Flag("--stems", "Print the session's stems too, beside every mix; they add up to it.");
    private readonly Option<string> _mhl = CommonOptions.Value("--mhl", "OUT.mhl", "Media hash list of the delivered files, beside or above them.");
    private readonly Option<string> _html = CommonOptions.Value("--html", "OUT", "A page that shows the delivery.");
    private readonly Option<bool> _outside = CommonOptions.Flag("--allow-outside", "Let the session write outside its own folder.");
    private readonly Option<bool> _noCache = CommonOptions.Flag("--no-cache", "Neither use nor keep earlier results.");
    private readonly Option<bool> _force = CommonOptions.Force();
    private readonly Option<bool> _dryRun = CommonOptions.DryRun();

    public RenderCommand(string name, string summary)
        : base(name, summary) => Take(
            _session, _only, _range, _output, _threads, _date, _solo, _stems, _html, _mhl, _outside, _noCache, _force, _dryRun,
            CommonOptions.Json(), CommonOptions.Quiet(), CommonOptions.Strict());

    public override ImmutableArray<string> Examples =>
        ["roomtone render episode.room", "roomtone render episode.room --only podcast --json", "roomtone render film.room --range 01:00:10:00..01:00:20:00 -o preview/", "roomtone render film.room --stems --html out/report.html --mhl out/film.mhl"];

    public override string Details =>
        "  Renders once, and makes every deliverable of it: level, encode, decode, measure, check. What did not change since the\n" +
        "  last render comes from .roomtone/cache; a file of which nothing changed at all is left as it is. Exit code 3: done, but a deliverable is out of its specification.";

    public override ExitCode Run(Call call)
    {
        var request = new RenderRequest(call.Get(_session))
        {
            Only = call.Get(_only),
            Range = call.Get(_range),
            OutputFolder = call.Get(_output),
            Threads = BatchOptions.Parse(call.Get(_threads), false).Jobs,
            Date = call.Get(_date) is { } date ? DateText.Parse("--date", date) : null,
            Solo = call.Get(_solo),
            HasStems = call.Get(_stems),
            HashList = call.Get(_mhl),
            Report = call.Get(_html),
            AllowsOutside = call.Get(_outside),
            IsUncached = call.Get(_noCache),
            Force = call.Get(_force),
            IsDryRun = call.Get(_dryRun),
            Tool = CommandLine.Version,
        };
        RenderResult result = call.Shell.Run(context => RenderVerb.Run(request, context));
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json => Write(json, request, result));
        }
        else
        {
            Print(call.Shell, request, result);
        }

        return result.Delivery.ExitCode;
    }

    private static void Write(Utf8JsonWriter json, RenderRequest request, RenderResult result)
    {
        json.WriteString("session"u8, request.Session);
        json.WriteString("title"u8, result.Delivery.Title);
        json.WriteBoolean("dry_run"u8, request.IsDryRun);
        json.WriteBoolean("pass"u8, result.Delivery.ExitCode == ExitCode.Done);
        json.WriteString("plan"u8, result.Plan.ToString());
        json.WriteStartArray("deliverables"u8);
        foreach (DeliverableResult deliverable in result.Delivery.Deliverables)
        {
            deliverable.WriteJson(json, result.CacheHits, result.CacheMisses);
        }

        json.WriteEndArray();
        json.WriteString("manifest"u8, result.Delivery.ManifestPath.Length > 0 ? result.Delivery.ManifestPath : null);
        json.WriteString("html"u8, request.Report);
    }

    private static void Print(Shell shell, RenderRequest request, RenderResult result)
    {
        if (request.IsDryRun)
        {
            shell.Terminal.Write(Plain.Escape(result.Plan.ToString()).Replace("\\u{000A}", "\n", StringComparison.Ordinal));
        }

        foreach (DeliverableResult deliverable in result.Delivery.Deliverables)
        {
            DeliverableText.Print(shell, deliverable, request.IsDryRun);
        }

        long segments = result.CacheHits + result.CacheMisses;
        if (segments > 0)
        {
            shell.Note(string.Create(CultureInfo.InvariantCulture, $"{result.CacheHits} of {segments} segments came from the cache"));
        }
    }
}
