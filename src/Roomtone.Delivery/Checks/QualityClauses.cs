using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Analysis;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The clauses of technical quality control beyond loudness (Specs, quality-control clauses).</summary>
public static class QualityClauses
{
    private const double LowestMonoFoldDb = -6;
    private const double LoudestTailDbfs = -50;
    private const double LoudestLfeTrebleDb = -20;
    private const double HighestCliffShare = 0.95;
    private const double ShortestToneSeconds = 0.4;
    private const double ShortestPopSeconds = 0.01;
    private const double LongestPopSeconds = 0.15;

    /// <summary>Holds a reading against the rules.</summary>
    /// <param name="reading">The file's figures.</param>
    /// <param name="trace">Clipped places.</param>
    /// <param name="format">The file's format, for the bits and the rate that it claims.</param>
    /// <param name="layout">Names of its channels.</param>
    public static ImmutableArray<Clause> Of(QualityReading reading, ProgrammeTrace trace, FileFormat format, ChannelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(layout);
        var clauses = ImmutableArray.CreateBuilder<Clause>();
        clauses.Add(Named("qc-silent", "Silent channels", "none", layout.Speakers.Where((s, c) => !s.IsLfe && double.IsNegativeInfinity(reading.ChannelPeaksDbfs[c])).Select(s => s.Name)));
        clauses.Add(Named("qc-duplicate", "Channels with the same samples", "none", Pairs(reading, layout, false)));
        clauses.Add(Named("qc-polarity", "Channels of opposite polarity", "none", Pairs(reading, layout, true)));
        if (layout.Count == 2)
        {
            clauses.Add(ClauseFactory.AtLeast("qc-mono", "Level left in mono", reading.MonoFoldDb, LowestMonoFoldDb, "dB"));
        }

        clauses.Add(At("qc-dropout", "Digital silence inside", reading.Dropouts));
        clauses.Add(At("qc-clipping", "Clipped runs", trace.Clipped));
        clauses.Add(ClauseFactory.AtMost("qc-tail", "Level of the last 10 ms", reading.TailDbfs, LoudestTailDbfs, "dBFS"));
        if (format is { IsFloat: false, Bits: { } bits } && reading.UsedBits > 0)
        {
            clauses.Add(ClauseFactory.AtLeast("qc-bits", "Bits in use", reading.UsedBits, Math.Min(bits, 24), "bit"));
        }

        double nyquist = (format.SampleRate ?? 0) / 2.0;
        bool isLimited = reading.CliffHz < HighestCliffShare * nyquist && !FormatText.IsLossy(format.Container);
        clauses.Add(new Clause("qc-bandwidth", "Bandwidth", !isLimited)
        {
            Measured = double.IsNaN(reading.CliffHz) ? nyquist : reading.CliffHz,
            Limit = "up to half the rate",
            Unit = "Hz",
            Note = isLimited ? "the spectrum ends there: upsampled, or once coded with loss" : string.Empty,
        });
        if (!double.IsNaN(reading.LfeTrebleDb))
        {
            clauses.Add(ClauseFactory.AtMost("qc-lfe", "LFE above 200 Hz", reading.LfeTrebleDb, LoudestLfeTrebleDb, "dB"));
            clauses.Add(Named("qc-swapped", "Channels in each other's place", "none", reading.LfeElsewhere is { } c ? [$"LFE and {layout.Speakers[c].Name}"] : []));
        }

        return clauses.ToImmutable();
    }

    /// <summary>Line-up tones and sync pops in a programme.</summary>
    /// <param name="id">The clause's id.</param>
    /// <param name="tones">What was found.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="isForbidden">They break the clause; otherwise it tells of them.</param>
    public static Clause LineUp(string id, ToneReading tones, int sampleRate, bool isForbidden)
    {
        ArgumentNullException.ThrowIfNull(tones);
        ToneRun[] lines = [.. tones.Runs.Where(r => r.Length >= ShortestToneSeconds * sampleRate)];
        ToneRun[] pops = [.. tones.Runs.Where(r => r.IsIsolated && r.Length >= ShortestPopSeconds * sampleRate && r.Length <= LongestPopSeconds * sampleRate)];
        ImmutableArray<double> places = [.. lines.Concat(pops).Select(r => (double)r.Start / sampleRate).Order()];
        string[] kinds = [.. new[] { (lines.Length, "tone"), (pops.Length, "pop") }.Where(k => k.Item1 > 0).Select(k => k.Item1 == 1 ? $"1 {k.Item2}" : $"{k.Item1} {k.Item2}s")];
        return new Clause(id, "Line-up tone or pop", isForbidden ? places.IsEmpty : places.IsEmpty ? true : null)
        {
            MeasuredText = kinds.Length == 0 ? "none" : string.Join(", ", kinds),
            Limit = isForbidden ? "none" : string.Empty,
            AtSeconds = places,
        };
    }

