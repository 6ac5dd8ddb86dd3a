using System.Collections.Immutable;

namespace Roomtone.Signal;

/// <summary>A crossover pair whose sum is an all-pass: −6.02 dB in each branch at the crossing.</summary>
/// <remarks>
/// Formula: each branch is a Butterworth filter of half the order, twice; bilinear, so that the sum is exact.
/// Source: S. H. Linkwitz, <i>Active Crossover Networks for Noncoincident Drivers</i>, JAES 24, 1976.
/// </remarks>
/// <param name="Low">Sections of the low branch.</param>
/// <param name="High">Sections of the high branch; with orders 2 and 6 its polarity is inverted so that the branches add.</param>
/// <param name="Sum">The all-pass that Low + High equals: to delay branches that do not pass this crossing.</param>
public sealed record LinkwitzRiley(
    ImmutableArray<BiquadCoefficients> Low, ImmutableArray<BiquadCoefficients> High, ImmutableArray<BiquadCoefficients> Sum)
{
    /// <summary>Designs a pair.</summary>
    /// <param name="order">2, 4, 6, 8 … 16: 12, 24, 36, 48 … 96 dB per octave.</param>
    /// <param name="frequencyHz">The crossing, above 0 and below half the sample rate.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <exception cref="ArgumentOutOfRangeException">An odd order or one outside 2…16.</exception>
    public static LinkwitzRiley Design(int order, double frequencyHz, double sampleRate)
    {
        if (order is < 2 or > 16 || order % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(order), order, "A Linkwitz–Riley crossover has an even order of 2…16.");
        }

        List<BiquadCoefficients> low = [], high = [], sum = [];
        foreach (double q in ButterworthDesign.Qualities(order / 2))
        {
            BiquadCoefficients l = BilinearDesign.Design(FilterShape.LowPass, frequencyHz, q, sampleRate);
            BiquadCoefficients h = BilinearDesign.Design(FilterShape.HighPass, frequencyHz, q, sampleRate);
            low.AddRange([l, l]);
            high.AddRange([h, h]);
            sum.Add(BilinearDesign.Design(FilterShape.AllPass, frequencyHz, q, sampleRate));
        }

        if (order / 2 % 2 == 1)
        {
            BiquadCoefficients l = BilinearDesign.Design(FilterShape.FirstOrderLowPass, frequencyHz, 1, sampleRate);
            BiquadCoefficients h = BilinearDesign.Design(FilterShape.FirstOrderHighPass, frequencyHz, 1, sampleRate);
            low.AddRange([l, l]);
            high.AddRange([h, h.Scaled(-1)]);

            // (1 − s)/(1 + s) is minus the digital form that starts at +1 and ends at −1.
            sum.Add(BilinearDesign.FirstOrderAllPass(frequencyHz, sampleRate));
        }

        return new LinkwitzRiley([.. low], [.. high], [.. sum]);
    }
}
