using System.Collections.Immutable;

namespace Roomtone.Delivery;

/// <summary>The tone of mixes against the median of their set: third octaves at equal level. Immutable.</summary>
public sealed class SetTone
{
    /// <summary>Beyond it a mix sounds unlike the others, dB rms (algorithms, 12).</summary>
    public const double LimitDb = 2.5;

    /// <summary>Mixes of which a median says something.</summary>
    public const int Fewest = 3;

    private const double SilentDbfs = -120;

    private SetTone(ImmutableArray<ImmutableArray<double>> differencesDb)
    {
        DifferencesDb = differencesDb;
        DistancesDb = [.. differencesDb.Select(d => Math.Sqrt(d.Average(x => x * x)))];
    }

    /// <summary>Of each mix: each third octave over the median, dB; the mean of a mix is 0.</summary>
    public ImmutableArray<ImmutableArray<double>> DifferencesDb { get; }

    /// <summary>How far each mix lies from the median, dB rms.</summary>
    public ImmutableArray<double> DistancesDb { get; }

    /// <summary>Compares mixes.</summary>
    /// <param name="tracks">One or more.</param>
    public static SetTone Of(ImmutableArray<TrackMeasures> tracks)
    {
        int bands = tracks.Min(t => t.BandsDbfs.Length);
        double[][] tones = [.. tracks.Select(t => Level(t.BandsDbfs, bands))];
        double[] median = [.. Enumerable.Range(0, bands).Select(b => Median([.. tones.Select(t => t[b])]))];
        return new SetTone([.. tones.Select(t => t.Zip(median, (x, m) => x - m).ToImmutableArray())]);
    }

    /// <summary>The middle value, or the mean of both.</summary>
    /// <param name="values">One or more; sorted in place.</param>
    internal static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length % 2 == 1 ? values[values.Length / 2] : 0.5 * (values[values.Length / 2 - 1] + values[values.Length / 2]);
    }

    private static double[] Level(ImmutableArray<double> bands, int count)
    {
        double[] level = [.. bands.Take(count).Select(b => Math.Max(b, SilentDbfs))];
        double mean = level.Average();
        return [.. level.Select(b => b - mean)];
    }
}
