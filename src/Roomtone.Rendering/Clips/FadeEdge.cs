using Roomtone.Session;

namespace Roomtone.Rendering;

/// <summary>What happens to the level at one end of a clip.</summary>
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
        return Shape == FadeShape.Adaptive ? t * AdaptiveJoin.Correction(1 - t, t, Correlation) : FadeLaw.In(Shape, t);
    }

    /// <summary>Gain of the clip that goes out.</summary>
    /// <param name="sample">Samples since the edge's first sample.</param>
    public double GainOut(long sample)
    {
        double t = (sample + 0.5) / Length;
        return Shape == FadeShape.Adaptive ? (1 - t) * AdaptiveJoin.Correction(1 - t, t, Correlation) : FadeLaw.Out(Shape, t);
    }
}
