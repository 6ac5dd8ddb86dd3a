using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Roomtone.Processes;

/// <summary>The static law of a compressor: level in, gain out, without time.</summary>
/// <remarks>
/// <para>Formula: with d = level − threshold, knee W and s = 1/ratio − 1,
/// gain = s·(k²/(2W) + max(d − W/2, 0)), k = min(max(d + W/2, 0), W); never below −range.</para>
/// <para>Source: Giannoulis, Massberg, Reiss, "Digital Dynamic Range Compressor Design", JAES 60(6), 2012, equation 4.</para>
/// <para>Usable alone, to write gain as automation instead of audio. Immutable.</para>
/// </remarks>
/// <param name="KneeDb">Width W of the bend around the threshold, dB, 0 or more.</param>
/// <param name="RangeDb">Largest reduction, dB.</param>
public readonly record struct GainComputer(double KneeDb, double RangeDb)
{
    private const int Lanes = 16;

    /// <summary>The slope of a ratio: what a level above the threshold is multiplied by to give the gain.</summary>
    /// <param name="ratio">n of n:1, 1 or more.</param>
    /// <returns>1/n − 1: 0 … −1.</returns>
    public static double SlopeOf(double ratio) => 1 / ratio - 1;

    /// <summary>The gain at one level.</summary>
    /// <param name="levelDb">Level, dB.</param>
    /// <param name="thresholdDb">Threshold, dB.</param>
    /// <param name="ratio">n of n:1.</param>
    /// <returns>dB, 0 or less.</returns>
    public double GainDb(double levelDb, double thresholdDb, double ratio)
    {
        double over = levelDb - thresholdDb;
        double knee = Math.Clamp(over + KneeDb / 2, 0, KneeDb);
        double bend = KneeDb > 0 ? knee * knee / (2 * KneeDb) : 0;
        return Math.Max(SlopeOf(ratio) * (bend + Math.Max(over - KneeDb / 2, 0)), -RangeDb);
    }

    /// <summary>The gains of a block, thresholds and slopes sample by sample.</summary>
    /// <param name="levelDb">Levels, dB.</param>
    /// <param name="thresholdDb">Thresholds, dB.</param>
    /// <param name="slope">Slopes, <see cref="SlopeOf"/>.</param>
    /// <param name="gainDb">Receives gains, dB; may be <paramref name="levelDb"/>.</param>
    public void Compute(ReadOnlySpan<float> levelDb, ReadOnlySpan<float> thresholdDb, ReadOnlySpan<float> slope, Span<float> gainDb)
    {
        thresholdDb = thresholdDb[..levelDb.Length];
        slope = slope[..levelDb.Length];
        gainDb = gainDb[..levelDb.Length];
        int i = 0;
        for (; i <= levelDb.Length - Lanes; i += Lanes)
        {
            Compute(Load(levelDb, i), Load(thresholdDb, i), Load(slope, i)).StoreUnsafe(ref MemoryMarshal.GetReference(gainDb), (nuint)i);
        }

        if (i < levelDb.Length)
        {
            Span<float> rest = stackalloc float[3 * Lanes];
            rest.Clear();
            levelDb[i..].CopyTo(rest);
            thresholdDb[i..].CopyTo(rest[Lanes..]);
            slope[i..].CopyTo(rest[(2 * Lanes)..]);
            Compute(Load(rest, 0), Load(rest, Lanes), Load(rest, 2 * Lanes)).CopyTo(rest);
            rest[..(levelDb.Length - i)].CopyTo(gainDb[i..]);
        }
    }

    private static Vector512<float> Load(ReadOnlySpan<float> values, int at) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at);

    private Vector512<float> Compute(Vector512<float> level, Vector512<float> threshold, Vector512<float> slope)
    {
        float half = (float)(KneeDb / 2);
        Vector512<float> over = level - threshold;
        Vector512<float> knee = Vector512.Min(Vector512.Max(over + Vector512.Create(half), Vector512<float>.Zero), Vector512.Create(2 * half));
        Vector512<float> bend = knee * knee * Vector512.Create(KneeDb > 0 ? (float)(1 / (2 * KneeDb)) : 0);
        Vector512<float> gain = slope * (bend + Vector512.Max(over - Vector512.Create(half), Vector512<float>.Zero));
        return Vector512.Max(gain, Vector512.Create((float)-RangeDb));
    }
}
