using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>The gains of fades and crossfades.</summary>
/// <remarks>
/// Over N samples, sample i stands at t = (i + ½)/N, so that a fade in and the fade out over the same samples mirror each other.
/// Logarithmic and exponential fades span 60 dB and then reach silence.
/// </remarks>
public static class FadeLaw
{
    private const double Floor = 0.001;
    private static readonly double Ln1000 = StableMath.Log(1000);

    /// <summary>The gain of a fade in.</summary>
    /// <param name="shape">Its law; an adaptive shape is straight here, its correction comes from the material.</param>
    /// <param name="t">0 at the silent end, 1 at the full end.</param>
    public static double In(FadeShape shape, double t) => shape switch
    {
        FadeShape.EqualPower => StableMath.SinPi(0.5 * t),
        FadeShape.SCurve => 0.5 - 0.5 * StableMath.CosPi(t),
        FadeShape.Logarithmic => (1 - StableMath.Exp(-Ln1000 * t)) / (1 - Floor),
        FadeShape.Exponential => (StableMath.Exp(Ln1000 * (t - 1)) - Floor) / (1 - Floor),
        _ => t,
    };

    /// <summary>The gain of a fade out.</summary>
    /// <param name="shape">Its law.</param>
    /// <param name="t">0 at the full end, 1 at the silent end.</param>
    public static double Out(FadeShape shape, double t) => shape switch
    {
        FadeShape.EqualPower => StableMath.CosPi(0.5 * t),
        _ => 1 - In(shape, t),
    };
}
