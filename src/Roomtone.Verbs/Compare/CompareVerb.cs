using System.Globalization;
using Roomtone.Analysis;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Asks how two programmes differ.</summary>
/// <param name="A">A file, a session, or a git commit of the session.</param>
/// <param name="B">The other.</param>
public sealed record CompareRequest(string A, string B)
{
    /// <summary>The session whose commits are compared; null = A and B are files or sessions.</summary>
    public string? Session { get; init; }

    /// <summary>Subtracts B from A.</summary>
    public bool WithNull { get; init; }

    /// <summary>Brings B to the loudness of A first.</summary>
    public bool IsMatched { get; init; }

    /// <summary>Plays A, then B, through the sound card.</summary>
    public bool IsPlayed { get; init; }

    /// <summary>A blind test of the two at matched loudness; null = none.</summary>
    public BlindRequest? Blind { get; init; }

    /// <summary>The part to play, as typed; null = the ten seconds where they differ most, or the first ten.</summary>
    public string? Range { get; init; }
}

/// <summary>One of two programmes.</summary>
/// <param name="Name">As the user named it.</param>
/// <param name="Measurement">Its figures.</param>
public sealed record ComparedProgramme(string Name, ProgrammeMeasurement Measurement);

/// <summary>How two programmes differ.</summary>
/// <param name="A">The first.</param>
/// <param name="B">The second.</param>
public sealed record CompareResult(ComparedProgramme A, ComparedProgramme B)
{
    /// <summary>Loudness of B over A, LU; NaN where one of them has none.</summary>
    public double LoudnessDifferenceLu => B.Measurement.IntegratedLufs - A.Measurement.IntegratedLufs;

    /// <summary>Gain that B was given to match, dB.</summary>
    public double MatchGainDb { get; init; }

    /// <summary>The residual A − B; null where it was not asked for.</summary>
    public NullResidual? Null { get; init; }

    /// <summary>The program that played both; null where it was not asked for.</summary>
    public string? Player { get; init; }

    /// <summary>What the blind test came to; null where it was not asked for.</summary>
    public BlindResult? Blind { get; init; }
}

/// <summary>Compares two programmes: figures beside each other, and the residual of their difference.</summary>
public static class CompareVerb
{
    private const int AuditionSeconds = 10;
    private const int BlindSeconds = 5;
    private const int MostTrials = 100;

    /// <summary>Compares.</summary>
    /// <param name="request">What with what.</param>
    /// <param name="context">Progress, cancellation, findings.</param>
    /// <exception cref="RoomtoneException">One can't be read (exit 4), or rates or channels differ (exit 2).</exception>
    public static CompareResult Run(CompareRequest request, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        if (request.Blind is { Trials: var trials } && (BlindResult.Needed(trials) is null || trials > MostTrials))
        {
            throw Quantities.Refuse("--abx", trials.ToString(CultureInfo.InvariantCulture), $"5 to {MostTrials} trials: fewer prove nothing");
        }

        using ProgrammeInput a = Open(request.A, request.Session, context);
        using ProgrammeInput b = Open(request.B, request.Session, context);
        RequireSameShape(a, b);
        ProgrammeMeasurement first = MeasureVerb.Measure(a.Source, MonoPlayback.Single, context);
        ProgrammeMeasurement second = MeasureVerb.Measure(b.Source, MonoPlayback.Single, context);
        var result = new CompareResult(new ComparedProgramme(a.Name, first), new ComparedProgramme(b.Name, second));
        double gainDb = request.IsMatched && double.IsFinite(result.LoudnessDifferenceLu) ? -result.LoudnessDifferenceLu : 0;
        NullResidual? residual = request.WithNull || (request.Blind is not null && request.Range is null) ? NullTest.Run(a.Source, b.Source, gainDb, context) : null;
        result = result with { MatchGainDb = gainDb, Null = request.WithNull ? residual : null };
        if (request.Blind is { } asked)
        {
            (long start, long length) = Part(a, b, request.Range, residual, BlindSeconds);
            return Blind(result, a.Source, b.Source, start, length, asked, context);
        }

        return result with { Player = request.IsPlayed ? Audition(a, b, request.Range, residual, gainDb, context) : null };
    }

    private static string Audition(ProgrammeInput a, ProgrammeInput b, string? range, NullResidual? residual, double gainDb, VerbContext context)
    {
        (long start, long length) = Part(a, b, range, residual, AuditionSeconds);
        _ = SoundCard.Play(a.Source, start, length, Math.Min(0, -gainDb), context);
        return SoundCard.Play(b.Source, start, length, Math.Min(0, gainDb), context);
    }

    // Both at the loudness of the quieter one over what is heard: louder is taken for better, and a gain could clip.
    private static CompareResult Blind(
        CompareResult result, IAudioSource a, IAudioSource b, long start, long length, BlindRequest request, VerbContext context)
    {
        double gainDb = Loudness(a, start, length, context) - Loudness(b, start, length, context);
        gainDb = double.IsFinite(gainDb) ? gainDb : 0;
        string? player = null;
        var test = new BlindTest(
            isA => player = SoundCard.Play(isA ? a : b, start, length, Math.Min(0, isA ? -gainDb : gainDb), context), request.Listener);
        BlindResult blind = test.Run(request.Trials, context.Cancellation);
        return result with { MatchGainDb = gainDb, Blind = blind, Player = player };
    }

    private static double Loudness(IAudioSource source, long start, long length, VerbContext context) =>
        MeasureVerb.Measure(new RangeSource(source, start, length), MonoPlayback.Single, context).IntegratedLufs;

    // The part asked for, or so many seconds around the place where they differ most.
    private static (long Start, long Length) Part(ProgrammeInput a, ProgrammeInput b, string? range, NullResidual? residual, int seconds)
    {
        if (range is not null)
        {
            return a.Part(range);
        }

        int rate = a.Source.SampleRate;
        long whole = Math.Max(a.Source.Length, b.Source.Length), length = Math.Min(seconds * rate, whole);
        double loudest = residual is { Where.IsEmpty: false } ? residual.Where.MaxBy(w => w.PeakDbfs)!.StartSeconds : 0;
        return (Math.Clamp((long)(loudest * rate) - length / 2, 0, whole - length), length);
    }

    private static ProgrammeInput Open(string name, string? session, VerbContext context) =>
        session is null ? ProgrammeInput.Open(name, context) : ProgrammeInput.OpenCommit(name, session, context);

    private static void RequireSameShape(ProgrammeInput a, ProgrammeInput b)
    {
        if (a.Source.SampleRate == b.Source.SampleRate && a.Source.Layout.Count == b.Source.Layout.Count)
        {
            return;
        }

        throw new RoomtoneException(ExitCode.Usage, new Finding(
            "RT1004",
            Severity.Error,
            $"{a.Name} is {a.Source.SampleRate} Hz {a.Source.Layout.Id}, {b.Name} is {b.Source.SampleRate} Hz {b.Source.Layout.Id}")
        {
            Hint = "bring one to the other's format first: roomtone convert IN -o OUT --rate … --layout …",
        });
    }
}
