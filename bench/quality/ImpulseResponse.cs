using System.Numerics;

namespace Roomtone.Quality;

/// <summary>Measures of an impulse response in time.</summary>
internal static class ImpulseResponse
{
    /// <summary>Energy before the peak against energy after it, dB.</summary>
    public static double Asymmetry(Wav file)
    {
        double[] x = file.Channels[0];
        int peak = Peak(x);
        int side = Math.Min(peak, x.Length - 1 - peak);
        double before = Metrics.Rms(x.AsSpan(peak - side, side)), after = Metrics.Rms(x.AsSpan(peak + 1, side));
        return Metrics.Db(before) - Metrics.Db(after);
    }

    /// <summary>Time from the peak to the last sample above a level, ms; the longer of both sides.</summary>
    public static double RingMs(Wav file, double levelDb)
    {
        double[] x = file.Channels[0];
        int peak = Peak(x);
        double level = Math.Abs(x[peak]) * Math.Pow(10, levelDb / 20);
        int first = Array.FindIndex(x, v => Math.Abs(v) > level), last = Array.FindLastIndex(x, v => Math.Abs(v) > level);
        return Math.Max(peak - first, last - peak) * 1000.0 / file.SampleRate;
    }

    /// <summary>Largest less least group delay, 30 Hz … 20 kHz, ms.</summary>
    public static double DelaySpreadMs(Wav file)
    {
        double[] x = file.Channels[0];
        int peak = Peak(x);
        double least = double.MaxValue, largest = double.MinValue;
        for (int n = 0; n < 200; n++)
        {
            double w = 30 * Math.Pow(20000.0 / 30, n / 199.0) / file.SampleRate;
            Complex sum = 0, moment = 0;
            for (int i = 0; i < x.Length; i++)
            {
                if (x[i] != 0)
                {
                    Complex turned = x[i] * Complex.FromPolarCoordinates(1, -2 * Math.PI * w * (i - peak));
                    sum += turned;
                    moment += (i - peak) * turned;
                }
            }

            double delay = (moment / sum).Real * 1000 / file.SampleRate;
            (least, largest) = (Math.Min(least, delay), Math.Max(largest, delay));
        }

        return largest - least;
    }

    private static int Peak(double[] x) => Array.IndexOf(x, x.MaxBy(Math.Abs));
}
