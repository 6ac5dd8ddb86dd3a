using System.Collections.Immutable;

namespace Roomtone.Signal;

/// <summary>The K-weighting filter of ITU-R BS.1770-5, Annex 1, at any sample rate.</summary>
/// <remarks>
/// The standard prints coefficients for 48 kHz only. They follow from the analogue prototype below by the bilinear transform, to all
/// printed digits; other rates use the same prototype.
/// </remarks>
public static class KWeighting
{
    private const double ShelfHz = 1681.974450955533;
    private const double ShelfDb = 3.999843853973347;
    private const double ShelfQ = 0.7071752369554196;
    private const double ShelfBandExponent = 0.4996667741545416;
    private const double HighPassHz = 38.13547087602444;
    private const double HighPassQ = 0.5003270373238773;

    /// <summary>The shelf and the high-pass.</summary>
    /// <param name="sampleRate">Hz, above 3364.</param>
    public static ImmutableArray<BiquadCoefficients> Design(double sampleRate)
    {
        DesignRange.Check(ShelfHz, ShelfQ, sampleRate);
        double k = StableMath.Tan(Math.PI * ShelfHz / sampleRate);
        double vh = Decibels.ToGain(ShelfDb);
        double vb = StableMath.Pow(vh, ShelfBandExponent);
        double d = 1 + k / ShelfQ + k * k;
        var shelf = new BiquadCoefficients(
            (vh + vb * k / ShelfQ + k * k) / d, 2 * (k * k - vh) / d, (vh - vb * k / ShelfQ + k * k) / d,
            2 * (k * k - 1) / d, (1 - k / ShelfQ + k * k) / d);

        k = StableMath.Tan(Math.PI * HighPassHz / sampleRate);
        d = 1 + k / HighPassQ + k * k;

        // The standard leaves the high-pass's numerator at 1, −2, 1: its gain is part of the −0.691 dB offset.
        var highPass = new BiquadCoefficients(1, -2, 1, 2 * (k * k - 1) / d, (1 - k / HighPassQ + k * k) / d);
        return [shelf, highPass];
    }
}
