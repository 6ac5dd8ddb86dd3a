namespace Roomtone.Signal;

/// <summary>Values between samples at a fixed number of phases, by a Kaiser-windowed sinc: for true peak and oversampling.</summary>
/// <remarks>
/// Formula: value at i + p/R = Σ_k c_p[k]·x[i + k − taps/2 + 1]. Immutable and free to share between threads.
/// </remarks>
public sealed class PolyphaseInterpolator
{
    private readonly float[][] _phases;

    /// <summary>Designs the phases.</summary>
    /// <param name="factor">R: phases per sample, 2…64.</param>
    /// <param name="tapsPerPhase">Even, 2…1024.</param>
    /// <param name="beta">Shape of the Kaiser window.</param>
    /// <param name="cutoff">−6 dB point as a fraction of the sample rate; 0.5 keeps the samples themselves.</param>
    public PolyphaseInterpolator(int factor, int tapsPerPhase, double beta, double cutoff = 0.5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(factor, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(tapsPerPhase, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(tapsPerPhase % 2, 0, nameof(tapsPerPhase));
        TapsPerPhase = tapsPerPhase;
        _phases = new float[factor][];
        double largest = 0;
        for (int p = 0; p < factor; p++)
        {
            double[] h = Phase((double)p / factor, tapsPerPhase, beta, cutoff);
            _phases[p] = [.. h.Select(v => (float)v)];
            largest = Math.Max(largest, h.Sum(Math.Abs));
        }

        // A little more than the exact norm, so that rounding in a sum cannot pass it.
        MaximumGain = (float)(largest * 1.00001);
    }

    /// <summary>True-peak measurement: ×8, 64 taps, β = 8; reads band-limited programme within −0.05…+0.01 dB.</summary>
    public static PolyphaseInterpolator TruePeak { get; } = new(8, 64, 8);

    /// <summary>R: phases per sample.</summary>
    public int Factor => _phases.Length;

    /// <summary>Source samples per value: taps/2 − 1 before the sample and taps/2 after it.</summary>
    public int TapsPerPhase { get; }

    /// <summary>Samples that a value needs before its own.</summary>
    public int Before => TapsPerPhase / 2 - 1;

    /// <summary>Samples that a value needs after its own.</summary>
    public int After => TapsPerPhase / 2;

    /// <summary>No value exceeds the largest source sample in reach times this: what lies below can be skipped.</summary>
    public float MaximumGain { get; }

    /// <summary>The coefficients of a phase.</summary>
    /// <param name="phase">0…R − 1.</param>
    public ReadOnlySpan<float> Coefficients(int phase) => _phases[phase];

    /// <summary>The values of one phase.</summary>
    /// <param name="phase">0…R − 1.</param>
    /// <param name="source">From <see cref="Before"/> samples before the first to <see cref="After"/> samples after the last.</param>
    /// <param name="destination">Receives one value per sample.</param>
    public void Interpolate(int phase, ReadOnlySpan<float> source, Span<float> destination) =>
        FirKernel.Correlate(_phases[phase], source, destination);

    /// <summary>The largest magnitude of the samples and of all values between them.</summary>
    /// <param name="source">From <see cref="Before"/> samples before the first to <see cref="After"/> samples after the last.</param>
    /// <param name="count">Samples.</param>
    /// <param name="threshold">What is known to be reached already: parts that cannot pass it are skipped.</param>
    /// <returns>The peak, or <paramref name="threshold"/> where nothing is larger.</returns>
    public float Peak(ReadOnlySpan<float> source, int count, float threshold = 0)
    {
        const int Part = 64;
        Span<float> values = stackalloc float[Part];
        float peak = threshold;
        for (int at = 0; at < count; at += Part)
        {
            int length = Math.Min(Part, count - at);
            ReadOnlySpan<float> reach = source.Slice(at, length + TapsPerPhase - 1);
            if (Kernels.Peak(reach) * MaximumGain <= peak)
            {
                continue;
            }

            peak = Math.Max(peak, Kernels.Peak(reach.Slice(Before, length)));
            for (int p = 1; p < Factor; p++)
            {
                Interpolate(p, reach, values[..length]);
                peak = Math.Max(peak, Kernels.Peak(values[..length]));
            }
        }

        return peak;
    }

    private static double[] Phase(double fraction, int taps, double beta, double cutoff)
    {
        double half = taps / 2.0;
        double[] h = new double[taps];
        double sum = 0;
        for (int k = 0; k < taps; k++)
        {
            double t = k - (half - 1) - fraction;
            h[k] = 2 * cutoff * StableMath.Sinc(2 * cutoff * t) * Windows.KaiserAt(t / half, beta);
            sum += h[k];
        }

        for (int k = 0; k < taps; k++)
        {
            h[k] /= sum;
        }

        return h;
    }
}
