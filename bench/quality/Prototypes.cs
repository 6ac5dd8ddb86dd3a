using System.Numerics;

namespace Roomtone.Quality;

/// <summary>Analogue prototypes that equalisers are held against.</summary>
internal static class Prototypes
{
    public static Func<double, double> Bell(double hz, double q, double gainDb)
    {
        double a = Math.Pow(10, gainDb / 40);
        return f => Of(f / hz, s => (s * s + a / q * s + 1) / (s * s + s / (a * q) + 1));
    }

    public static Func<double, double> LowPass(double hz) => f => Of(f / hz, s => 1 / (s * s + Math.Sqrt(2) * s + 1));

    public static Func<double, double> HighShelf(double hz, double gainDb)
    {
        double a = Math.Pow(10, gainDb / 40);
        double width = Math.Sqrt(a) * Math.Sqrt(2);
        return f => Of(f / hz, s => a * (a * s * s + width * s + 1) / (s * s + width * s + a));
    }

    private static double Of(double relative, Func<Complex, Complex> transfer) => Metrics.Db(transfer(new Complex(0, relative)).Magnitude);
}
