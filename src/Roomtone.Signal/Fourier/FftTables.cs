namespace Roomtone.Signal;

/// <summary>Factors and twiddles of the transforms; every twiddle is computed by itself, none by recurrence.</summary>
internal static class FftTables
{
    /// <summary>Splits a length into the radices that the stages offer, or null where another prime remains.</summary>
    public static int[]? Factor(int length)
    {
        List<int> radices = [];
        foreach (int prime in (ReadOnlySpan<int>)[7, 5, 3])
        {
            while (length % prime == 0)
            {
                radices.Add(prime);
                length /= prime;
            }
        }

        int twos = int.TrailingZeroCount(length);
        if (length != 1 << twos)
        {
            return null;
        }

        // Eights as far as possible; 2 × 8 runs better as 4 × 4.
        int fours = twos % 3 == 2 ? 1 : twos % 3 == 1 && twos > 1 ? 2 : 0;
        radices.AddRange(Enumerable.Repeat(8, (twos - 2 * fours) / 3));
        radices.AddRange(Enumerable.Repeat(4, fours));
        if (twos == 1)
        {
            radices.Add(2);
        }

        return [.. radices];
    }

    /// <summary>e^(−2πi·k/n): real part.</summary>
    public static double Cos(long k, long n) => StableMath.CosPi(2.0 * (k % n) / n);

    /// <summary>e^(−2πi·k/n): imaginary part.</summary>
    public static double Sin(long k, long n) => -StableMath.SinPi(2.0 * (k % n) / n);

    /// <summary>Twiddles of one stage: for each p, radix − 1 pairs (re, im) of e^(−2πi·p·k/(radix·m)).</summary>
    public static double[] Stage(int radix, int m)
    {
        double[] table = new double[m * (radix - 1) * 2];
        for (int p = 0; p < m; p++)
        {
            for (int k = 1; k < radix; k++)
            {
                int at = 2 * (p * (radix - 1) + k - 1);
                table[at] = Cos((long)p * k, (long)radix * m);
                table[at + 1] = Sin((long)p * k, (long)radix * m);
            }
        }

        return table;
    }
}
