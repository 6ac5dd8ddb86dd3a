namespace Roomtone.Signal;

/// <summary>Designs the error filter that moves a quantiser's noise to where hearing is least sensitive.</summary>
/// <remarks>
/// <para>Formula: the noise becomes H(z) = 1 + Σ a_k z^−k times white; H is the linear-prediction whitener of the weighting
/// W(f) = inverse threshold of hearing, so that noise × W is flat and ∫ log |H| = 0.</para>
/// <para>Source: M. A. Gerzon and P. G. Craven, <i>Optimal Noise Shaping and Dither of Digital Signals</i>, AES 87th Convention 1989;
/// threshold of hearing after E. Terhardt, <i>Calculating Virtual Pitch</i>, Hearing Research 1, 1979.</para>
/// </remarks>
public static class NoiseShaper
{
    /// <summary>Coefficients of the default design.</summary>
    public const int DefaultOrder = 9;

    private const double CapDb = 35;
    private const double AudibleEdgeHz = 20_000;
    private const int Bins = 8192;

    /// <summary>The error filter of a sample rate.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="order">Coefficients.</param>
    /// <returns>a_1…a_order of the minimum-phase H.</returns>
    public static double[] Design(int sampleRate, int order = DefaultOrder)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 8000);
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        double[] autocorrelation = new double[order + 1];
        for (int bin = 0; bin <= Bins; bin++)
        {
            double weight = Decibels.ToPower(WeightDb(bin * (0.5 * sampleRate / Bins))) * (bin is 0 or Bins ? 1 : 2);
            for (int lag = 0; lag <= order; lag++)
            {
                autocorrelation[lag] += weight * StableMath.CosPi((double)bin * lag / Bins);
            }
        }

        autocorrelation[0] *= 1 + 1e-9;
        double[] whitener = new double[order + 1];
        LinearSystem.LinearPrediction(autocorrelation, whitener);
        return whitener[1..];
    }

    /// <summary>How much more sensitive hearing is at a frequency than at 1 kHz.</summary>
    /// <param name="hertz">Hz.</param>
    /// <returns>dB.</returns>
    internal static double SensitivityDb(double hertz) => ThresholdDb(1) - Math.Min(ThresholdDb(Math.Max(hertz, 20) / 1000), 80);

    private static double WeightDb(double hertz) => hertz > AudibleEdgeHz ? -CapDb : Math.Max(SensitivityDb(hertz), -CapDb);

    private static double ThresholdDb(double kilohertz)
    {
        double square = kilohertz * kilohertz;
        double fromDip = kilohertz - 3.3;
        return 3.64 * StableMath.Pow(kilohertz, -0.8) - 6.5 * StableMath.Exp(-0.6 * fromDip * fromDip) + 1e-3 * square * square;
    }
}
