namespace Roomtone.Signal;

/// <summary>Sections by the bilinear transform with the corner pre-warped: exact at the corner, cramped towards half the sample rate.</summary>
/// <remarks>
/// For crossovers, whose sums must stay all-pass, and for standards that define filters this way; elsewhere <see cref="MatchedDesign"/>.
/// </remarks>
public static class BilinearDesign
{
    /// <summary>Designs a low-pass, high-pass or all-pass of first or second order.</summary>
    /// <param name="shape">
    /// <see cref="FilterShape.LowPass"/>, <see cref="FilterShape.HighPass"/>, <see cref="FilterShape.AllPass"/>, or a first-order form.
    /// </param>
    /// <param name="frequencyHz">Corner, above 0 and below half the sample rate.</param>
    /// <param name="q">Quality, above 0.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another shape, or a corner outside the range.</exception>
    public static BiquadCoefficients Design(FilterShape shape, double frequencyHz, double q, double sampleRate)
    {
        DesignRange.Check(frequencyHz, q, sampleRate);
        double k = StableMath.Tan(Math.PI * frequencyHz / sampleRate);
        double square = k * k;
        double d = 1 + k / q + square;
        double a1 = 2 * (square - 1) / d;
        double a2 = (1 - k / q + square) / d;
        double first = (k - 1) / (k + 1);
        return shape switch
        {
            FilterShape.LowPass => new(square / d, 2 * square / d, square / d, a1, a2),
            FilterShape.HighPass => new(1 / d, -2 / d, 1 / d, a1, a2),
            FilterShape.AllPass => new(a2, a1, 1, a1, a2),
            FilterShape.FirstOrderLowPass => new(k / (k + 1), k / (k + 1), 0, first, 0),
            FilterShape.FirstOrderHighPass => new(1 / (k + 1), -1 / (k + 1), 0, first, 0),
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "Only low-, high- and all-pass have a bilinear form here."),
        };
    }

    /// <summary>The all-pass of first order with −90° at a frequency.</summary>
    /// <param name="frequencyHz">Above 0 and below half the sample rate.</param>
    /// <param name="sampleRate">Hz.</param>
    public static BiquadCoefficients FirstOrderAllPass(double frequencyHz, double sampleRate)
    {
        DesignRange.Check(frequencyHz, 1, sampleRate);
        double k = StableMath.Tan(Math.PI * frequencyHz / sampleRate);
        double a1 = (k - 1) / (k + 1);
        return new(a1, 1, 0, a1, 0);
    }
}

/// <summary>The limits that every filter design shares.</summary>
internal static class DesignRange
{
    /// <summary>Refuses what no section can represent.</summary>
    public static void Check(double frequencyHz, double q, double sampleRate)
    {
        if (!(frequencyHz > 0 && frequencyHz < sampleRate / 2))
        {
            throw new ArgumentOutOfRangeException(
                nameof(frequencyHz), frequencyHz, $"The frequency must be above 0 and below {sampleRate / 2} Hz (half the sample rate).");
        }

        if (!(q > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(q), q, "Q must be above 0.");
        }
    }
}
