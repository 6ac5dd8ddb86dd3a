namespace Roomtone.Signal;

/// <summary>Elementary functions in double precision that give the same bits on every system and instruction set.</summary>
/// <remarks>
/// <para>The C library's sine differs between systems, and between processors with and without fused multiply-add, by an ulp or more;
/// no coefficient or sample may depend on that. These use only + − × ÷ √ and bit operations. Error: below 2 ulp for moderate arguments.</para>
/// <para>Source: argument reduction and the logarithm's minimax coefficients after W. J. Cody and W. Waite, <i>Software Manual for the
/// Elementary Functions</i>, 1980, and the constants published with Sun's fdlibm; the other series are Taylor's, cut below 10⁻¹⁷.</para>
/// </remarks>
public static class StableMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double InverseLn2 = 1.44269504088896338700;
    private const double InverseLn10 = 0.434294481903251827651;
    private const double Log10Of2 = 0.301029995663981195214;
    private const double HalfPiHigh = 1.57079632673412561417;
    private const double HalfPiMiddle = 6.07710050630396597660e-11;
    private const double HalfPiLow = 2.02226624879595063154e-21;

    /// <summary>e to the power <paramref name="x"/>.</summary>
    /// <param name="x">Any number.</param>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        if (x > 709.782712893384)
        {
            return double.PositiveInfinity;
        }

        if (x < -745.2)
        {
            return 0;
        }

        double k = Math.Round(x * InverseLn2);
        double r = x - k * Ln2High - k * Ln2Low;
        return Scale(ExpSeries(r), (int)k);
    }

    /// <summary>2 to the power <paramref name="x"/>; exact for whole numbers.</summary>
    /// <param name="x">Any number.</param>
    public static double Exp2(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        if (x >= 1024)
        {
            return double.PositiveInfinity;
        }

        if (x < -1075)
        {
            return 0;
        }

        double k = Math.Round(x);
        return Scale(ExpSeries((x - k) * (Ln2High + Ln2Low)), (int)k);
    }

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">0 gives −∞, a negative number NaN.</param>
    public static double Log(double x) =>
        Split(x, out double mantissa, out int exponent, out double special)
            ? exponent * Ln2High + (LogMantissa(mantissa) + exponent * Ln2Low)
            : special;

    /// <summary>The logarithm to base 2; exact for powers of two.</summary>
    /// <param name="x">0 gives −∞, a negative number NaN.</param>
    public static double Log2(double x) =>
        Split(x, out double mantissa, out int exponent, out double special) ? exponent + LogMantissa(mantissa) * InverseLn2 : special;

    /// <summary>The logarithm to base 10.</summary>
    /// <param name="x">0 gives −∞, a negative number NaN.</param>
    public static double Log10(double x) =>
        Split(x, out double mantissa, out int exponent, out double special)
            ? exponent * Log10Of2 + LogMantissa(mantissa) * InverseLn10
            : special;

    /// <summary><paramref name="x"/> to the power <paramref name="y"/>, for x ≥ 0.</summary>
    /// <param name="x">The base; negative gives NaN.</param>
    /// <param name="y">The exponent.</param>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1)
        {
            return 1;
        }

        if (x == 0)
        {
            return y > 0 ? 0 : double.PositiveInfinity;
        }

        return Exp(y * Log(x));
    }

    /// <summary>Sine.</summary>
    /// <param name="x">Radians; accurate to |x| of about 10⁶.</param>
    public static double Sin(double x)
    {
        double r = Reduce(x, out int quadrant);
        return quadrant switch { 0 => SinSeries(r), 1 => CosSeries(r), 2 => -SinSeries(r), _ => -CosSeries(r) };
    }

    /// <summary>Cosine.</summary>
    /// <param name="x">Radians; accurate to |x| of about 10⁶.</param>
    public static double Cos(double x)
    {
        double r = Reduce(x, out int quadrant);
        return quadrant switch { 0 => CosSeries(r), 1 => -SinSeries(r), 2 => -CosSeries(r), _ => SinSeries(r) };
    }

    /// <summary>Tangent.</summary>
    /// <param name="x">Radians; accurate to |x| of about 10⁶.</param>
    public static double Tan(double x)
    {
        double r = Reduce(x, out int quadrant);
        double sine = SinSeries(r);
        double cosine = CosSeries(r);
        return (quadrant & 1) == 0 ? sine / cosine : -cosine / sine;
    }

    /// <summary>The sine of πx; exact at multiples of ½, so that a table built from it is symmetric.</summary>
    /// <param name="x">Half turns.</param>
    public static double SinPi(double x)
    {
        double k = Math.Round(2 * x);
        double r = (x - 0.5 * k) * Math.PI;
        return ((long)k & 3) switch { 0 => SinSeries(r), 1 => CosSeries(r), 2 => -SinSeries(r), _ => -CosSeries(r) };
    }

    /// <summary>The cosine of πx; exact at multiples of ½.</summary>
    /// <param name="x">Half turns.</param>
    public static double CosPi(double x)
    {
        double k = Math.Round(2 * x);
        double r = (x - 0.5 * k) * Math.PI;
        return ((long)k & 3) switch { 0 => CosSeries(r), 1 => -SinSeries(r), 2 => -CosSeries(r), _ => SinSeries(r) };
    }

    /// <summary>sin(πx)/(πx), 1 at 0.</summary>
    /// <param name="x">Samples.</param>
    public static double Sinc(double x) => x == 0 ? 1 : SinPi(x) / (Math.PI * x);

    /// <summary>Arc tangent, −π/2…π/2.</summary>
    /// <param name="x">Any number.</param>
    public static double Atan(double x)
    {
        if (x is > 1 or < -1)
        {
            return Math.CopySign(Math.PI / 2, x) - Atan(1 / x);
        }

        // Two halvings, atan x = 2·atan(x / (1 + √(1 + x²))), bring |x| under tan(π/16); then the series.
        double half = x / (1 + Math.Sqrt(1 + x * x));
        double quarter = half / (1 + Math.Sqrt(1 + half * half));
        double square = quarter * quarter;
        double sum = 0;
        for (int n = 11; n >= 0; n--)
        {
            sum = ((n & 1) == 0 ? 1.0 : -1.0) / (2 * n + 1) + square * sum;
        }

        return 4 * quarter * sum;
    }

    /// <summary>The angle of (x, y), −π…π.</summary>
    /// <param name="y">Ordinate.</param>
    /// <param name="x">Abscissa.</param>
    public static double Atan2(double y, double x)
    {
        if (x > 0)
        {
            return Atan(y / x);
        }

        if (x < 0)
        {
            return Atan(y / x) + (y < 0 ? -Math.PI : Math.PI);
        }

        return y == 0 ? 0 : Math.CopySign(Math.PI / 2, y);
    }

    /// <summary>Hyperbolic sine.</summary>
    /// <param name="x">Any number.</param>
    public static double Sinh(double x)
    {
        if (Math.Abs(x) < 0.5)
        {
            double square = x * x;
            double sum = 1;
            for (int n = 8; n >= 1; n--)
            {
                sum = 1 + square / (2 * n * (2 * n + 1)) * sum;
            }

            return x * sum;
        }

        double e = Exp(Math.Abs(x));
        return Math.CopySign(0.5 * (e - 1 / e), x);
    }

    /// <summary>Hyperbolic cosine.</summary>
    /// <param name="x">Any number.</param>
    public static double Cosh(double x)
    {
        double e = Exp(Math.Abs(x));
        return 0.5 * (e + 1 / e);
    }

    /// <summary>Hyperbolic tangent.</summary>
    /// <param name="x">Any number.</param>
    public static double Tanh(double x)
    {
        if (Math.Abs(x) < 0.5)
        {
            return Sinh(x) / Cosh(x);
        }

        return Math.CopySign(1 - 2 / (Exp(2 * Math.Abs(x)) + 1), x);
    }

    /// <summary>The modified Bessel function of the first kind, order 0 (for Kaiser windows).</summary>
    /// <param name="x">Any number up to about 700.</param>
    public static double BesselI0(double x)
    {
        double quarter = 0.25 * x * x;
        double sum = 1;
        double term = 1;
        for (int k = 1; k < 1000; k++)
        {
            term *= quarter / ((double)k * k);
            sum += term;
            if (term < sum * 1e-18)
            {
                break;
            }
        }

        return sum;
    }

    private static double ExpSeries(double r)
    {
        double sum = 1;
        for (int n = 14; n >= 1; n--)
        {
            sum = 1 + r / n * sum;
        }

        return sum;
    }

    private static double SinSeries(double r)
    {
        double square = r * r;
        double sum = 1;
        for (int n = 9; n >= 1; n--)
        {
            sum = 1 - square / (2 * n * (2 * n + 1)) * sum;
        }

        return r * sum;
    }

    private static double CosSeries(double r)
    {
        double square = r * r;
        double sum = 1;
        for (int n = 9; n >= 1; n--)
        {
            sum = 1 - square / (2 * n * (2 * n - 1)) * sum;
        }

        return sum;
    }

    private static double Reduce(double x, out int quadrant)
    {
        double k = Math.Round(x * (2 / Math.PI));
        quadrant = (int)((long)k & 3);
        return x - k * HalfPiHigh - k * HalfPiMiddle - k * HalfPiLow;
    }

    // log(1 + f) with s = f / (2 + f): 2s + s·R(s²), the seven minimax coefficients of fdlibm.
    private static double LogMantissa(double mantissa)
    {
        double f = mantissa - 1;
        double s = f / (2 + f);
        double z = s * s;
        double r = z * (6.666666666666735130e-01 + z * (3.999999999940941908e-01 + z * (2.857142874366239149e-01
            + z * (2.222219843214978396e-01 + z * (1.818357216161805012e-01 + z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01))))));
        double half = 0.5 * f * f;
        return f - (half - s * (half + r));
    }

    private static bool Split(double x, out double mantissa, out int exponent, out double special)
    {
        mantissa = 1;
        exponent = 0;
        special = x;
        if (double.IsNaN(x) || double.IsPositiveInfinity(x))
        {
            return false;
        }

        if (x <= 0)
        {
            special = x == 0 ? double.NegativeInfinity : double.NaN;
            return false;
        }

        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984.0;
            exponent = -54;
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> 52) - 1023;
        mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        return true;
    }

    private static double Scale(double value, int exponent)
    {
        if (exponent > 1023)
        {
            return value * 8.98846567431158e307 * Scale(1, exponent - 1023);
        }

        return exponent < -1022
            ? value * BitConverter.Int64BitsToDouble((long)(exponent + 54 + 1023) << 52) * 5.5511151231257827e-17
            : value * BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);
    }
}
