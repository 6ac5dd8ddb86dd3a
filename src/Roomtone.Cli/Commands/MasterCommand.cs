using System.Collections.Immutable;
using System.CommandLine;
using Roomtone.Delivery;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone master</c>.</summary>
internal sealed class MasterCommand : VerbCommand
{
    private readonly Argument<string[]> _files = CommonOptions.Files();
    private readonly Option<string> _profile = CommonOptions.Value("--profile", "PROFILE", "The specification to meet (roomtone list profiles), or a .profile file of your own.");
    private readonly Option<string> _output = CommonOptions.Output("DIR", "Folder of the masters (default: masters).");
    private readonly Option<bool> _series = CommonOptions.Flag("--series", "Every file to the target on its own (default).");
    private readonly Option<bool> _album = CommonOptions.Flag("--album", "One gain for all: the album reaches the target, the offsets between tracks stay.");
    private readonly Option<bool> _book = CommonOptions.Flag("--book", "Chapters to one loudness at which all meet the limits of level and floor.");
    private readonly Option<string> _format = CommonOptions.Value("--format", "\"mp3 128 kbps\"", "Format of the masters (default: the profile's).");
    private readonly Option<string> _loudness = CommonOptions.Value("--loudness", "\"-16 LUFS\"", "Another target than the profile's (not for --book).");
    private readonly Option<string> _limiting = CommonOptions.Value("--limiting", "DB", "What the limiter may take of 99 % of the time (default: the profile's budget, else 6 dB).");
    private readonly Option<string> _reference = CommonOptions.Value("--reference", "FILE", "Audio whose tone, width and dynamics the masters take on before they are levelled; an album gets one curve.");
    private readonly Option<string> _match = CommonOptions.Value("--match", "\"tone width dynamics\"", "What is taken from the reference (default: all three).");
    private readonly Option<string> _amount = CommonOptions.Value("--match-amount", "\"100 %\"", "How much of the difference to the reference is made up (default: 100 %).");
    private readonly Option<string> _limit = CommonOptions.Value("--match-limit", "\"6 dB\"", "Largest boost and cut on the way to the reference (default: 6 dB).");
    private readonly Option<bool> _auto = CommonOptions.Flag("--auto", "Decide on a chain from what is measured; every move is a line with its reason, and the chain a file beside the masters.");
    private readonly Option<bool> _keepTone = CommonOptions.Flag("--keep-tone", "With --book: chapters that sound unlike the others are not brought nearer to them.");
    private readonly Option<string> _chain = CommonOptions.Value("--chain", "FILE.room", "Put the mixes through the processes of a file before they are levelled.");
    private readonly Option<string> _cue = CommonOptions.Value("--cue", "OUT.cue", "Cue sheet of the masters, in their order, with titles and ISRC from the tags.");
    private readonly Option<string> _image = CommonOptions.Value("--image", "OUT.wav", "The album as one file for a disc, cut on its sectors (44.1 kHz 16 bit stereo); --cue is about it then.");
    private readonly Option<string> _spacing = CommonOptions.Value("--spacing", "\"2 s\"", "Pause between tracks of the image (default: 2 s; 0 s lets sound run through).");
    private readonly Option<string> _pq = CommonOptions.Value("--pq", "OUT.txt", "PQ list of the image: tracks, indexes, times, ISRC, checksum.");
    private readonly Option<string[]> _isrc = CommonOptions.Values("--isrc", "CODE", "ISRC of each file, in their order (default: from the tags).", takesMany: true);
    private readonly Option<string> _upc = CommonOptions.Value("--upc", "DIGITS", "UPC or EAN for cue sheet and PQ list.");
    private readonly Option<string> _date = CommonOptions.Value("--date", "2026-01-31", "Date written into files (default: the source's, never the clock).");
    private readonly Option<string> _html = CommonOptions.Value("--html", "OUT", "A page that shows the masters.");
    private readonly Option<string> _jobs = CommonOptions.Jobs();
    private readonly Option<bool> _keepGoing = CommonOptions.KeepGoing();
    private readonly Option<bool> _force = CommonOptions.Force();
    private readonly Option<bool> _dryRun = CommonOptions.DryRun();

