namespace Roomtone.Quality;

/// <summary>Test signals with known truth.</summary>
internal static class Signals
{
    /// <summary>Half-second sines, one after the other, 0.5 full scale.</summary>
    public static Wav Tones(int rate, IReadOnlyList<double> hertz)
    {
        int each = rate / 2;
        double[] x = new double[each * hertz.Count];
        for (int t = 0; t < hertz.Count; t++)
        {
            for (int i = 0; i < each; i++)
            {
                double edge = Math.Min(1, Math.Min(i, each - 1 - i) / (0.05 * rate));
                x[t * each + i] = 0.5 * (0.5 - 0.5 * Math.Cos(Math.PI * edge)) * Math.Sin(2 * Math.PI * hertz[t] * i / rate);
            }
        }

        return new Wav(rate, [x]);
    }

    public static Wav Impulse(int rate, double seconds = 1, double at = 0.5)
    {
        double[] x = new double[(int)(seconds * rate)];
        x[(int)(at * rate)] = 0.25;
        return new Wav(rate, [x]);
    }

    /// <summary>A quarter of the rate at 45°, so that every sample has one magnitude: a second at −40, one at −10, two at −40 dBFS.</summary>
    public static Wav Burst(int rate)
    {
        double[] x = new double[4 * rate];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = BurstLevel(rate, i) * (i % 4 < 2 ? 1 : -1);
        }

        return new Wav(rate, [x]);
    }

    public static double BurstLevel(int rate, int sample) => sample / rate == 1 ? Math.Pow(10, -10 / 20.0) : Math.Pow(10, -40 / 20.0);

    /// <summary>Six channels, each with a sine of its own, 0.1 full scale: <see cref="ChannelTones"/>.</summary>
    public static Wav SixTones(int rate) => new(rate, [.. ChannelTones.Select(hz => Sine(rate, hz, -20, 2).Channels[0])]);

    public static double[] ChannelTones { get; } = [300, 500, 700, 900, 1100, 1300];

    /// <summary>1 kHz at −60 … 0 dBFS in 3 dB steps of one second.</summary>
    public static Wav Stairs(int rate)
    {
        double[] x = new double[21 * rate];
        for (int i = 0; i < x.Length; i++)
        {
            double level = Math.Pow(10, (-60 + 3 * (i / rate)) / 20.0);
            x[i] = level * Math.Sin(2 * Math.PI * 1000 * i / rate);
        }

        return new Wav(rate, [x]);
    }

    /// <summary>A chord with drums and a bass, driven hot: seeded, deterministic.</summary>
    public static Wav Music(int rate, double gainDb)
    {
        var random = new Random(11);
        double gain = Math.Pow(10, gainDb / 20);
        (double Before, double Last)[] noise = new (double, double)[2];

        // Noise as a microphone hears it: nothing at Nyquist, where true peak would depend on the filter that reads it.
        double Hiss(int voice)
        {
            double now = 2 * random.NextDouble() - 1;
            (double before, double last) = noise[voice];
            noise[voice] = (last, now);
            return 0.25 * before + 0.5 * last + 0.25 * now;
        }

        double[][] planes = [new double[rate * 10], new double[rate * 10]];
        double[] notes = [110, 164.8, 220, 277.2, 329.6, 440, 659.3];
        for (int i = 0; i < planes[0].Length; i++)
        {
            double t = (double)i / rate;
            double beat = t % 0.5;
            double drum = Math.Min(1, beat * 1000) * Math.Exp(-beat * 18) * (Math.Sin(2 * Math.PI * (50 + 90 * Math.Exp(-beat * 30)) * beat) + 0.7 * Math.Exp(-beat * 60) * Hiss(0));
            double hat = Math.Exp(-(t % 0.25) * 60) * Math.Min(1, (t % 0.25) * 1000) * 0.4 * Hiss(1);
            for (int c = 0; c < 2; c++)
            {
                double chord = 0;
                for (int n = 0; n < notes.Length; n++)
                {
                    for (int h = 1; h <= 5; h++)
                    {
                        chord += Math.Sin(2 * Math.PI * notes[n] * h * (1 + 0.001 * c) * t + n * h) / (h * notes.Length * 1.5);
                    }
                }

                planes[c][i] = gain * (0.5 * chord + 0.45 * drum + hat * (c == 0 ? 1 : 0.6));
            }
        }

        return new Wav(rate, planes);
    }

    /// <summary>What breaks limiters: quarter-rate sines at 45°, steps of +40 dB, squares, clicks.</summary>
    public static Wav Hot(int rate)
    {
        var random = new Random(5);
        double[] x = new double[rate * 8];
        for (int i = 0; i < x.Length; i++)
        {
            int part = i / rate;
            double t = (double)i / rate;
            x[i] = part switch
            {
                0 => 2 * Math.Sin(Math.PI / 2 * i + Math.PI / 4),
                1 => i % rate < rate / 2 ? 0.02 * Math.Sin(2 * Math.PI * 440 * t) : 2 * Math.Sin(2 * Math.PI * 440 * t),
                2 => Math.Sign(Math.Sin(2 * Math.PI * 997 * t)) * 1.4,
                3 => i % 4801 == 0 ? 4 : 0.1 * Math.Sin(2 * Math.PI * 220 * t),
                4 => 2 * Math.Sin(2 * Math.PI * (100 + 19000 * (t % 1)) * (t % 1)),
                5 => 1.5 * Math.Sin(2 * Math.PI * 12000.3 * t),
                6 => 1.8 * Math.Sin(2 * Math.PI * 100 * t),
                _ => 0.7 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5),
            };
        }

        return new Wav(rate, [x]);
    }

    /// <summary>Two seconds of a ramp over four steps of 16 bits, for quantisers.</summary>
    public static Wav Ramp(int rate)
    {
        double[] x = new double[rate * 8];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = 4.0 * i / x.Length / 32768;
        }

        return new Wav(rate, [x]);
    }

    public static Wav Sine(int rate, double hertz, double dbfs, double seconds, int channels = 1)
    {
        double[] x = new double[(int)(rate * seconds)];
        double level = Math.Pow(10, dbfs / 20);
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = level * Math.Sin(2 * Math.PI * hertz * i / rate);
        }

        return new Wav(rate, [.. Enumerable.Repeat(x, channels)]);
    }
}
