using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Roomtone.Platform;
using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary><c>roomtone compare</c>.</summary>
internal sealed class CompareCommand : VerbCommand
{
    private readonly Argument<string> _a = CommonOptions.One("A", "A media file, a session, or (with SESSION) a git commit.");
    private readonly Argument<string> _b = CommonOptions.One("B", "What to compare it with.");
    private readonly Argument<string> _session = new("SESSION") { Description = "A session under git: A and B are commits of it.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _null = CommonOptions.Flag("--null", "Subtract B from A: what is left, per octave, and where.");
    private readonly Option<bool> _match = CommonOptions.Flag("--match", "Bring B to the loudness of A before subtracting.");

    private readonly Option<bool> _play = CommonOptions.Flag("--play", "Play A, then B: --range, or ten seconds where they differ most (--null), or the first ten.");
    private readonly Option<string> _range = CommonOptions.Range();
    private readonly Option<string> _abx = CommonOptions.Value("--abx", "N", "Blind test of N trials at matched loudness: is X A or B? --range, or five seconds where they differ most.");

    public CompareCommand(string name, string summary)
        : base(name, summary) => Take(_a, _b, _session, _null, _match, _play, _abx, _range, CommonOptions.Json(), CommonOptions.Quiet());

    public override ImmutableArray<string> Examples =>
        ["roomtone compare mix-1.wav mix-2.wav --null", "roomtone compare a.wav b.wav --null --match --json", "roomtone compare HEAD~1 HEAD episode.room --match --play", "roomtone compare mix.wav mix.mp3 --abx 16 --range 0:42..0:47"];

    public override ExitCode Run(Call call)
    {
        int? trials = call.Get(_abx) is { Length: > 0 } abx
            ? int.TryParse(abx, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : throw Quantities.Refuse("--abx", abx, "a whole number such as 16")
            : null;
        using KeyboardListener? listener = trials is null ? null : new KeyboardListener(call.Shell.Terminal);
        var request = new CompareRequest(call.Input(_a), call.Input(_b))
        {
            Session = call.Get(_session) is { Length: > 0 } session ? session : null,
            WithNull = call.Get(_null),
            IsMatched = call.Get(_match),
            IsPlayed = call.Get(_play),
            Blind = listener is null ? null : new BlindRequest(trials!.Value, listener),
            Range = call.Get(_range),
        };
        CompareResult result = call.Shell.Run(context => CompareVerb.Run(request, context), asks: listener is not null);
        if (call.Shell.IsJson)
        {
            call.Shell.PrintJson(json => Write(json, result));
        }
        else
        {
            call.Shell.Terminal.Write(Text(result));
        }

        return ExitCode.Done;
    }

    private static void Write(Utf8JsonWriter json, CompareResult result)
    {
        foreach ((string name, ComparedProgramme programme) in new[] { ("a", result.A), ("b", result.B) })
        {
            json.WriteStartObject(name);
            json.WriteString("path"u8, programme.Name);
            MeasurementText.Write(json, programme.Measurement);
            json.WriteEndObject();
        }

        json.WriteValue("loudness_difference_lu", result.LoudnessDifferenceLu);
        json.WriteValue("match_gain_db", result.MatchGainDb);
        json.WriteString("player"u8, result.Player);
        if (result.Blind is { } blind)
        {
            Write(json, blind);
        }

        if (result.Null is { } residual)
        {
            WriteNull(json, residual);
        }
        else
        {
            json.WriteNull("null"u8);
        }
    }

    private static void Write(Utf8JsonWriter json, BlindResult blind)
    {
        json.WriteStartObject("abx"u8);
        json.WriteNumber("correct"u8, blind.Correct);
        json.WriteValue("p_value", blind.PValue, 6);
        json.WriteBoolean("heard"u8, blind.IsHeard);
        json.WriteStartArray("trials"u8);
        foreach (BlindTrial trial in blind.Trials)
        {
            json.WriteStartObject();
            json.WriteString("x"u8, trial.IsXA ? "a"u8 : "b"u8);
            json.WriteString("answer"u8, trial.IsAnsweredA ? "a"u8 : "b"u8);
            json.WriteNumber("heard"u8, trial.Heard);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNull(Utf8JsonWriter json, NullResidual residual)
    {
        json.WriteStartObject("null"u8);
        json.WriteBoolean("identical"u8, residual.IsIdentical);
        json.WriteValue("rms_dbfs", residual.RmsDbfs);
        json.WriteValue("peak_dbfs", residual.PeakDbfs);
        json.WriteValue("below_a_db", residual.BelowADb);
        json.WriteValue("first_difference_sample", residual.FirstDifference, 0);
        json.WriteNumber("length_difference_samples"u8, residual.LengthDifference);
        json.WriteStartArray("octaves"u8);
        foreach (OctaveResidual octave in residual.Octaves)
        {
            json.WriteStartObject();
            json.WriteValue("centre_hz", octave.CentreHz);
            json.WriteValue("rms_dbfs", octave.RmsDbfs);
            json.WriteValue("below_a_db", octave.BelowADb);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("where"u8);
        foreach (ResidualRange range in residual.Where)
        {
            json.WriteStartObject();
            json.WriteValue("start_s", range.StartSeconds, 3);
            json.WriteValue("end_s", range.EndSeconds, 3);
            json.WriteValue("peak_dbfs", range.PeakDbfs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Text(CompareResult result)
    {
        List<string[]> rows = [["", "A", "B", "B − A"]];
        void Row(string name, string unit, double a, double b) => rows.Add([name, Texts.Value(a, unit), Texts.Value(b, unit), Texts.Value(b - a, string.Empty)]);
        Row("integrated", "LUFS", result.A.Measurement.IntegratedLufs, result.B.Measurement.IntegratedLufs);
        Row("true peak", "dBTP", result.A.Measurement.TruePeakDbtp, result.B.Measurement.TruePeakDbtp);
        Row("loudness range", "LU", result.A.Measurement.LoudnessRangeLu, result.B.Measurement.LoudnessRangeLu);
        Row("rms", "dBFS", result.A.Measurement.RmsDbfs, result.B.Measurement.RmsDbfs);
        Row("duration", "s", result.A.Measurement.LengthSeconds, result.B.Measurement.LengthSeconds);
        string text = Texts.Table(rows) + (result.Blind is { } blind ? BlindText(blind) : string.Empty);
        return result.Null is { } residual ? text + NullText(result, residual) : text;
    }

    private static string BlindText(BlindResult blind)
    {
        int trials = blind.Trials.Length;
        string verdict = blind.IsHeard
            ? "the difference was heard"
            : BlindResult.Needed(trials) is { } needed ? $"no difference was shown; {needed} right ones would have" : "too few trials to show anything";
        return string.Create(CultureInfo.InvariantCulture, $"\nblind: {blind.Correct} of {trials} right, p = {blind.PValue:0.0000} by guessing: {verdict}\n");
    }

    private static string NullText(CompareResult result, NullResidual residual)
    {
        if (residual.IsIdentical && result.MatchGainDb == 0)
        {
            return "\nidentical, bit for bit\n";
        }

        string text = $"\nresidual A − B: {Texts.Value(residual.RmsDbfs, "dBFS rms")}, peak {Texts.Value(residual.PeakDbfs, "dBFS")}, {Texts.Value(residual.BelowADb, "dB")} against A";
        text += result.MatchGainDb == 0 ? "\n" : $" (B at {Texts.Value(result.MatchGainDb, "dB", 2)})\n";
        text += residual.FirstDifference is { } first ? string.Create(CultureInfo.InvariantCulture, $"first difference at sample {first}\n") : string.Empty;
        text += Texts.Table(residual.Octaves.Select(o => new[] { Frequency(o.CentreHz), Texts.Value(o.RmsDbfs, "dBFS"), Texts.Value(o.BelowADb, "dB against A") }), "  ");
        text += residual.Where.IsEmpty ? string.Empty : "where\n";
        return text + Texts.Table(
            residual.Where.Select(r => new[] { Texts.PreciseClock(r.StartSeconds) + ".." + Texts.PreciseClock(r.EndSeconds), "peak " + Texts.Value(r.PeakDbfs, "dBFS") }), "  ");
    }

    private static string Frequency(double hz) =>
        hz < 1000 ? hz.ToString("0.#", CultureInfo.InvariantCulture) + " Hz" : (hz / 1000).ToString("0.#", CultureInfo.InvariantCulture) + " kHz";
}
