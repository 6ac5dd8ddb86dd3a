using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>The symmetric impulse response whose magnitude is the product of the bands' analogue prototypes.</summary>
/// <remarks>
/// Frequency sampling: the magnitude on a dense grid, transformed back, cut to its middle and faded by a Kaiser window, β = 6. 16 385 taps at
/// 48 kHz (in proportion at other rates) keep a bell of 9 dB at 60 Hz, Q 2, within ¼ dB from 30 Hz up.
/// </remarks>
internal static class LinearPhaseDesign
{
    private const int HalfAt48Kilohertz = 8192;
    private const int Oversampling = 4;
    private const double KaiserBeta = 6;

    /// <summary>Taps before the middle one: the filter's own delay.</summary>
    /// <param name="sampleRate">Hz.</param>
    public static int Half(int sampleRate)
    {
        int half = HalfAt48Kilohertz;
        while (half < HalfAt48Kilohertz * (sampleRate / 48000.0))
        {
            half *= 2;
        }

        return half;
    }

    /// <summary>The taps, 2·half + 1 of them.</summary>
    /// <param name="bands">Bands in series.</param>
    /// <param name="sampleRate">Hz.</param>
    public static double[] Taps(IReadOnlyList<EqBand> bands, int sampleRate)
    {
        int half = Half(sampleRate);
        var fft = RealFft<double>.Of(2 * half * Oversampling);
        var re = new double[fft.BinCount];
        for (int k = 0; k < re.Length; k++)
        {
            double power = 1;
            foreach (EqBand band in bands)
            {
                power *= band.PrototypePowerAt(k * (double)sampleRate / fft.Length);
            }

            re[k] = Math.Sqrt(power);
        }

        var zeroPhase = new double[fft.Length];
        fft.Inverse(re, new double[fft.BinCount], zeroPhase, fft.CreateScratch());
        double[] taps = Windows.Kaiser(2 * half + 1, KaiserBeta);
        for (int n = -half; n <= half; n++)
        {
            taps[n + half] *= zeroPhase[n < 0 ? n + fft.Length : n];
        }

        return taps;
    }

    /// <summary>Magnitude of taps at a frequency, dB.</summary>
    /// <param name="taps">Symmetric.</param>
    /// <param name="frequencyHz">0…half the sample rate.</param>
    /// <param name="sampleRate">Hz.</param>
    public static double MagnitudeDb(double[] taps, double frequencyHz, int sampleRate)
    {
        int half = taps.Length / 2;
        double sum = taps[half];
        for (int n = 1; n <= half; n++)
        {
            sum += 2 * taps[half + n] * StableMath.CosPi(2 * (frequencyHz * n / sampleRate % 1));
        }

        return Decibels.FromGain(sum);
    }
}
