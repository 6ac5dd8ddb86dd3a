using System.Numerics;

namespace Roomtone.Signal;

/// <summary>The shape of an analogue filter of first or second order.</summary>
public enum FilterShape
{
    /// <summary>Bell (peak): gain at the centre, 0 dB far from it.</summary>
    Bell,

    /// <summary>Low shelf: gain below the corner.</summary>
    LowShelf,

    /// <summary>High shelf: gain above the corner.</summary>
    HighShelf,

    /// <summary>Low-pass, 12 dB per octave.</summary>
    LowPass,

    /// <summary>High-pass, 12 dB per octave.</summary>
    HighPass,

    /// <summary>Low-pass, 6 dB per octave; Q has no meaning.</summary>
    FirstOrderLowPass,

    /// <summary>High-pass, 6 dB per octave; Q has no meaning.</summary>
    FirstOrderHighPass,

    /// <summary>Band-pass, 0 dB at the centre.</summary>
    BandPass,

    /// <summary>Notch: nothing at the centre, 0 dB far from it.</summary>
    Notch,

    /// <summary>All-pass of second order: −180° at the centre.</summary>
    AllPass,
}

/// <summary>An analogue filter: what a digital section is to sound like.</summary>
/// <remarks>
/// Formula, with s = j·f/f0 and A = 10^(gain/40): bell (s² + sA/Q + 1)/(s² + s/(AQ) + 1); low shelf A(s² + s√A/Q + A)/(As² + s√A/Q + 1);
/// high shelf with s → 1/s; the others in their standard forms. Source: R. Bristow-Johnson's conventions of gain and Q.
/// </remarks>
/// <param name="Shape">The shape.</param>
/// <param name="FrequencyHz">Centre or corner, Hz.</param>
/// <param name="Q">Quality, above 0.</param>
/// <param name="GainDb">Gain of bells and shelves, dB.</param>
public readonly record struct FilterPrototype(FilterShape Shape, double FrequencyHz, double Q = 0.70710678118654752, double GainDb = 0)
{
    /// <summary>Whether the gain means anything for this shape.</summary>
    public bool HasGain => Shape is FilterShape.Bell or FilterShape.LowShelf or FilterShape.HighShelf;

    /// <summary>The complex response at a frequency.</summary>
    /// <param name="frequencyHz">0 or more.</param>
    public Complex ResponseAt(double frequencyHz)
    {
        double x = frequencyHz / FrequencyHz;
        var s = new Complex(0, x);
        double square = -x * x;
        double a = Decibels.ToGain(GainDb / 2);
        Complex damping = Math.Sqrt(a) / Q * s;
        return Shape switch
        {
            FilterShape.Bell => (square + 1 + s * (a / Q)) / (square + 1 + s / (a * Q)),
            FilterShape.LowShelf => a * (square + a + damping) / (a * square + 1 + damping),
            FilterShape.HighShelf => a * (a * square + 1 + damping) / (square + a + damping),
            FilterShape.LowPass => 1 / (square + 1 + s / Q),
            FilterShape.HighPass => square / (square + 1 + s / Q),
            FilterShape.FirstOrderLowPass => 1 / (1 + s),
            FilterShape.FirstOrderHighPass => s / (1 + s),
            FilterShape.BandPass => s / Q / (square + 1 + s / Q),
            FilterShape.Notch => (square + 1) / (square + 1 + s / Q),
            FilterShape.AllPass => (square + 1 - s / Q) / (square + 1 + s / Q),
            _ => throw new InvalidOperationException($"Filter shape {Shape} has no prototype."),
        };
    }

    /// <summary>|H|² at a frequency.</summary>
    /// <param name="frequencyHz">0 or more.</param>
    public double PowerAt(double frequencyHz)
    {
        Complex h = ResponseAt(frequencyHz);
        return h.Real * h.Real + h.Imaginary * h.Imaginary;
    }
}