    public MasterCommand(string name, string summary)
        : base(name, summary) => Take(
            _files, _profile, _output, _series, _album, _book, _format, _loudness, _limiting, _reference, _match, _amount, _limit, _auto, _keepTone, _chain, _cue, _image, _spacing, _pq, _isrc, _upc, _date, _html, _jobs, _keepGoing, _force, _dryRun,
            CommonOptions.Json(), CommonOptions.Quiet(), CommonOptions.Strict());

    public override ImmutableArray<string> Examples =>
    [
        "roomtone master album/*.wav --profile cd --loudness \"-14 LUFS\" --album -o cd/ --image cd/album.wav --cue cd/album.cue --pq cd/album.txt",
        "roomtone master episodes/*.wav --profile apple-podcasts --series -o out/",
        "roomtone master song.wav --profile spotify --reference favourite.flac --match-amount \"70 %\" -o out/",
        "roomtone master song.wav --profile spotify --auto -o out/",
        "roomtone master chapters/*.wav --profile acx --book -o out/ --html book.html",
    ];

    public override string Details =>
        "  Measures every file, prints the plan, then levels, limits within the budget, encodes, decodes and measures.\n" +
        "  --album keeps the offsets between tracks to 0.05 LU; --series equalises to 0.2 LU; --book solves one loudness for all chapters\n" +
        "  so that rms and noise floor hold everywhere, or names the chapters that stand in the way. Exit code 3: refused or out of specification.\n" +
        "  --auto writes out/song.chain.room; edit it, and give it back with --chain out/song.chain.room --force.";

