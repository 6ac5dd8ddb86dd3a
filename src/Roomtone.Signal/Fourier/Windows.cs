namespace Roomtone.Signal;

/// <summary>Windows for spectral frames (periodic) and for filters (symmetric).</summary>
/// <remarks>
/// Formula: a window w of length N is periodic where w[n] = f(n/N), symmetric where w[n] = f(n/(N − 1)).
/// Source: F. J. Harris, <i>On the Use of Windows for Harmonic Analysis with the Discrete Fourier Transform</i>, Proc. IEEE 66, 1978.
/// </remarks>
public static class Windows
{
    /// <summary>½ − ½·cos 2πx: overlaps to a constant at hops of N/2, N/4, …</summary>
    /// <param name="length">Samples.</param>
    /// <param name="isPeriodic">For spectral frames; otherwise symmetric.</param>
    public static double[] Hann(int length, bool isPeriodic = true) => Cosine(length, isPeriodic, [0.5, 0.5]);

    /// <summary>sin πx, the square root of Hann's: analysis and synthesis windows whose product overlaps to a constant.</summary>
    /// <param name="length">Samples.</param>
    /// <param name="isPeriodic">For spectral frames; otherwise symmetric.</param>
    public static double[] Sine(int length, bool isPeriodic = true)
    {
        double span = Span(length, isPeriodic);
        return Fill(length, n => StableMath.SinPi(n / span));
    }

    /// <summary>Hamming's window, 0.54 − 0.46·cos 2πx.</summary>
    /// <param name="length">Samples.</param>
    /// <param name="isPeriodic">For spectral frames; otherwise symmetric.</param>
    public static double[] Hamming(int length, bool isPeriodic = true) => Cosine(length, isPeriodic, [0.54, 0.46]);

    /// <summary>The four-term Blackman–Harris window: side lobes below −92 dB.</summary>
    /// <param name="length">Samples.</param>
    /// <param name="isPeriodic">For spectral frames; otherwise symmetric.</param>
    public static double[] BlackmanHarris(int length, bool isPeriodic = true) =>
        Cosine(length, isPeriodic, [0.35875, 0.48829, 0.14128, 0.01168]);

    /// <summary>A flat-top window for reading levels: scalloping below 0.01 dB.</summary>
    /// <param name="length">Samples.</param>
    /// <param name="isPeriodic">For spectral frames; otherwise symmetric.</param>
    public static double[] FlatTop(int length, bool isPeriodic = true) =>
        Cosine(length, isPeriodic, [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368]);

    /// <summary>Kaiser's window, I0(β√(1 − (2x − 1)²))/I0(β).</summary>
    /// <param name="length">Samples.</param>
    /// <param name="beta">Shape; <see cref="KaiserBeta"/> gives it for an attenuation.</param>
    /// <param name="isPeriodic">For spectral frames; otherwise symmetric.</param>
    public static double[] Kaiser(int length, double beta, bool isPeriodic = false)
    {
        double span = Span(length, isPeriodic);
        return Fill(length, n => KaiserAt(2 * n / span - 1, beta));
    }

    /// <summary>Kaiser's window at a point.</summary>
    /// <param name="x">−1…1 across the window; 0 outside.</param>
    /// <param name="beta">Shape.</param>
    public static double KaiserAt(double x, double beta) => Math.Abs(x) > 1
        ? 0
        : StableMath.BesselI0(beta * Math.Sqrt(1 - x * x)) / StableMath.BesselI0(beta);

    /// <summary>β for a stop-band attenuation. Source: J. F. Kaiser, 1974.</summary>
    /// <param name="attenuationDb">dB, above 0.</param>
    public static double KaiserBeta(double attenuationDb) => attenuationDb > 50
        ? 0.1102 * (attenuationDb - 8.7)
        : attenuationDb > 21
            ? 0.5842 * StableMath.Pow(attenuationDb - 21, 0.4) + 0.07886 * (attenuationDb - 21)
            : 0;

    private static double[] Cosine(int length, bool isPeriodic, double[] terms)
    {
        double span = Span(length, isPeriodic);
        return Fill(length, n =>
        {
            double sum = 0;
            for (int k = 0; k < terms.Length; k++)
            {
                sum += (k % 2 == 0 ? terms[k] : -terms[k]) * StableMath.CosPi(2 * k * (n / span));
            }

            return sum;
        });
    }

    private static double Span(int length, bool isPeriodic)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return isPeriodic ? length : Math.Max(1, length - 1);
    }

    private static double[] Fill(int length, Func<int, double> value)
    {
        double[] window = new double[length];
        for (int n = 0; n < length; n++)
        {
            window[n] = value(n);
        }

        return window;
    }
}
