using System.Numerics;

namespace Roomtone.Quality;

/// <summary>The judge's own spectrum.</summary>
internal static class Spectrum
{
    /// <summary>Mean square in every bin from 0 to half the rate; a sine that fits has half its amplitude squared in one.</summary>
    /// <param name="samples">A power of two of them.</param>
    public static double[] Powers(ReadOnlySpan<double> samples)
    {
        var x = new Complex[samples.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = samples[i];
        }

        Transform(x);
        double scale = 2.0 / x.Length / x.Length;
        return [.. x.Take(x.Length / 2 + 1).Select(c => scale * (c.Real * c.Real + c.Imaginary * c.Imaginary))];
    }

    // Radix 2, in place: the judge's own.
    private static void Transform(Complex[] x)
    {
        for (int i = 1, j = 0; i < x.Length; i++)
        {
            int bit = x.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
            {
                j ^= bit;
            }

            j ^= bit;
            if (i < j)
            {
                (x[i], x[j]) = (x[j], x[i]);
            }
        }

        for (int size = 2; size <= x.Length; size *= 2)
        {
            for (int start = 0; start < x.Length; start += size)
            {
                for (int k = 0; k < size / 2; k++)
                {
                    Complex turned = x[start + k + size / 2] * Complex.FromPolarCoordinates(1, -2 * Math.PI * k / size);
                    (x[start + k], x[start + k + size / 2]) = (x[start + k] + turned, x[start + k] - turned);
                }
            }
        }
    }
}
