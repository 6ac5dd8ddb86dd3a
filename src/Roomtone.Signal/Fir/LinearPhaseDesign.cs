namespace Roomtone.Signal;

/// <summary>Equaliser curves as finite responses, by frequency sampling: no cramping, because no section is involved.</summary>
public static class LinearPhaseDesign
{
    private const double WindowBeta = 6;

    /// <summary>Taps at which a narrow bell at 60 Hz keeps within 0.25 dB: 16 385 at 48 kHz, in proportion at other rates.</summary>
    /// <param name="sampleRate">Hz.</param>
    public static int DefaultTaps(double sampleRate) => 2 * (int)Math.Ceiling(8192 * sampleRate / 48000) + 1;

    /// <summary>A symmetric response; its delay is the middle tap.</summary>
    /// <param name="gainAtHz">Linear magnitude at a frequency in Hz.</param>
    /// <param name="taps">Odd.</param>
    /// <param name="sampleRate">Hz.</param>
    public static double[] LinearPhase(Func<double, double> gainAtHz, int taps, double sampleRate)
    {
        ArgumentNullException.ThrowIfNull(gainAtHz);
        ArgumentOutOfRangeException.ThrowIfEqual(taps % 2, 0, nameof(taps));
        RealFft<double> fft = Transform(taps);
        double[] re = Sample(gainAtHz, fft, sampleRate), im = new double[fft.BinCount], x = new double[fft.Length];
        fft.Inverse(re, im, x, fft.CreateScratch());
        double[] window = Windows.Kaiser(taps, WindowBeta), h = new double[taps];
        for (int n = 0; n < taps; n++)
        {
            h[n] = window[n] * x[(n - taps / 2 + fft.Length) % fft.Length];
        }

        return h;
    }

    /// <summary>The response of the same magnitude with the least delay.</summary>
    /// <param name="gainAtHz">Linear magnitude at a frequency in Hz; below −140 dB it counts as −140 dB.</param>
    /// <param name="taps">1 or more.</param>
    /// <param name="sampleRate">Hz.</param>
    public static double[] MinimumPhase(Func<double, double> gainAtHz, int taps, double sampleRate)
    {
        ArgumentNullException.ThrowIfNull(gainAtHz);
        RealFft<double> fft = Transform(taps);
        double[] re = Sample(gainAtHz, fft, sampleRate);
        for (int k = 0; k < re.Length; k++)
        {
            re[k] = StableMath.Log(Math.Max(1e-7, re[k]));
        }

        return [.. FirDesign.FromLogMagnitude(re, fft, fft.CreateScratch()).AsSpan(0, taps)];
    }

    private static RealFft<double> Transform(int taps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(taps, 1);
        int size = 1024;
        while (size < 8 * taps)
        {
            size *= 2;
        }

        return RealFft<double>.Of(size);
    }

    private static double[] Sample(Func<double, double> gainAtHz, RealFft<double> fft, double sampleRate)
    {
        double[] gain = new double[fft.BinCount];
        for (int k = 0; k < gain.Length; k++)
        {
            gain[k] = gainAtHz(sampleRate * k / fft.Length);
        }

        return gain;
    }
}
