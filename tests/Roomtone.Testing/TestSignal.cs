using Roomtone.Signal;

namespace Roomtone.Testing;

/// <summary>Signals with known truth.</summary>
public static class TestSignal
{
    /// <summary>A sine, 0 at the first sample.</summary>
    public static float[] Sine(double hz, int sampleRate, int length, double amplitude = 0.5)
    {
        var samples = new float[length];
        for (int i = 0; i < length; i++)
        {
            samples[i] = (float)(amplitude * StableMath.Sin(2 * Math.PI * (hz * i / sampleRate % 1.0)));
        }

        return samples;
    }

    /// <summary>White noise, uniform in ±amplitude; the same for the same seed.</summary>
    public static float[] Noise(int seed, int length, double amplitude = 0.5)
    {
        var samples = new float[length];
        ulong state = (ulong)seed * 0x9E3779B97F4A7C15UL;
        for (int i = 0; i < length; i++)
        {
            samples[i] = (float)(amplitude * (2 * NextUnit(ref state) - 1));
        }

        return samples;
    }

    /// <summary>One sample among zeros.</summary>
    public static float[] Impulse(int at, int length, double amplitude = 1)
    {
        var samples = new float[length];
        samples[at] = (float)amplitude;
        return samples;
    }

    /// <summary>The same value throughout.</summary>
    public static float[] Constant(double value, int length)
    {
        var samples = new float[length];
        Array.Fill(samples, (float)value);
        return samples;
    }

    /// <summary>Different noise in every channel.</summary>
    public static float[][] NoiseChannels(int seed, int channels, int length, double amplitude = 0.5) =>
        [.. Enumerable.Range(0, channels).Select(c => Noise(seed * 1000 + c + 1, length, amplitude))];

    /// <summary>The next number in [0, 1) of SplitMix64 (Steele, Lea and Flood, 2014).</summary>
    public static double NextUnit(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