    /// <summary>The clauses of a file beside another one of the same programme.</summary>
    /// <param name="reading">How it lies to it.</param>
    /// <param name="name">The other file's name.</param>
    /// <param name="layout">Channels of both.</param>
    /// <param name="difference">Samples by which it is longer, at one rate.</param>
    public static ImmutableArray<Clause> Beside(CompanionReading reading, string name, ChannelLayout layout, long difference)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(layout);
        return
        [
            Sync(reading, name),
            new Clause("qc-sync-length", $"Longer than {name}", difference == 0) { Measured = difference, Limit = "0", Unit = "samples", Margin = -Math.Abs(difference) },
            Named("qc-channels", $"Channels elsewhere than in {name}", "none", reading.Swapped.Select(s => Place(s, layout))),
        ];
    }

    /// <summary>The clause of sync alone.</summary>
    /// <param name="reading">How the file lies to the other one.</param>
    /// <param name="name">The other one's name.</param>
    public static Clause Sync(CompanionReading reading, string name)
    {
        ArgumentNullException.ThrowIfNull(reading);
        CompanionLag[] off = [.. reading.Lags.Where(l => l.Samples != 0)];
        bool isKnown = !reading.Lags.IsEmpty;
        int largest = off.Length == 0 ? 0 : off.MaxBy(l => Math.Abs(l.Samples)).Samples;
        return new Clause("qc-sync", $"Later than {name}", isKnown ? off.Length == 0 : null)
        {
            Measured = isKnown ? largest : double.NaN,
            Limit = "0",
            Unit = "samples",
            Margin = -Math.Abs(largest),
            AtSeconds = [.. off.Select(l => l.Seconds)],
            Note = isKnown ? string.Empty : "the two have nothing in common by which they could be compared",
        };
    }

    /// <summary>The clauses of music and effects beside their dialogue.</summary>
    /// <param name="reading">What was found.</param>
    public static ImmutableArray<Clause> Effects(EffectsReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        bool hasLeak = !reading.LeakSeconds.IsEmpty;
        return
        [
            At("qc-me-leak", "Dialogue in music and effects", reading.LeakSeconds) with { Note = hasLeak ? $"at {Text.Number(reading.LeakDb, 1)} dB of its own level" : string.Empty },
            At("qc-me-hole", "Holes under the dialogue", reading.HoleSeconds),
        ];
    }

    private static string Place(SwappedChannel swapped, ChannelLayout layout)
    {
        string own = layout.Speakers[swapped.Channel].Name;
        string carries = swapped.Carries == swapped.Channel ? own : $"{own} carries {layout.Speakers[swapped.Carries].Name}";
        return swapped.IsInverted ? carries + " inverted" : carries;
    }

    private static IEnumerable<string> Pairs(QualityReading reading, ChannelLayout layout, bool isInverted) =>
        reading.Twins.Where(t => t.IsInverted == isInverted).Select(t => $"{layout.Speakers[t.First].Name} and {layout.Speakers[t.Second].Name}");

    private static Clause Named(string id, string title, string limit, IEnumerable<string> found)
    {
        string[] names = [.. found];
        return new Clause(id, title, names.Length == 0) { MeasuredText = names.Length == 0 ? "none" : string.Join(", ", names), Limit = limit };
    }

    /// <summary>A clause that nothing may break anywhere.</summary>
    internal static Clause At(string id, string title, ImmutableArray<double> places) => new(id, title, places.IsEmpty)
    {
        MeasuredText = places.Length.ToString(CultureInfo.InvariantCulture),
        Limit = "none",
        AtSeconds = places,
    };
}
