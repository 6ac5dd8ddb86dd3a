using Roomtone.Processes;
using Roomtone.Session;

namespace Roomtone.Rendering;

/// <summary>What happens to the level at one end of a clip.</summary>
/// <remarks>
/// Over N samples, sample i stands at t = (i + ½)/N, so that a fade in and the fade out over the same samples mirror each other. The curves
/// are those of <see cref="FadeCurve"/>; an adaptive join is straight, corrected by what the material asks for.
/// </remarks>
/// <param name="Length">Samples at the session's rate; 0 = the clip begins or ends hard.</param>
/// <param name="Shape">The law.</param>
/// <param name="Correlation">ρ of the two clips in an adaptive join, −0.3…1; not used by other shapes.</param>
public readonly record struct FadeEdge(long Length, FadeShape Shape, double Correlation = 0)
{
    /// <summary>Gain of the clip that comes in.</summary>
    /// <param name="sample">Samples since the edge's first sample.</param>
    public double GainIn(long sample)
    {
        double t = (sample + 0.5) / Length;
        return Shape == FadeShape.Adaptive ? t * AdaptiveJoin.Correction(1 - t, t, Correlation) : FadeCurve.In(Curve, t);
    }

    /// <summary>Gain of the clip that goes out.</summary>
    /// <param name="sample">Samples since the edge's first sample.</param>
    public double GainOut(long sample)
    {
        double t = (sample + 0.5) / Length;
        return Shape == FadeShape.Adaptive ? (1 - t) * AdaptiveJoin.Correction(1 - t, t, Correlation) : FadeCurve.Out(Curve, t);
    }

    private FadeCurveShape Curve => Shape switch
    {
        FadeShape.EqualPower => FadeCurveShape.EqualPower,
        FadeShape.SCurve => FadeCurveShape.SCurve,
        FadeShape.Logarithmic => FadeCurveShape.Logarithmic,
        FadeShape.Exponential => FadeCurveShape.Exponential,
        _ => FadeCurveShape.Linear,
    };
}
