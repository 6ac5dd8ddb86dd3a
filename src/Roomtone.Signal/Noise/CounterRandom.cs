using System.Runtime.Intrinsics;

namespace Roomtone.Signal;

/// <summary>Random numbers as a pure function of (seed, stream, position): any order of reading gives the same numbers.</summary>
/// <remarks>
/// Formula: bits(n) = mix(key + n·0x9E3779B97F4A7C15), mix = the 64-bit finaliser of SplitMix64; key = mix(mix(seed) + stream·odd constant).
/// Source: G. L. Steele, D. Lea, C. H. Flood, <i>Fast Splittable Pseudorandom Number Generators</i>, OOPSLA 2014.
/// Immutable, free to share between threads. Not for secrets.
/// </remarks>
public readonly record struct CounterRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private const ulong StreamStep = 0xD1342543DE82EF95;
    private readonly ulong _key;

    /// <summary>A stream of random numbers.</summary>
    /// <param name="seed">Chooses the sequence.</param>
    /// <param name="stream">Channel, voice or purpose; streams are independent of each other.</param>
    public CounterRandom(ulong seed, ulong stream = 0) => _key = Mix(Mix(seed + Step) + (stream + 1) * StreamStep);

    private CounterRandom(ulong key, bool _) => _key = key;

    /// <summary>An independent stream derived from this one.</summary>
    /// <param name="stream">Index of the derived stream.</param>
    public CounterRandom Fork(ulong stream) => new(Mix(_key ^ ((stream + 1) * StreamStep)), true);

    /// <summary>64 random bits.</summary>
    /// <param name="position">Any index.</param>
    public ulong Bits(long position) => Mix(_key + (ulong)position * Step);

    /// <summary>Uniform in [0, 1).</summary>
    /// <param name="position">Any index.</param>
    public double Uniform(long position) => (Bits(position) >> 11) * (1.0 / (1L << 53));

    /// <summary>Uniform in [−1, 1).</summary>
    /// <param name="position">Any index.</param>
    public double Bipolar(long position) => ((long)Bits(position) >> 11) * (1.0 / (1L << 52));

    /// <summary>Uniform in 0…<paramref name="count"/> − 1.</summary>
    /// <param name="position">Any index.</param>
    /// <param name="count">1 or more.</param>
    public int Index(long position, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return (int)((UInt128)Bits(position) * (uint)count >> 64);
    }

    /// <summary>Gaussian, mean 0, variance 1.</summary>
    /// <param name="position">Any index.</param>
    public double Gaussian(long position) => NormalDistribution.Quantile(((Bits(position) >> 12) + 0.5) * (1.0 / (1L << 52)));

    /// <summary>Triangular in (−1, 1): the difference of two independent uniforms, variance 1/6 (TPDF dither of ±1 LSB).</summary>
    /// <param name="position">Any index.</param>
    public double Triangular(long position)
    {
        ulong bits = Bits(position);
        return ((long)(bits >> 32) - (long)(uint)bits) * (1.0 / (1L << 32));
    }

    /// <summary>Eight values of <see cref="Triangular"/> in one vector.</summary>
    /// <param name="position">Index of the first.</param>
    public Vector512<double> Triangular8(long position)
    {
        Vector512<ulong> z = Vector512.Create(_key) + (Vector512.Create((ulong)position) + Vector512<ulong>.Indices) * Step;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        Vector512<long> difference = (z >> 32).AsInt64() - (z & Vector512.Create(0xFFFFFFFFUL)).AsInt64();
        return Vector512.ConvertToDouble(difference) * (1.0 / (1L << 32));
    }

    /// <summary>White noise, uniform in [−1, 1): power −4.77 dB re full scale.</summary>
    /// <param name="position">Index of the first sample.</param>
    /// <param name="destination">Receives the noise.</param>
    public void FillBipolar(long position, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = ((long)Bits(position + i) >> 40) * (1f / (1 << 23));
        }
    }

    /// <summary>White Gaussian noise, RMS 1.</summary>
    /// <param name="position">Index of the first sample.</param>
    /// <param name="destination">Receives the noise.</param>
    public void FillGaussian(long position, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = (float)Gaussian(position + i);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
