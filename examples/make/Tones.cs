using Roomtone.Signal;

namespace Roomtone.ExampleMedia;

/// <summary>The few sounds that the examples' music and effects are built from.</summary>
internal static class Tones
{
    /// <summary>White noise, uniform in ±1: a counter hashed by SplitMix64's finaliser, so that a seed always gives the same sound.</summary>
    public static float Noise(ulong seed, long index)
    {
        ulong z = unchecked(seed * 0x9E3779B97F4A7C15UL + (ulong)index * 0xD1B54A32D192ED03UL);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        z ^= z >> 31;
        return (float)((long)(z >> 11) * (2.0 / (1L << 53)) - 1);
    }

    /// <summary>A struck or plucked string: harmonics that die the faster the higher they are.</summary>
    public static float[] Pluck(int rate, double hz, double seconds, double brightness = 1.4, double inharmonicity = 0.0001)
    {
        var sound = new float[(int)(seconds * rate)];
        for (int h = 1; h <= 24; h++)
        {
            double partial = hz * h * Math.Sqrt(1 + inharmonicity * h * h);
            if (partial > 0.45 * rate)
            {
                break;
            }

            Ring(sound, rate, partial, seconds * 1.6 / (1 + 0.35 * h), StableMath.Pow(h, -brightness), 0.13 * h);
        }

        Soften(sound, rate, 0.004);
        return sound;
    }

    /// <summary>A soft sustained chord tone with slow beating.</summary>
    public static float[] Pad(int rate, double hz, double seconds)
    {
        var sound = new float[(int)(seconds * rate)];
        foreach (double detune in (ReadOnlySpan<double>)[0.9975, 1.0, 1.0027])
        {
            for (int h = 1; h <= 9; h++)
            {
                double w = 2 * hz * detune * h / rate;
                double level = StableMath.Pow(h, -2.1);
                for (int i = 0; i < sound.Length; i++)
                {
                    sound[i] += (float)(level * StableMath.SinPi((w * i + 0.37 * h * detune) % 2.0));
                }
            }
        }

        int ramp = (int)Math.Min(0.9 * rate, sound.Length / 2);
        for (int i = 0; i < ramp; i++)
        {
            float edge = (float)(0.5 - 0.5 * StableMath.CosPi((double)i / ramp));
            sound[i] *= edge;
            sound[^(i + 1)] *= edge;
        }

        return sound;
    }

    /// <summary>A knock on something: noise burst into damped modes.</summary>
    public static float[] Impact(int rate, double seconds, ulong seed, params ReadOnlySpan<(double Hz, double Decay, double Gain)> modes)
    {
        var sound = new float[(int)(seconds * rate)];
        foreach ((double hz, double decay, double gain) in modes)
        {
            Ring(sound, rate, hz, decay, gain, Noise(seed, (long)hz));
        }

        int burst = (int)(0.006 * rate);
        for (int i = 0; i < burst && i < sound.Length; i++)
        {
            sound[i] += 0.5f * Noise(seed, i) * (1 - (float)i / burst);
        }

        return sound;
    }

    /// <summary>Noise through a resonance that may move: wind, rain, breath, creaks.</summary>
    public static float[] Hiss(int rate, double seconds, ulong seed, Func<double, double> hzAt, double q, Func<double, double> gainAt)
    {
        var sound = new float[(int)(seconds * rate)];
        double low = 0;
        double band = 0;
        for (int i = 0; i < sound.Length; i++)
        {
            double t = (double)i / rate;

            // Trapezoidal state-variable filter, band-pass output.
            double g = StableMath.Tan(Math.PI * Math.Min(hzAt(t), 0.45 * rate) / rate);
            double v1 = (band + g * (Noise(seed, i) - low)) / (1 + g * (g + 1 / q));
            double v2 = low + g * v1;
            band = 2 * v1 - band;
            low = 2 * v2 - low;
            sound[i] = (float)(v1 / q * gainAt(t));
        }

        return sound;
    }

    /// <summary>Adds one decaying sine; <paramref name="decay"/> is the time to −60 dB.</summary>
    public static void Ring(Span<float> sound, int rate, double hz, double decay, double gain, double phase)
    {
        double w = 2 * hz / rate;
        double fall = StableMath.Exp(-6.907755 / (decay * rate));
        double level = gain;
        for (int i = 0; i < sound.Length && level > 1e-6; i++)
        {
            sound[i] += (float)(level * StableMath.SinPi((w * i + phase) % 2.0));
            level *= fall;
        }
    }

    private static void Soften(Span<float> sound, int rate, double seconds)
    {
        int ramp = (int)(seconds * rate);
        for (int i = 0; i < ramp && i < sound.Length; i++)
        {
            sound[i] *= (float)(0.5 - 0.5 * StableMath.CosPi((double)i / ramp));
        }
    }
}
