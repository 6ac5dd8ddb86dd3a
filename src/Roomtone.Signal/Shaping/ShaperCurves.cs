using System.Runtime.CompilerServices;

namespace Roomtone.Signal;

/// <summary>tanh: soft, odd harmonics.</summary>
/// <remarks>
/// F1 = ln cosh; F2 = ∫F1, whose closed form needs the dilogarithm, so it is a table, and F1 and f are its derivatives: the three always agree.
/// Within 1e-8 of tanh.
/// </remarks>
public readonly struct TanhCurve : IShaperCurve
{
    private const int Largest = 16;
    private const double Ln2 = 0.693147180559945309;
    private static readonly double[] s_second = Second();

    /// <inheritdoc/>
    public double Value(double x)
    {
        double a = Math.Abs(x);
        return a >= Largest ? Math.Sign(x) : Math.CopySign(QuinticPieces.Bend(s_second, a), x);
    }

    /// <inheritdoc/>
    public double First(double x)
    {
        double a = Math.Abs(x);
        return a >= Largest ? a - Ln2 : QuinticPieces.Slope(s_second, a);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Second(double x)
    {
        double a = Math.Abs(x);
        return Math.CopySign(a >= Largest ? a * a / 2 - a * Ln2 + Math.PI * Math.PI / 24 : QuinticPieces.Value(s_second, a), x);
    }

    // The value at a piece's end is that at its start plus ∫ ln cosh over it, by Gauss and Legendre with five points: to the last bit.
    private static double[] Second()
    {
        double[] nodes = [0, 0.538469310105683, -0.538469310105683, 0.906179845938664, -0.906179845938664];
        double[] weights = [0.568888888888889, 0.478628670499366, 0.478628670499366, 0.236926885056189, 0.236926885056189];
        const double Step = 1.0 / QuinticPieces.PerUnit;
        double value = 0;
        return QuinticPieces.Make(Largest, i =>
        {
            for (int k = 0; k < nodes.Length && i > 0; k++)
            {
                value += weights[k] * Step / 2 * LnCosh((i - 0.5) * Step + Step * nodes[k] / 2);
            }

            return (value, LnCosh(i * Step), StableMath.Tanh(i * Step));
        });
    }

    private static double LnCosh(double x) => x + StableMath.Log(0.5 + 0.5 * StableMath.Exp(-2 * x));
}

/// <summary>tanh off its middle: a valve's even harmonics. Slope 1 at 0; it saturates at +0.80 and −1.32.</summary>
public readonly struct TubeCurve : IShaperCurve
{
    private const double Bias = 0.25;
    private const double Rest = 0.244918662403709129;
    private const double Scale = 1 / (1 - Rest * Rest);

    private static TanhCurve Soft => default;

    /// <inheritdoc/>
    public double Value(double x) => (Soft.Value(x + Bias) - Rest) * Scale;

    /// <inheritdoc/>
    public double First(double x) => (Soft.First(x + Bias) - Rest * x) * Scale;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Second(double x) => (Soft.Second(x + Bias) - Rest * x * x / 2) * Scale;
}

/// <summary>A wave folder: (2/π)·sin(πx/2); what passes ±1 comes back.</summary>
/// <remarks>F2 from a table of one period, F1 and f as its derivatives.</remarks>
public readonly struct FoldCurve : IShaperCurve
{
    private const int Period = 4;
    private const double TwoOverPi = 2 / Math.PI;
    private static readonly double[] s_second = Second();

    /// <inheritdoc/>
    public double Value(double x) => QuinticPieces.Bend(s_second, Wrapped(x));

    /// <inheritdoc/>
    public double First(double x) => QuinticPieces.Slope(s_second, Wrapped(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Second(double x) => QuinticPieces.Value(s_second, Wrapped(x));

    // A tiny negative number wraps to the period itself, where the table ends.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Wrapped(double x) => Math.Min(x - Period * Math.Floor(x / Period), Period - 1e-12);

    private static double[] Second() => QuinticPieces.Make(Period, i =>
    {
        double x = i / (double)QuinticPieces.PerUnit, sine = StableMath.SinPi(x / 2);
        return (-TwoOverPi * TwoOverPi * TwoOverPi * sine, -TwoOverPi * TwoOverPi * StableMath.CosPi(x / 2), TwoOverPi * sine);
    });
}
