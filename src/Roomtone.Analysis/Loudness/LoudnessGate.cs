namespace Roomtone.Analysis;

/// <summary>Programme loudness and loudness range from the powers of 100 ms hops.</summary>
/// <remarks>
/// Sources: BS.1770-5, Annex 1 (blocks of 400 ms that overlap by 75 %, gates at −70 LKFS and 10 LU under the mean of what passed);
/// EBU Tech 3342 (blocks of 3 s, gates at −70 LUFS and −20 LU, 10th to 95th percentile). An incomplete last block is not used.
/// No histogram: values are exact.
/// </remarks>
internal static class LoudnessGate
{
    private const int BlockHops = 4;
    private const int RangeHops = 30;
    private const double AbsoluteGateLufs = -70;

    /// <summary>Gated loudness.</summary>
    /// <param name="hops">Weighted mean square of each hop.</param>
    /// <returns>LUFS; −∞ where nothing passes, NaN under 400 ms.</returns>
    public static double Integrated(ReadOnlySpan<double> hops)
    {
        if (hops.Length < BlockHops)
        {
            return double.NaN;
        }

        double gate = RelativeGate(hops);
        return LoudnessLevel.ToLufs(MeanAbove(hops, gate));
    }

    /// <summary>Power that a 400 ms block must exceed to count: the two gates in one.</summary>
    /// <param name="hops">Weighted mean square of each hop.</param>
    public static double RelativeGate(ReadOnlySpan<double> hops)
    {
        double absolute = LoudnessLevel.ToPower(AbsoluteGateLufs);
        return Math.Max(absolute, MeanAbove(hops, absolute) * 0.1);
    }

    /// <summary>Loudness range.</summary>
    /// <param name="hops">Weighted mean square of each hop.</param>
    /// <returns>LU; 0 where nothing passes, NaN under 3 s.</returns>
    public static double Range(ReadOnlySpan<double> hops)
    {
        int count = hops.Length - RangeHops + 1;
        if (count <= 0)
        {
            return double.NaN;
        }

        double absolute = LoudnessLevel.ToPower(AbsoluteGateLufs);
        var passed = new double[count];
        int n = 0;
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            double power = Mean(hops, i, RangeHops);
            if (power >= absolute)
            {
                passed[n++] = power;
                sum += power;
            }
        }

        double gate = n == 0 ? 0 : sum / n * 0.01;
        Span<double> ordered = passed.AsSpan(0, n);
        ordered.Sort();
        int below = 0;
        while (below < n && ordered[below] < gate)
        {
            below++;
        }

        ReadOnlySpan<double> kept = ordered[below..];
        return kept.IsEmpty ? 0 : LoudnessLevel.ToLufs(Percentile(kept, 0.95)) - LoudnessLevel.ToLufs(Percentile(kept, 0.10));
    }

    /// <summary>Mean power of neighbouring hops.</summary>
    /// <param name="hops">Powers.</param>
    /// <param name="first">First hop.</param>
    /// <param name="count">How many.</param>
    public static double Mean(ReadOnlySpan<double> hops, int first, int count)
    {
        double sum = 0;
        foreach (double power in hops.Slice(first, count))
        {
            sum += power;
        }

        return sum / count;
    }

    private static double MeanAbove(ReadOnlySpan<double> hops, double gate)
    {
        double sum = 0;
        long n = 0;
        for (int i = 0; i + BlockHops <= hops.Length; i++)
        {
            double power = Mean(hops, i, BlockHops);
            if (power > gate)
            {
                sum += power;
                n++;
            }
        }

        return n == 0 ? 0 : sum / n;
    }

    private static double Percentile(ReadOnlySpan<double> ordered, double share) => ordered[(int)(share * (ordered.Length - 1) + 0.5)];
}
