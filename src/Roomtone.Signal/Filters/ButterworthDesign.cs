using System.Collections.Immutable;

namespace Roomtone.Signal;

/// <summary>Low- and high-passes of 6…96 dB per octave as matched sections: −3.01 dB at the corner, maximally flat.</summary>
public static class ButterworthDesign
{
    /// <summary>A low-pass.</summary>
    /// <param name="order">1…16, 6 dB per octave each.</param>
    /// <param name="frequencyHz">Corner, above 0 and below half the sample rate.</param>
    /// <param name="sampleRate">Hz.</param>
    public static ImmutableArray<BiquadCoefficients> LowPass(int order, double frequencyHz, double sampleRate) =>
        Design(order, FilterShape.LowPass, FilterShape.FirstOrderLowPass, frequencyHz, sampleRate);

    /// <summary>A high-pass.</summary>
    /// <param name="order">1…16, 6 dB per octave each.</param>
    /// <param name="frequencyHz">Corner, above 0 and below half the sample rate.</param>
    /// <param name="sampleRate">Hz.</param>
    public static ImmutableArray<BiquadCoefficients> HighPass(int order, double frequencyHz, double sampleRate) =>
        Design(order, FilterShape.HighPass, FilterShape.FirstOrderHighPass, frequencyHz, sampleRate);

    /// <summary>The Q of the second-order sections, the lowest first; an odd order has one first-order section besides.</summary>
    /// <remarks>Formula: Q = 1 / (2·cos θ), θ = π(2i + 1)/2n for even and π(i + 1)/n for odd n.</remarks>
    /// <param name="order">1…16.</param>
    public static ImmutableArray<double> Qualities(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 16);
        var qualities = ImmutableArray.CreateBuilder<double>(order / 2);
        for (int i = 0; i < order / 2; i++)
        {
            double angle = order % 2 == 0 ? (2 * i + 1) / (2.0 * order) : (i + 1) / (double)order;
            qualities.Add(0.5 / StableMath.CosPi(angle));
        }

        return qualities.ToImmutable();
    }

    private static ImmutableArray<BiquadCoefficients> Design(
        int order, FilterShape second, FilterShape first, double frequencyHz, double sampleRate)
    {
        var sections = ImmutableArray.CreateBuilder<BiquadCoefficients>((order + 1) / 2);
        foreach (double q in Qualities(order))
        {
            sections.Add(MatchedDesign.Design(new FilterPrototype(second, frequencyHz, q), sampleRate));
        }

        if (order % 2 == 1)
        {
            sections.Add(MatchedDesign.Design(new FilterPrototype(first, frequencyHz), sampleRate));
        }

        return sections.ToImmutable();
    }
}
