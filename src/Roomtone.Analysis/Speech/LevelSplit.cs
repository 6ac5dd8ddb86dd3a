namespace Roomtone.Analysis;

/// <summary>Levels in two classes, the quiet and the loud, as far apart as they can be.</summary>
/// <remarks>Source: N. Otsu, <i>A threshold selection method from gray-level histograms</i>, IEEE SMC 9, 1979: the threshold with the largest
/// variance between the classes, neither of them under 5 %.</remarks>
/// <param name="ThresholdDb">Between the classes.</param>
/// <param name="QuietDb">Mean of the quiet class.</param>
/// <param name="LoudDb">Mean of the loud one.</param>
/// <param name="Separation">Share of the variance that lies between the classes, 0…1; 0.64 for one Gaussian.</param>
internal readonly record struct LevelSplit(double ThresholdDb, double QuietDb, double LoudDb, double Separation)
{
    /// <summary>The least level told apart, dB.</summary>
    public const double LowestDb = -30;

    private const double BinDb = 0.25;
    private const int Bins = (int)(-LowestDb / BinDb);
    private const double LeastShare = 0.05;

    /// <summary>Splits levels.</summary>
    /// <param name="levels">dB, from <see cref="LowestDb"/> to 0; at least one.</param>
    public static LevelSplit Of(double[] levels)
    {
        var histogram = new int[Bins];
        foreach (double level in levels)
        {
            histogram[Math.Clamp((int)((level - LowestDb) / BinDb), 0, Bins - 1)]++;
        }

        double total = histogram.Select((n, b) => n * Centre(b)).Sum(), mean = total / levels.Length;
        double variance = histogram.Select((n, b) => n * (Centre(b) - mean) * (Centre(b) - mean)).Sum() / levels.Length;
        double sum = 0;
        int count = 0;
        var best = new LevelSplit(mean, mean, mean, 0);
        for (int b = 0; b < Bins; b++)
        {
            count += histogram[b];
            sum += histogram[b] * Centre(b);
            double share = (double)count / levels.Length;
            if (share <= LeastShare || share >= 1 - LeastShare)
            {
                continue;
            }

            double quiet = sum / count, loud = (total - sum) / (levels.Length - count);
            double separation = share * (1 - share) * (loud - quiet) * (loud - quiet) / variance;
            if (separation > best.Separation)
            {
                best = new LevelSplit(Centre(b), quiet, loud, separation);
            }
        }

        return best;
    }

    private static double Centre(int bin) => LowestDb + (bin + 0.5) * BinDb;
}
