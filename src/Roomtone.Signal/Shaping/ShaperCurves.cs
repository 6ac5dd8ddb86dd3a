using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Roomtone.Signal;

/// <summary>tanh: soft, odd harmonics.</summary>
/// <remarks>
/// F1 = ln cosh; F2 = ∫F1, whose closed form needs the dilogarithm, so it is a table of quintic pieces of 1/32 with exact value, slope and
/// bend at their ends; F1 and f are its derivatives, so that the three always agree. Within 1e-8 of tanh.
/// </remarks>
public readonly struct TanhCurve : IShaperCurve
{
    private const int PiecesPerUnit = 32;
    private const int Largest = 16;
    private const int Coefficients = 6;
    private const double Ln2 = 0.693147180559945309;
    private static readonly double[] s_pieces = Pieces();

    /// <inheritdoc/>
    public double Value(double x)
    {
        double a = Math.Abs(x);
        if (a >= Largest)
        {
            return Math.Sign(x);
        }

        ref double c = ref Piece(a, out double u);
        double bend = 2 * Unsafe.Add(ref c, 2) + u * (6 * Unsafe.Add(ref c, 3) + u * (12 * Unsafe.Add(ref c, 4) + u * (20 * Unsafe.Add(ref c, 5))));
        return Math.CopySign(bend * (PiecesPerUnit * PiecesPerUnit), x);
    }

    /// <inheritdoc/>
    public double First(double x)
    {
        double a = Math.Abs(x);
        if (a >= Largest)
        {
            return a - Ln2;
        }

        ref double c = ref Piece(a, out double u);
        return (Unsafe.Add(ref c, 1) + u * (2 * Unsafe.Add(ref c, 2) + u * (3 * Unsafe.Add(ref c, 3) + u * (4 * Unsafe.Add(ref c, 4) + u * (5 * Unsafe.Add(ref c, 5)))))) * PiecesPerUnit;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Second(double x)
    {
        double a = Math.Abs(x);
        if (a >= Largest)
        {
            return Math.CopySign(a * a / 2 - a * Ln2 + Math.PI * Math.PI / 24, x);
        }

        ref double c = ref Piece(a, out double u);
        return Math.CopySign(c + u * (Unsafe.Add(ref c, 1) + u * (Unsafe.Add(ref c, 2) + u * (Unsafe.Add(ref c, 3) + u * (Unsafe.Add(ref c, 4) + u * Unsafe.Add(ref c, 5))))), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref double Piece(double a, out double u)
    {
        double at = a * PiecesPerUnit;
        int piece = (int)at;
        u = at - piece;
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(s_pieces), piece * Coefficients);
    }

    // The value at a piece's end is that at its start plus ∫ ln cosh over it, by Gauss and Legendre with five points: to the last bit.
    private static double[] Pieces()
    {
        ReadOnlySpan<double> nodes = [0, 0.538469310105683, -0.538469310105683, 0.906179845938664, -0.906179845938664];
        ReadOnlySpan<double> weights = [0.568888888888889, 0.478628670499366, 0.478628670499366, 0.236926885056189, 0.236926885056189];
        const double Step = 1.0 / PiecesPerUnit;
        double[] pieces = new double[Largest * PiecesPerUnit * Coefficients];
        double value = 0;
        for (int i = 0; i < Largest * PiecesPerUnit; i++)
        {
            double from = i * Step, to = from + Step, area = 0;
            for (int k = 0; k < nodes.Length; k++)
            {
                area += weights[k] * LnCosh(from + Step * (1 + nodes[k]) / 2);
            }

            double next = value + area * Step / 2;
            Quintic(
                pieces.AsSpan(i * Coefficients, Coefficients), value, LnCosh(from) * Step, StableMath.Tanh(from) * Step * Step, next, LnCosh(to) * Step, StableMath.Tanh(to) * Step * Step);
            value = next;
        }

        return pieces;
    }

    private static double LnCosh(double x) => x + StableMath.Log(0.5 + 0.5 * StableMath.Exp(-2 * x));

    // Value, slope and bend at 0 and at 1.
    private static void Quintic(Span<double> c, double p0, double m0, double a0, double p1, double m1, double a1)
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

/// <summary>tanh off its middle: a valve's even harmonics. Slope 1 at 0; it saturates at +0.80 and −1.32.</summary>
public readonly struct TubeCurve : IShaperCurve
{
    private const double Bias = 0.25;
    private static readonly double s_rest = StableMath.Tanh(Bias);
    private static readonly double s_scale = 1 / (1 - s_rest * s_rest);

    private static TanhCurve Soft => default;

    /// <inheritdoc/>
    public double Value(double x) => (Soft.Value(x + Bias) - s_rest) * s_scale;

    /// <inheritdoc/>
    public double First(double x) => (Soft.First(x + Bias) - s_rest * x) * s_scale;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Second(double x) => (Soft.Second(x + Bias) - s_rest * x * x / 2) * s_scale;
}

/// <summary>Hard clipping at ±1.</summary>
public readonly struct HardCurve : IShaperCurve
{
    /// <inheritdoc/>
    public double Value(double x) => Math.Clamp(x, -1, 1);

    /// <inheritdoc/>
    public double First(double x) => Math.Abs(x) <= 1 ? x * x / 2 : Math.Abs(x) - 0.5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Second(double x) => Math.Abs(x) <= 1 ? x * x * x / 6 : Math.CopySign(x * x / 2 + 1.0 / 6, x) - x / 2;
}

/// <summary>A wave folder: (2/π)·sin(πx/2); what passes ±1 comes back.</summary>
public readonly struct FoldCurve : IShaperCurve
{
    private const double TwoOverPi = 2 / Math.PI;

    /// <inheritdoc/>
    public double Value(double x) => TwoOverPi * StableMath.SinPi(x / 2);

    /// <inheritdoc/>
    public double First(double x) => -TwoOverPi * TwoOverPi * StableMath.CosPi(x / 2);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Second(double x) => -TwoOverPi * TwoOverPi * TwoOverPi * StableMath.SinPi(x / 2);
}
