using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>The two biquads of the K-weighting filter at a sample rate: a shelf for the head, then a high-pass (RLB).</summary>
/// <remarks>
/// <para>Source: ITU-R BS.1770-5, Annex 1, Tables 1 and 2; at 48 kHz the coefficients are the tables' own. Other rates use the bilinear
/// transform, with pre-warping, of the analogue prototype that gives the tables at 48 kHz.</para>
/// <para>Shape: y = b0·x + b1·x₁ + b2·x₂ − a1·y₁ − a2·y₂ twice; the high-pass has b = 1, −2, 1.</para>
/// </remarks>
/// <param name="B0">Shelf, b0.</param>
/// <param name="B1">Shelf, b1.</param>
/// <param name="B2">Shelf, b2.</param>
/// <param name="A1">Shelf, a1.</param>
/// <param name="A2">Shelf, a2.</param>
/// <param name="D1">High-pass, a1.</param>
/// <param name="D2">High-pass, a2.</param>
public readonly record struct KWeighting(double B0, double B1, double B2, double A1, double A2, double D1, double D2)
{
    private const double ShelfHz = 1681.974450955533;
    private const double ShelfGainDb = 3.999843853973347;
    private const double ShelfQ = 0.7071752369554196;
    private const double ShelfMidExponent = 0.4996667741545416;
    private const double HighPassHz = 38.13547087602444;
    private const double HighPassQ = 0.5003270373238773;

    /// <summary>The level that the constant of the loudness formula takes off a K-weighted power, dB.</summary>
    public const double OffsetDb = -0.691;

    /// <summary>The filter at a sample rate.</summary>
    /// <param name="sampleRate">Hz; the shelf needs more than 3.4 kHz.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate of 4 kHz or less.</exception>
    public static KWeighting At(int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(sampleRate, 4000);
        if (sampleRate == 48000)
        {
            return new KWeighting(
                1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585, -1.99004745483398, 0.99007225036621);
        }

        double k = StableMath.Tan(Math.PI * ShelfHz / sampleRate);
        double high = Decibels.ToGain(ShelfGainDb);
        double middle = StableMath.Pow(high, ShelfMidExponent);
        double a0 = 1 + k / ShelfQ + k * k;
        double h = StableMath.Tan(Math.PI * HighPassHz / sampleRate);
        double c0 = 1 + h / HighPassQ + h * h;
        return new KWeighting(
            (high + middle * k / ShelfQ + k * k) / a0, 2 * (k * k - high) / a0, (high - middle * k / ShelfQ + k * k) / a0,
            2 * (k * k - 1) / a0, (1 - k / ShelfQ + k * k) / a0,
            2 * (h * h - 1) / c0, (1 - h / HighPassQ + h * h) / c0);
    }

    /// <summary>Loudness of a K-weighted, channel-weighted mean square.</summary>
    /// <param name="power">Σ G·z; 0 gives −∞.</param>
    /// <returns>LUFS.</returns>
    public static double ToLufs(double power) => OffsetDb + Decibels.FromPower(power);

    /// <summary>The power that has a loudness.</summary>
    /// <param name="lufs">LUFS.</param>
    public static double ToPower(double lufs) => Decibels.ToPower(lufs - OffsetDb);
}
