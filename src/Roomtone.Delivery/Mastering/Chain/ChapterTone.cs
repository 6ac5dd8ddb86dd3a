using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The broad equaliser of a chapter that sounds unlike the others of its book (Specs, book, step 3).</summary>
public static class ChapterTone
{
    private const double LargestDb = 3;
    private const double SmallestDb = 0.5;
    private const double EmptyDb = 12;
    private const int ThirdsPerBand = 3;

    /// <summary>Decides for every chapter.</summary>
    /// <param name="chapters">The chapters, in order.</param>
    /// <returns>
    /// One for each: without a process or a reason where its tone is that of the others, or where there are too few of them; without a
    /// process and with a reason where none would help.
    /// </returns>
    public static ImmutableArray<MasteringMove> Decide(ImmutableArray<TrackMeasures> chapters)
    {
        if (chapters.Length < SetTone.Fewest)
        {
            return [.. chapters.Select(_ => new MasteringMove(null, []))];
        }

        var tone = SetTone.Of(chapters);
        return [.. chapters.Select((_, i) => Decide(tone.DifferencesDb[i], tone.DistancesDb[i]))];
    }

    private static MasteringMove Decide(ImmutableArray<double> differences, double distance)
    {
        if (distance <= SetTone.LimitDb)
        {
            return new MasteringMove(null, []);
        }

        int octaves = differences.Length / ThirdsPerBand;
        var bands = new BalanceBands(octaves);
        for (int octave = 0; octave < octaves; octave++)
        {
            double over = differences.Skip(octave * ThirdsPerBand).Take(ThirdsPerBand).Average(), gain = Math.Clamp(-over, -LargestDb, LargestDb);

            // Where a recording holds nothing, a boost raises noise alone.
            if (Math.Abs(gain) >= SmallestDb && over > -EmptyDb)
            {
                double middle = TrackMeasures.LowestBandHz * StableMath.Pow(2, octave + 1.0 / ThirdsPerBand);
                bands.Add(octave, middle, gain);
            }
        }

        string found = string.Create(CultureInfo.InvariantCulture, $"its tone is {distance:0.0} dB rms away from the median of the book (more than {SetTone.LimitDb:0.0})");
        return bands.Values.IsEmpty
            ? new MasteringMove(null, [found + "; nothing broad would bring it nearer"])
            : MasteringMove.Of("eq", "tone", [string.Create(CultureInfo.InvariantCulture, $"{found}; at most {LargestDb:0} dB is made up")], bands.Values.AsSpan());
    }
}
