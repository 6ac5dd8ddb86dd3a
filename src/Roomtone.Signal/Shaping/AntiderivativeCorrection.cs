namespace Roomtone.Signal;

/// <summary>What second-order antiderivative anti-aliasing does to the band, and how it is undone.</summary>
public static class AntiderivativeCorrection
{
    private const int Order = 8;

    /// <summary>
    /// Symmetric taps at twice the base rate whose response, up to half the base rate, is 1/(1 − 2w + 2w·cos ω) with ω the angle at the high rate.
    /// </summary>
    /// <remarks>A polynomial in cos θ through the Chebyshev points of that range, each power of cos θ being the taps ½, 0, ½ once more.</remarks>
    /// <param name="factor">Oversampling: 2 or more.</param>
    /// <param name="outerWeight">w, <see cref="IShaper.OuterWeight"/>.</param>
    public static double[] Taps(int factor, double outerWeight)
    {
        double[] points = new double[Order + 1], divided = new double[Order + 1];
        for (int k = 0; k <= Order; k++)
        {
            points[k] = 0.5 + 0.5 * StableMath.CosPi((k + 0.5) / (Order + 1));
            double theta = StableMath.Atan2(Math.Sqrt(1 - points[k] * points[k]), points[k]);
            divided[k] = 1 / (1 - 2 * outerWeight + 2 * outerWeight * StableMath.Cos(2 * theta / factor));
        }

        for (int level = 1; level <= Order; level++)
        {
            for (int k = Order; k >= level; k--)
            {
                divided[k] = (divided[k] - divided[k - 1]) / (points[k] - points[k - level]);
            }
        }

        // Newton's form by Horner's rule: taps = taps · (cos θ − point) + divided.
        double[] taps = [divided[Order]];
        for (int k = Order - 1; k >= 0; k--)
        {
            taps = FirDesign.Convolve(taps, [0.5, -points[k], 0.5]);
            taps[taps.Length / 2] += divided[k];
        }

        return taps;
    }
}
