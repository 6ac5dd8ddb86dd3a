namespace Roomtone.Signal;

/// <summary>Finite impulse responses.</summary>
public static class FirDesign
{
    /// <summary>Taps that a Kaiser window needs (odd). Source: J. F. Kaiser, 1974: N = (A − 8)/(2.285·Δω) + 1.</summary>
    /// <param name="attenuationDb">Stop-band attenuation, dB, above 21.</param>
    /// <param name="transition">Width of the transition as a fraction of the sample rate.</param>
    public static int KaiserTaps(double attenuationDb, double transition)
    {
        int half = (int)Math.Ceiling((attenuationDb - 8) / (2.285 * 2 * Math.PI * transition) / 2);
        return 2 * half + 1;
    }

    /// <summary>A linear-phase low-pass, 1 at DC, symmetric about the middle tap.</summary>
    /// <param name="taps">Odd.</param>
    /// <param name="cutoff">−6 dB point as a fraction of the sample rate, above 0, at most 0.5.</param>
    /// <param name="beta">Shape of the Kaiser window.</param>
    public static double[] LowPass(int taps, double cutoff, double beta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(taps, 1);
        ArgumentOutOfRangeException.ThrowIfEqual(taps % 2, 0, nameof(taps));
        int half = taps / 2;
        double[] h = new double[taps];
        double sum = 0;
        for (int n = -half; n <= half; n++)
        {
            double window = Windows.KaiserAt(n / (half + 0.5), beta);
            h[n + half] = 2 * cutoff * StableMath.Sinc(2 * cutoff * n) * window;
            sum += h[n + half];
        }

        for (int n = 0; n < taps; n++)
        {
            h[n] /= sum;
        }

        return h;
    }

    /// <summary>One response after the other.</summary>
    /// <param name="a">Taps.</param>
    /// <param name="b">Taps.</param>
    /// <returns>a.Length + b.Length − 1 taps.</returns>
    public static double[] Convolve(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double[] result = new double[a.Length + b.Length - 1];
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < b.Length; j++)
            {
                result[i + j] += a[i] * b[j];
            }
        }

        return result;
    }

    /// <summary>The response with the same magnitude and the least delay, by folding the cepstrum.</summary>
    /// <remarks>Source: A. V. Oppenheim and R. W. Schafer, <i>Discrete-Time Signal Processing</i>, ch. 12.</remarks>
    /// <param name="fir">Any response without zeros on the unit circle deeper than −180 dB.</param>
    /// <returns>As many taps.</returns>
    public static double[] MinimumPhase(ReadOnlySpan<double> fir)
    {
        // Zeros on the unit circle make the cepstrum decay slowly; a long transform keeps its wrap-around below the stop band.
        int size = 1 << 17;
        while (size < 64 * fir.Length)
        {
            size *= 2;
        }

        RealFft<double> fft = RealFft<double>.Of(size);
        double[] x = new double[size], re = new double[fft.BinCount], im = new double[fft.BinCount], scratch = fft.CreateScratch();
        fir.CopyTo(x);
        fft.Forward(x, re, im, scratch);
        for (int k = 0; k < re.Length; k++)
        {
            re[k] = 0.5 * StableMath.Log(Math.Max(1e-18, re[k] * re[k] + im[k] * im[k]));
            im[k] = 0;
        }

        return [.. FromLogMagnitude(re, fft, scratch).AsSpan(0, fir.Length)];
    }

    /// <summary>The minimum-phase response of a log magnitude.</summary>
    internal static double[] FromLogMagnitude(double[] logMagnitude, RealFft<double> fft, double[] scratch)
    {
        int size = fft.Length;
        double[] cepstrum = new double[size], re = new double[fft.BinCount], im = new double[fft.BinCount];
        fft.Inverse(logMagnitude, im, cepstrum, scratch);
        for (int n = 1; n < size / 2; n++)
        {
            cepstrum[n] *= 2;
            cepstrum[size - n] = 0;
        }

        fft.Forward(cepstrum, re, im, scratch);
        for (int k = 0; k < re.Length; k++)
        {
            double magnitude = StableMath.Exp(re[k]);
            re[k] = magnitude * StableMath.Cos(im[k]);
            im[k] = magnitude * StableMath.Sin(im[k]);
        }

        double[] h = new double[size];
        fft.Inverse(re, im, h, scratch);
        return h;
    }
}
