using Roomtone.Signal;

namespace Roomtone.Conformance.Tests;

/// <summary>True peaks by a filter that shares nothing with the product's: 16 times, 96 taps a phase, Blackman–Harris, float64, no skipping of phases.</summary>
internal static class PeakJudge
{
    private const int Factor = 16;
    private const int Reach = 48;
    private static readonly double[][] Phases = [.. Enumerable.Range(0, Factor).Select(Phase)];
    private static readonly double Norm = Phases.Max(p => p.Sum(Math.Abs));

    /// <summary>The largest magnitude on the fine grid, linear; what is certainly under the floor may read 0.</summary>
    public static double Peak(ReadOnlySpan<float> samples, double floor)
    {
        var padded = new double[samples.Length + 4 * Reach];
        for (int i = 0; i < samples.Length; i++)
        {
            padded[i + 2 * Reach] = samples[i];
        }

        double peak = 0;
        for (int start = 0; start + 2 * Reach <= padded.Length; start++)
        {
            ReadOnlySpan<double> window = padded.AsSpan(start, 2 * Reach);
            if (Largest(window) * Norm <= floor)
            {
                continue;
            }

            foreach (double[] taps in Phases)
            {
                double sum = 0;
                for (int k = 0; k < taps.Length; k++)
                {
                    sum += taps[k] * window[k];
                }

                peak = Math.Max(peak, Math.Abs(sum));
            }
        }

        return peak;
    }

    private static double Largest(ReadOnlySpan<double> window)
    {
        double largest = 0;
        foreach (double x in window)
        {
            largest = Math.Max(largest, Math.Abs(x));
        }

        return largest;
    }

    private static double[] Phase(int p)
    {
        var taps = new double[2 * Reach];
        for (int t = 0; t < taps.Length; t++)
        {
            double x = t - (Reach - 1) - (double)p / Factor;
            double u = Math.Min(1, Math.Abs(x) / Reach);
            double window = 0.35875 + 0.48829 * StableMath.CosPi(u) + 0.14128 * StableMath.CosPi(2 * u) + 0.01168 * StableMath.CosPi(3 * u);
            taps[t] = StableMath.Sinc(x) * window;
        }

        double sum = taps.Sum();
        return [.. taps.Select(h => h / sum)];
    }
}
