using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>How loud each side is while a signal moves from left to right.</summary>
public enum PanLaw
{
    /// <summary>0 dB at the centre: the far side fades, the near one stays.</summary>
    Zero,

    /// <summary>−2.5 dB at the centre.</summary>
    Minus2Point5,

    /// <summary>−3 dB at the centre: constant power.</summary>
    Minus3,

    /// <summary>−4.5 dB at the centre: between constant power and constant sum.</summary>
    Minus4Point5,

    /// <summary>−6 dB at the centre: constant sum.</summary>
    Minus6,
}

/// <summary>The gains of the laws.</summary>
public static class PanLaws
{
    // sin and cos to the power that makes the centre −2.5 dB instead of −3.0103 dB.
    private const double Minus2Point5Power = 2.5 / 3.0102999566398120;

    /// <summary>Linear gains of left and right.</summary>
    /// <remarks>
    /// Formula, x = ½(p + 1): −3 dB: cos(½πx), sin(½πx); −6 dB: 1 − x, x; −4.5 dB: the geometric mean of these two; −2.5 dB: a power of
    /// the first; 0 dB: min(1, 2(1 − x)), min(1, 2x).
    /// </remarks>
    /// <param name="law">The law.</param>
    /// <param name="pan">−1 (left) … 1 (right).</param>
    public static (double Left, double Right) Gains(this PanLaw law, double pan)
    {
        double x = (Math.Clamp(pan, -1, 1) + 1) / 2;
        double cos = StableMath.CosPi(x / 2), sin = StableMath.SinPi(x / 2);
        return law switch
        {
            PanLaw.Zero => (Math.Min(1, 2 * (1 - x)), Math.Min(1, 2 * x)),
            PanLaw.Minus2Point5 => (StableMath.Pow(Math.Max(cos, 0), Minus2Point5Power), StableMath.Pow(Math.Max(sin, 0), Minus2Point5Power)),
            PanLaw.Minus3 => (cos, sin),
            PanLaw.Minus4Point5 => (Math.Sqrt(Math.Max(cos * (1 - x), 0)), Math.Sqrt(Math.Max(sin * x, 0))),
            _ => (1 - x, x),
        };
    }
}
