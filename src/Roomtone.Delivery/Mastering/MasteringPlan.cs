using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Analysis;

namespace Roomtone.Delivery;

/// <summary>How several masters belong together.</summary>
public enum MasteringMode
{
    /// <summary>Every file to the target on its own.</summary>
    Series,

    /// <summary>One gain for all: the album reaches the target, the offsets between its tracks stay.</summary>
    Album,

    /// <summary>Every chapter to one speech loudness, at which all of them meet the limits of level and noise floor.</summary>
    Book,
}

/// <summary>What one master is brought to.</summary>
/// <param name="Path">The mix.</param>
/// <param name="TargetLufs">Its loudness.</param>
/// <param name="ToleranceLu">How near it must come.</param>
public sealed record TrackTarget(string Path, double TargetLufs, double ToleranceLu)
{
    /// <summary>Of a chapter: how much louder the programme is than its speech, which is what is equal in a book; 0 in other modes.</summary>
    public double OverSpeechLu { get; init; }
}

/// <summary>What a set of mixes is brought to, and why. Immutable.</summary>
/// <param name="Mode">How they belong together.</param>
/// <param name="Targets">One per mix, in their order.</param>
/// <param name="Lines">The reasons, for people; each with the number that justifies it.</param>
/// <param name="Outliers">What stands in the way, with a remedy; with any the set can't be mastered as asked.</param>
public sealed record MasteringPlan(MasteringMode Mode, ImmutableArray<TrackTarget> Targets, ImmutableArray<string> Lines, ImmutableArray<string> Outliers)
{
    private const double SeriesToleranceLu = 0.2;
    private const double AlbumToleranceLu = 0.05;
    private const double BookToleranceLu = 0.5;
    private const double LargestEdgeSeconds = 0.5;

    // Specs.md, book: the middle of ACX's −23 … −18 dBFS with half a decibel to spare, and 1 dB under its floor of −60.
    private const double LowestRmsDbfs = -22.5;
    private const double HighestRmsDbfs = -18.5;
    private const double MiddleRmsDbfs = -20;
    private const double HighestFloorDbfs = -61;

    /// <summary>The loudness of the speech in every chapter of a book, LUFS; NaN in other modes.</summary>
    public double SpeechLufs { get; init; } = double.NaN;

    /// <summary>The lowest loudness of the speech at which every chapter of a book still has its level, LUFS; NaN in other modes.</summary>
    public double LowestTargetLufs { get; init; } = double.NaN;

    /// <summary>Plans a set.</summary>
    /// <param name="mode">How the mixes belong together.</param>
    /// <param name="tracks">The mixes, in order.</param>
    /// <param name="targetLufs">The profile's target; a book finds its own.</param>
    public static MasteringPlan For(MasteringMode mode, ImmutableArray<TrackMeasures> tracks, double targetLufs) => mode switch
    {
        MasteringMode.Album => Album(tracks, targetLufs),
        MasteringMode.Book => Book(tracks),
        _ => Series(tracks, targetLufs),
    };

    /// <summary>The plan of a book at another loudness, where a chapter's peaks allow no more.</summary>
    /// <param name="lufs">The loudness of the speech.</param>
    public MasteringPlan At(double lufs) => this with
    {
        SpeechLufs = lufs,
        Targets = [.. Targets.Select(t => t with { TargetLufs = lufs + t.OverSpeechLu })],
        Lines = [.. Lines, Line($"peaks allow {lufs:0.0} LUFS: solved again")],
    };

    /// <summary>Gated loudness of mixes played one after another, LUFS; −∞ for silence.</summary>
    /// <param name="tracks">The mixes, in order.</param>
    public static double LoudnessOfAll(ImmutableArray<TrackMeasures> tracks)
    {
        ImmutableArray<double> powers = [.. tracks.SelectMany(t => t.Powers)];
        return LoudnessHistory.FromPowers(powers).Integrated(0, powers.Length);
    }

    private static MasteringPlan Series(ImmutableArray<TrackMeasures> tracks, double target) => new(
        MasteringMode.Series,
        [.. tracks.Select(t => new TrackTarget(t.Path, target, SeriesToleranceLu))],
        [Line($"series: {tracks.Length} files, each to {target:0.0} LUFS ±{SeriesToleranceLu:0.0}")],
        []);

    private static MasteringPlan Album(ImmutableArray<TrackMeasures> tracks, double target)
    {
        double loudness = LoudnessOfAll(tracks);
        double gain = target - loudness;
        return new MasteringPlan(
            MasteringMode.Album,
            [.. tracks.Select(t => new TrackTarget(t.Path, t.Measures.IntegratedLufs + gain, AlbumToleranceLu))],
            [
                Line($"album: {tracks.Length} tracks, together {loudness:0.0} LUFS; one gain of {gain:+0.00;-0.00;0.00} dB brings them to {target:0.0} LUFS, their offsets stay"),
                .. ToneLines(tracks),
                .. EdgeLines(tracks),
            ],
            double.IsFinite(gain) ? [] : ["the album is silent: it has no loudness to be moved"]);
    }

