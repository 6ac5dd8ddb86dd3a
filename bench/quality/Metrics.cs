using System.Numerics;

namespace Roomtone.Quality;

/// <summary>The measures of the judges, in plain double arithmetic.</summary>
internal static class Metrics
{
    public static double Db(double amplitude) => 20 * Math.Log10(Math.Max(Math.Abs(amplitude), 1e-30));

    public static double Rms(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double v in x)
        {
            sum += v * v;
        }

        return Math.Sqrt(sum / Math.Max(x.Length, 1));
    }

    /// <summary>Least-squares fit of a sine of known frequency with offset: its amplitude, and the rms of what is left.</summary>
    public static (double Amplitude, double Residual) FitSine(ReadOnlySpan<double> x, double cyclesPerSample)
    {
        double[,] m = new double[3, 4];
        for (int i = 0; i < x.Length; i++)
        {
            (double s, double c) = Math.SinCos(2 * Math.PI * cyclesPerSample * i);
            double[] basis = [c, s, 1];
            for (int a = 0; a < 3; a++)
            {
                for (int b = 0; b < 3; b++)
                {
                    m[a, b] += basis[a] * basis[b];
                }

                m[a, 3] += basis[a] * x[i];
            }
        }

        double[] k = Solve(m);
        double rest = 0;
        for (int i = 0; i < x.Length; i++)
        {
            (double s, double c) = Math.SinCos(2 * Math.PI * cyclesPerSample * i);
            double e = x[i] - k[0] * c - k[1] * s - k[2];
            rest += e * e;
        }

        return (Math.Sqrt(k[0] * k[0] + k[1] * k[1]), Math.Sqrt(rest / x.Length));
    }

    /// <summary>The frequency response of an impulse response at one frequency.</summary>
    public static Complex Response(ReadOnlySpan<double> impulse, double cyclesPerSample)
    {
        Complex sum = 0;
        for (int i = 0; i < impulse.Length; i++)
        {
            sum += impulse[i] * Complex.FromPolarCoordinates(1, -2 * Math.PI * cyclesPerSample * i);
        }

        return sum;
    }

    /// <summary>True peak by an independent interpolator: ×16, 128 taps a phase, Kaiser β = 10.</summary>
    public static double TruePeak(Wav file)
    {
        const int Half = 64;
        const int Phases = 16;
        var taps = new double[Phases][];
        for (int p = 0; p < Phases; p++)
        {
            taps[p] = new double[2 * Half];
            for (int k = 0; k < 2 * Half; k++)
            {
                double t = k - Half + 1 - p / (double)Phases;
                double r = t / Half;
                taps[p][k] = (t == 0 ? 1 : Math.Sin(Math.PI * t) / (Math.PI * t)) * (Math.Abs(r) < 1 ? Bessel(10 * Math.Sqrt(1 - r * r)) / Bessel(10) : 0);
            }
        }

        double peak = 0;
        foreach (double[] x in file.Channels)
        {
            double limit = x.Max(Math.Abs);
            peak = Math.Max(peak, limit);
            for (int i = 0; i < x.Length; i++)
            {
                // Only where the neighbourhood is high can the interpolated signal pass the largest sample.
                if (Math.Abs(x[i]) < 0.3 * limit && (i + 1 >= x.Length || Math.Abs(x[i + 1]) < 0.3 * limit))
                {
                    continue;
                }

                for (int p = 1; p < Phases; p++)
                {
                    double sum = 0;
                    for (int k = 0; k < 2 * Half; k++)
                    {
                        int at = i + k - Half + 1;
                        if ((uint)at < (uint)x.Length)
                        {
                            sum += taps[p][k] * x[at];
                        }
                    }

                    peak = Math.Max(peak, Math.Abs(sum));
                }
            }
        }

        return peak;
    }

    /// <summary>Largest distance in dB between a measured impulse response and an analogue prototype, 20 Hz … 20 kHz.</summary>
    public static double Deviation(ReadOnlySpan<double> impulse, int rate, Func<double, double> prototypeDb)
    {
        double worst = 0;
        for (int n = 0; n < 400; n++)
        {
            double hz = 20 * Math.Pow(1000, n / 399.0);
            double expected = prototypeDb(hz);
            if (expected > -60)
            {
                worst = Math.Max(worst, Math.Abs(Db(Response(impulse, hz / rate).Magnitude) - expected));
            }
        }

        return worst;
    }

    private static double Bessel(double x)
    {
        double sum = 1, term = 1;
        for (int k = 1; k < 80; k++)
        {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }

        return sum;
    }

    private static double[] Solve(double[,] m)
    {
        int n = m.GetLength(0);
        for (int p = 0; p < n; p++)
        {
            for (int r = p + 1; r < n; r++)
            {
                double f = m[r, p] / m[p, p];
                for (int c = p; c <= n; c++)
                {
                    m[r, c] -= f * m[p, c];
                }
            }
        }

        double[] x = new double[n];
        for (int r = n - 1; r >= 0; r--)
        {
            double sum = m[r, n];
            for (int c = r + 1; c < n; c++)
            {
                sum -= m[r, c] * x[c];
            }

            x[r] = sum / m[r, r];
        }

        return x;
    }
}