    public override ExitCode Run(Call call)
    {
        var request = new MasterRequest(call.Inputs(_files), call.Need(_profile), call.Get(_output) ?? "masters")
        {
            Mode = Mode(call),
            Format = call.Get(_format),
            TargetLufs = call.Get(_loudness) is { } lufs ? Number("--loudness", lufs, "LUFS", -70, 0) : null,
            LimitingDb = call.Get(_limiting) is { } db ? Number("--limiting", db, "dB", 0, 30) : null,
            Reference = Reference(call),
            IsAutomatic = Automatic(call),
            KeepsTone = KeepsTone(call),
            ChainPath = call.Get(_chain),
            CuePath = call.Get(_cue),
            Upc = call.Get(_upc) ?? string.Empty,
            ImagePath = call.Get(_image),
            PqPath = call.Get(_pq),
            SpacingSeconds = call.Get(_spacing) is { } spacing ? Number("--spacing", spacing, "s", 0, 60) : null,
            Isrc = call.Get(_isrc),
            Date = call.Get(_date) is { } date ? DateText.Parse("--date", date) : null,
            Report = call.Get(_html),
            Batch = BatchOptions.Parse(call.Get(_jobs), call.Get(_keepGoing)),
            Force = call.Get(_force),
            IsDryRun = call.Get(_dryRun),
            Tool = CommandLine.Version,
        };
        MasterResult result = call.Shell.Run(context => MasterVerb.Run(request, context, plan => ShowPlan(call.Shell, plan)));
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json =>
            {
                json.WriteBoolean("dry_run"u8, request.IsDryRun);
                json.WriteBoolean("pass"u8, result.ExitCode == ExitCode.Done);
                json.WriteString("mode"u8, request.Mode.ToString().ToLowerInvariant());
                json.WriteValue("album_lufs", result.AlbumLufs);
                json.WriteValue("worst_offset_lu", result.WorstOffsetLu, 3);
                WriteLines(json, "plan", result.Plan.Lines);
                WriteLines(json, "outliers", result.Plan.Outliers);
                Outcomes.WriteWhole(json, "masters", result.Files, (j, r) => r.WriteJson(j, 0, 0));
            });
        }
        else
        {
            DeliverableResult[] files = [.. result.Files.Select(f => f.Result).OfType<DeliverableResult>()];
            bool isRefused = !result.IsWritten && !request.IsDryRun;
            foreach (DeliverableResult file in files.Where(f => !isRefused || f.ExitCode != ExitCode.Done))
            {
                DeliverableText.Print(call.Shell, file, !result.IsWritten);
            }

            if (isRefused)
            {
                call.Shell.Print($"nothing is written: the set belongs together, and {files.Count(f => f.ExitCode != ExitCode.Done) + result.Plan.Outliers.Length} stand in the way");
            }

            if (double.IsFinite(result.AlbumLufs))
            {
                call.Shell.Print(string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"album {result.AlbumLufs:0.00} LUFS; offsets between tracks kept within {result.WorstOffsetLu:0.000} LU"));
            }
        }

        Outcomes.Tell(call.Shell, result.Files);
        return result.ExitCode;
    }

    private static void ShowPlan(Shell shell, MasteringPlan plan)
    {
        if (shell.IsJson)
        {
            return;
        }

        foreach (string line in plan.Lines)
        {
            shell.Print(Plain.Escape(line));
        }
    }

    private static void WriteLines(System.Text.Json.Utf8JsonWriter json, string name, ImmutableArray<string> lines)
    {
        json.WriteStartArray(name);
        foreach (string line in lines)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
    }

    private static double Number(string option, string text, string unit, int least, int most) =>
        Quantities.TrySplit(text, out decimal number, out string written) && written == unit && number >= least && number <= most
            ? (double)number
            : throw Quantities.Refuse(option, text, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"a value from {least} {unit} to {most} {unit}"));

    private MasterReference? Reference(Call call)
    {
        string? amount = call.Get(_amount), limit = call.Get(_limit), match = call.Get(_match);
        if (call.Get(_reference) is not { } path)
        {
            (string Option, string? Value)[] given = [("--match", match), ("--match-amount", amount), ("--match-limit", limit)];
            return Array.Find(given, g => g.Value is not null) is { Value: { } value } lone ? throw Quantities.Refuse(lone.Option, value, "--reference FILE with it") : null;
        }

        string[] words = match?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) ?? ["tone", "width", "dynamics"];
        if (words.Length == 0 || words.Any(w => w is not ("tone" or "width" or "dynamics")))
        {
            throw Quantities.Refuse("--match", match!, "tone, width, dynamics, or several of them");
        }

        return new MasterReference(path)
        {
            HasTone = words.Contains("tone", StringComparer.Ordinal),
            HasWidth = words.Contains("width", StringComparer.Ordinal),
            HasDynamics = words.Contains("dynamics", StringComparer.Ordinal),
            AmountPercent = amount is null ? 100 : Number("--match-amount", amount, "%", 0, 100),
            LimitDb = limit is null ? 6 : Number("--match-limit", limit, "dB", 0, 24),
        };
    }

    private bool KeepsTone(Call call) => (call.Get(_keepTone), call.Get(_book)) switch
    {
        (true, false) => throw Quantities.Refuse("--keep-tone", string.Empty, "--book beside it: tone is changed only there"),
        (var keeps, _) => keeps,
    };

    private bool Automatic(Call call) => (call.Get(_auto), call.Get(_chain), call.Get(_book)) switch
    {
        (true, { } file, _) => throw Quantities.Refuse("--chain", file, "--auto or a chain of your own, not both"),
        (true, _, true) => throw Quantities.Refuse("--auto", "--book", "music and mixes; chapters are levelled as they are (see the process leveller)"),
        (var isAutomatic, _, _) => isAutomatic,
    };

    private MasteringMode Mode(Call call)
    {
        (string Name, MasteringMode Mode)[] chosen =
        [
            .. new[] { ("--series", MasteringMode.Series, call.Get(_series)), ("--album", MasteringMode.Album, call.Get(_album)), ("--book", MasteringMode.Book, call.Get(_book)) }
                .Where(m => m.Item3).Select(m => (m.Item1, m.Item2)),
        ];
        return chosen.Length switch
        {
            0 => MasteringMode.Series,
            1 => chosen[0].Mode,
            _ => throw Quantities.Refuse(chosen[1].Name, chosen[0].Name, "one of --series, --album and --book"),
        };
    }
}
