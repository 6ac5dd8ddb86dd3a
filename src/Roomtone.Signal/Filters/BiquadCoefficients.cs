using System.Numerics;

namespace Roomtone.Signal;

/// <summary>A second-order section, normalised to a0 = 1.</summary>
/// <remarks>Formula: H(z) = (b0 + b1·z⁻¹ + b2·z⁻²) / (1 + a1·z⁻¹ + a2·z⁻²). A first-order section has b2 = a2 = 0.</remarks>
/// <param name="B0">Numerator, z⁰.</param>
/// <param name="B1">Numerator, z⁻¹.</param>
/// <param name="B2">Numerator, z⁻².</param>
/// <param name="A1">Denominator, z⁻¹.</param>
/// <param name="A2">Denominator, z⁻².</param>
public readonly record struct BiquadCoefficients(double B0, double B1, double B2, double A1, double A2)
{
    /// <summary>Passes every sample unchanged.</summary>
    public static BiquadCoefficients Identity { get; } = new(1, 0, 0, 0, 0);

    /// <summary>Whether both poles lie inside the unit circle.</summary>
    public bool IsStable => Math.Abs(A2) < 1 && Math.Abs(A1) < 1 + A2;

    /// <summary>The section with numerator and denominator exchanged: undoes this one where its zeros lie inside the unit circle.</summary>
    public BiquadCoefficients Inverted() => new(1 / B0, A1 / B0, A2 / B0, B1 / B0, B2 / B0);

    /// <summary>The section with its output scaled.</summary>
    /// <param name="gain">Linear.</param>
    public BiquadCoefficients Scaled(double gain) => this with { B0 = B0 * gain, B1 = B1 * gain, B2 = B2 * gain };

    /// <summary>The complex response at a frequency.</summary>
    /// <param name="frequencyHz">0…half the sample rate.</param>
    /// <param name="sampleRate">Hz.</param>
    public Complex ResponseAt(double frequencyHz, double sampleRate)
    {
        double turns = 2 * frequencyHz / sampleRate;
        var z1 = new Complex(StableMath.CosPi(turns), -StableMath.SinPi(turns));
        var z2 = new Complex(StableMath.CosPi(2 * turns), -StableMath.SinPi(2 * turns));
        return (B0 + B1 * z1 + B2 * z2) / (1 + A1 * z1 + A2 * z2);
    }
}

/// <summary>The response of sections in series.</summary>
public static class FilterResponse
{
    /// <summary>The complex response at a frequency.</summary>
    /// <param name="sections">Sections in series.</param>
    /// <param name="frequencyHz">0…half the sample rate.</param>
    /// <param name="sampleRate">Hz.</param>
    public static Complex At(ReadOnlySpan<BiquadCoefficients> sections, double frequencyHz, double sampleRate)
    {
        Complex response = 1;
        foreach (BiquadCoefficients section in sections)
        {
            response *= section.ResponseAt(frequencyHz, sampleRate);
        }

        return response;
    }

    /// <summary>The magnitude at a frequency, dB.</summary>
    /// <param name="sections">Sections in series.</param>
    /// <param name="frequencyHz">0…half the sample rate.</param>
    /// <param name="sampleRate">Hz.</param>
    public static double MagnitudeDbAt(ReadOnlySpan<BiquadCoefficients> sections, double frequencyHz, double sampleRate)
    {
        Complex h = At(sections, frequencyHz, sampleRate);
        return Decibels.FromPower(h.Real * h.Real + h.Imaginary * h.Imaginary);
    }
}
