using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>The shape of a fade or of one side of a crossfade.</summary>
public enum FadeCurveShape
{
    /// <summary>Amplitude in a straight line: for crossfades of the same material.</summary>
    Linear,

    /// <summary>A quarter of a sine: constant power for crossfades of different material.</summary>
    EqualPower,

    /// <summary>Half a cosine: gentle at both ends, constant sum.</summary>
    SCurve,

    /// <summary>Fast, then slow, in both directions: a fade-out of it is a straight line in dB over 60 dB.</summary>
    Logarithmic,

    /// <summary>Slow, then fast, in both directions: a fade-in of it is a straight line in dB over 60 dB.</summary>
    Exponential,
}

/// <summary>The curves of fades, for the process and for the edges of clips.</summary>
/// <remarks>
/// Formula: linear t; equal-power sin(½πt); s-curve ½ − ½cos(πt); logarithmic (1 − 10^(−3t))/0.999; exponential (10^(3(t − 1)) − 0.001)/0.999.
/// A fade-out is 1 minus that, but for equal-power, which is cos(½πt).
/// </remarks>
public static class FadeCurve
{
    private const double Floor = 0.001;
    private static readonly double Ln1000 = StableMath.Log(1000);

    /// <summary>Linear gain of a fade-in.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="progress">0 (silence) … 1 (full level); outside, the ends hold.</param>
    public static double In(FadeCurveShape shape, double progress)
    {
        double t = Math.Clamp(progress, 0, 1);
        return shape switch
        {
            _ when t is 0 or 1 => t,
            FadeCurveShape.EqualPower => StableMath.SinPi(0.5 * t),
            FadeCurveShape.SCurve => 0.5 - 0.5 * StableMath.CosPi(t),
            FadeCurveShape.Logarithmic => (1 - StableMath.Exp(-Ln1000 * t)) / (1 - Floor),
            FadeCurveShape.Exponential => (StableMath.Exp(Ln1000 * (t - 1)) - Floor) / (1 - Floor),
            _ => t,
        };
    }

    /// <summary>Linear gain of a fade-out.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="progress">0 (full level) … 1 (silence); outside, the ends hold.</param>
    public static double Out(FadeCurveShape shape, double progress)
    {
        double t = Math.Clamp(progress, 0, 1);
        return shape == FadeCurveShape.EqualPower && t < 1 ? StableMath.CosPi(0.5 * t) : 1 - In(shape, t);
    }
}
