using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Roomtone.Signal;

/// <summary>A smooth function and its first two derivatives from a table: quintic pieces of 1/32 with exact value, slope and bend at their ends.</summary>
internal static class QuinticPieces
{
    /// <summary>Pieces in an interval of 1.</summary>
    public const int PerUnit = 32;

    private const int Coefficients = 6;

    /// <summary>Makes a table from 0 on.</summary>
    /// <param name="units">Its length.</param>
    /// <param name="node">Value, slope and bend at piece i's start; asked once for each i in order.</param>
    public static double[] Make(int units, Func<int, (double Value, double Slope, double Bend)> node)
    {
        const double Step = 1.0 / PerUnit;
        double[] pieces = new double[units * PerUnit * Coefficients];
        (double value, double slope, double bend) = node(0);
        for (int i = 0; i < units * PerUnit; i++)
        {
            (double nextValue, double nextSlope, double nextBend) = node(i + 1);
            Fit(
                pieces.AsSpan(i * Coefficients, Coefficients), value, slope * Step, bend * Step * Step, nextValue, nextSlope * Step, nextBend * Step * Step);
            (value, slope, bend) = (nextValue, nextSlope, nextBend);
        }

        return pieces;
    }

    /// <summary>The function.</summary>
    /// <param name="pieces">The table.</param>
    /// <param name="x">0 … below its length.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Value(double[] pieces, double x)
    {
        ref double c = ref Piece(pieces, x, out double u);
        return c + u * (Unsafe.Add(ref c, 1) + u * (Unsafe.Add(ref c, 2) + u * (Unsafe.Add(ref c, 3) + u * (Unsafe.Add(ref c, 4) + u * Unsafe.Add(ref c, 5)))));
    }

    /// <summary>Its derivative.</summary>
    /// <param name="pieces">The table.</param>
    /// <param name="x">0 … below its length.</param>
    public static double Slope(double[] pieces, double x)
    {
        ref double c = ref Piece(pieces, x, out double u);
        return (Unsafe.Add(ref c, 1) + u * (2 * Unsafe.Add(ref c, 2) + u * (3 * Unsafe.Add(ref c, 3) + u * (4 * Unsafe.Add(ref c, 4) + u * (5 * Unsafe.Add(ref c, 5)))))) * PerUnit;
    }

    /// <summary>Its second derivative.</summary>
    /// <param name="pieces">The table.</param>
    /// <param name="x">0 … below its length.</param>
    public static double Bend(double[] pieces, double x)
    {
        ref double c = ref Piece(pieces, x, out double u);
        return (2 * Unsafe.Add(ref c, 2) + u * (6 * Unsafe.Add(ref c, 3) + u * (12 * Unsafe.Add(ref c, 4) + u * (20 * Unsafe.Add(ref c, 5))))) * (PerUnit * PerUnit);
    }

    // The pieces are never asked beyond their end: the callers keep x in their range.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref double Piece(double[] pieces, double x, out double u)
    {
        double at = x * PerUnit;
        int piece = (int)at;
        u = at - piece;
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(pieces), piece * Coefficients);
    }

    private static void Fit(Span<double> c, double p0, double m0, double a0, double p1, double m1, double a1)
    {
        double d = p1 - p0 - m0 - a0 / 2, e = m1 - m0 - a0, f = a1 - a0;
        c[0] = p0;
        c[1] = m0;
        c[2] = a0 / 2;
        c[3] = 10 * d - 4 * e + f / 2;
        c[4] = -15 * d + 7 * e - f;
        c[5] = 6 * d - 3 * e + f / 2;
    }
}
