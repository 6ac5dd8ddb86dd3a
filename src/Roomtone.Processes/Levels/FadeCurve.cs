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

    /// <summary>Fast from silence, slow towards full level: the exponential one turned over.</summary>
    Logarithmic,

    /// <summary>A straight line in dB over 60 dB: slow from silence.</summary>
    Exponential,
}

/// <summary>The curves of fades.</summary>
public static class FadeCurve
{
    private const double RangeDb = 60;
    private const double Floor = 0.001;

    /// <summary>Linear gain of a fade-in; a fade-out reads it backwards.</summary>
    /// <remarks>
    /// Formula: linear t; equal-power sin(½πt); s-curve sin²(½πt); exponential (10^(3(t − 1)) − 0.001)/0.999; logarithmic
    /// 1 − exponential(1 − t).
    /// </remarks>
    /// <param name="shape">The shape.</param>
    /// <param name="progress">0 (silence) … 1 (full level); outside, the ends hold.</param>
    public static double Gain(FadeCurveShape shape, double progress)
    {
        double t = Math.Clamp(progress, 0, 1);
        double sine = shape is FadeCurveShape.EqualPower or FadeCurveShape.SCurve ? StableMath.SinPi(t / 2) : 0;
        return shape switch
        {
            FadeCurveShape.EqualPower => sine,
            FadeCurveShape.SCurve => sine * sine,
            FadeCurveShape.Exponential => Exponential(t),
            FadeCurveShape.Logarithmic => 1 - Exponential(1 - t),
            _ => t,
        };
    }

    private static double Exponential(double t) =>
        t <= 0 ? 0 : t >= 1 ? 1 : (Decibels.ToGain(RangeDb * (t - 1)) - Floor) / (1 - Floor);
}