    private static MasteringPlan Book(ImmutableArray<TrackMeasures> tracks)
    {
        double lowest = double.NegativeInfinity, highest = double.PositiveInfinity;
        foreach (TrackMeasures t in tracks)
        {
            lowest = Math.Max(lowest, Lowest(t));
            highest = Math.Min(highest, Highest(t));
        }

        double wanted = MiddleRmsDbfs - SetTone.Median([.. tracks.Select(t => t.Measures.RmsDbfs - t.SpeechLufs)]);
        double loudness = Math.Clamp(wanted, Math.Min(lowest, highest), highest);
        return new MasteringPlan(
            MasteringMode.Book,
            [.. tracks.Select(t => new TrackTarget(t.Path, loudness + OverSpeech(t), BookToleranceLu) { OverSpeechLu = OverSpeech(t) })],
            [
                Line($"book: {tracks.Length} chapters to one loudness of speech of {loudness:0.0} LUFS, at which the median chapter has {MiddleRmsDbfs + loudness - wanted:0.0} dBFS rms"),
                .. tracks.Select(t => Line(
                    $"  {Name(t)}: speech {t.SpeechLufs:0.0} LUFS, {t.Measures.RmsDbfs:0.0} dBFS rms, floor {t.Measures.NoiseFloorDbfs:0.0} dBFS; gain {loudness - t.SpeechLufs:+0.0;-0.0;0.0} dB")),
                .. ToneLines(tracks),
                .. EdgeLines(tracks),
            ],
            [.. lowest <= highest ? [] : tracks.SelectMany(t => Outlier(t, wanted))])
        {
            SpeechLufs = loudness,
            LowestTargetLufs = lowest,
        };
    }

    private static double OverSpeech(TrackMeasures t) => t.Measures.IntegratedLufs - t.SpeechLufs;

    private static double Lowest(TrackMeasures t) => LowestRmsDbfs - t.Measures.RmsDbfs + t.SpeechLufs;

    private static double Highest(TrackMeasures t) =>
        Math.Min(HighestRmsDbfs - t.Measures.RmsDbfs, HighestFloorDbfs - t.Measures.NoiseFloorDbfs) + t.SpeechLufs;

    private static IEnumerable<string> Outlier(TrackMeasures t, double wanted)
    {
        double gain = wanted - t.SpeechLufs;
        double floor = t.Measures.NoiseFloorDbfs + gain, rms = t.Measures.RmsDbfs + gain;
        if (floor > HighestFloorDbfs)
        {
            yield return Line($"{Name(t)}: its floor would be {floor:0.0} dBFS, {floor - HighestFloorDbfs:0.0} dB too high: reduce its noise by that much, or put an expander of {Math.Ceiling(floor - HighestFloorDbfs):0} dB under its pauses");
        }

        if (rms is < LowestRmsDbfs or > HighestRmsDbfs)
        {
            yield return Line($"{Name(t)}: at the loudness of the others it would have {rms:0.0} dBFS rms, outside {LowestRmsDbfs:0.0} … {HighestRmsDbfs:0.0}: {(rms < LowestRmsDbfs ? "shorten its pauses" : "it hardly pauses, or is compressed harder than the others")}");
        }
    }

    private static IEnumerable<string> ToneLines(ImmutableArray<TrackMeasures> tracks)
    {
        if (tracks.Length < SetTone.Fewest)
        {
            yield break;
        }

        ImmutableArray<double> distances = SetTone.Of(tracks).DistancesDb;
        for (int i = 0; i < tracks.Length; i++)
        {
            if (distances[i] > SetTone.LimitDb)
            {
                yield return Line($"  {Name(tracks[i])}: its tone is {distances[i]:0.0} dB rms away from the median of the set (more than {SetTone.LimitDb:0.0}): listen to it beside the others");
            }
        }
    }

    private static IEnumerable<string> EdgeLines(ImmutableArray<TrackMeasures> tracks)
    {
        if (tracks.Length < SetTone.Fewest)
        {
            yield break;
        }

        double head = SetTone.Median([.. tracks.Select(t => t.HeadSeconds)]), tail = SetTone.Median([.. tracks.Select(t => t.TailSeconds)]);
        foreach (TrackMeasures t in tracks)
        {
            if (Math.Abs(t.HeadSeconds - head) > LargestEdgeSeconds)
            {
                yield return Line($"  {Name(t)}: begins after {t.HeadSeconds:0.0} s, the median of the set after {head:0.0} s");
            }

            if (Math.Abs(t.TailSeconds - tail) > LargestEdgeSeconds)
            {
                yield return Line($"  {Name(t)}: ends {t.TailSeconds:0.0} s before its file, the median of the set {tail:0.0} s");
            }
        }
    }

    private static string Name(TrackMeasures track) => Path.GetFileName(track.Path);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
