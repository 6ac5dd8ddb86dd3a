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
        }

        return clauses.ToImmutable();
    }

    private static IEnumerable<string> Pairs(QualityReading reading, ChannelLayout layout, bool isInverted) =>
        reading.Twins.Where(t => t.IsInverted == isInverted).Select(t => $"{layout.Speakers[t.First].Name} and {layout.Speakers[t.Second].Name}");

    private static Clause Named(string id, string title, string limit, IEnumerable<string> found)
    {
        string[] names = [.. found];
        return new Clause(id, title, names.Length == 0) { MeasuredText = names.Length == 0 ? "none" : string.Join(", ", names), Limit = limit };
    }

    private static Clause At(string id, string title, ImmutableArray<double> places) => new(id, title, places.IsEmpty)
    {
        MeasuredText = places.Length.ToString(CultureInfo.InvariantCulture),
        Limit = "none",
        AtSeconds = places,
    };
}
