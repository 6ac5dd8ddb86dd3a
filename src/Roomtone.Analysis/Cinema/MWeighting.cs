using System.Collections.Concurrent;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>The M-weighting of cinema loudness.</summary>
/// <remarks>
/// Source: ISO 21727, whose curve is that of ITU-R BS.468-4 with 0 dB moved to 2 kHz. The curve is the magnitude of the sixth-order
/// network of BS.468; the polynomials are those that the standard's component values give.
/// </remarks>
public static class MWeighting
{
    private const int TapsAt48k = 512;

    // The zero at DC makes the cepstrum long; the response itself has died away within milliseconds.
    private const int DesignFactor = 64;

    // 468 is 0 dB at 1 kHz, M is −5.6 dB there.
    private const double OffsetDb = 18.246265 - 5.6;
    private static readonly ConcurrentDictionary<int, float[]> s_taps = new();

    /// <summary>The weight of a frequency, dB.</summary>
    /// <param name="hz">Frequency, Hz.</param>
    public static double DbAt(double hz)
    {
        double square = hz * hz;
        double even = 1 + square * (-1.363894795463638e-7 + square * (2.043828333606125e-15 - square * 4.737338981378384e-24));
        double odd = hz * (5.559488023498642e-4 + square * (-2.118150887518656e-11 + square * 1.306612257412824e-19));
        double gain = 1.246332637532143e-4 * hz / Math.Sqrt(even * even + odd * odd);
        return OffsetDb + Decibels.FromGain(gain);
    }

    /// <summary>A minimum-phase response with the curve's magnitude, the last tap first, for <see cref="FirKernel.Correlate"/>.</summary>
    /// <param name="sampleRate">Hz.</param>
    internal static float[] ReversedTaps(int sampleRate) => s_taps.GetOrAdd(sampleRate, static rate =>
    {
        int taps = Math.Max(64, (int)((long)TapsAt48k * rate / 48000));
        double[] response = LinearPhaseDesign.MinimumPhase(hz => Decibels.ToGain(DbAt(hz)), DesignFactor * taps, rate)[..taps];
        Array.Reverse(response);
        return [.. response.Select(h => (float)h)];
    });
}
