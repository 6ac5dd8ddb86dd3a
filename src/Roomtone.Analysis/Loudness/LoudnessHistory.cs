using System.Collections.Immutable;

namespace Roomtone.Analysis;

/// <summary>Loudness over time, one value every 100 ms. Immutable.</summary>
/// <remarks>Source: EBU Tech 3341, 2.2: momentary over 400 ms, short-term over 3 s, no gate.</remarks>
public sealed class LoudnessHistory
{
    /// <summary>Time between values, seconds.</summary>
    public const double HopSeconds = 0.1;

    private const int MomentaryHops = 4;
    private const int ShortTermHops = 30;
    private readonly ImmutableArray<double> _hops;

    internal LoudnessHistory(ImmutableArray<double> hops) => _hops = hops;

    /// <summary>What <see cref="FromPowers"/> makes the same history of: the weighted power of each hop.</summary>
    public ImmutableArray<double> Powers => _hops;

    /// <summary>How many whole hops of 100 ms were measured.</summary>
    public int Count => _hops.Length;

    /// <summary>A history that was kept.</summary>
    /// <param name="powers">As <see cref="Powers"/> gave them.</param>
    public static LoudnessHistory FromPowers(ImmutableArray<double> powers) => new(powers);

    /// <summary>Loudness of the 400 ms that end with a hop.</summary>
    /// <param name="hop">Index from 0; it ends at (hop + 1)·100 ms.</param>
    /// <returns>LUFS; −∞ for silence, NaN before 400 ms.</returns>
    public double Momentary(int hop) => Loudness(hop, MomentaryHops);

    /// <summary>Loudness of the 3 s that end with a hop.</summary>
    /// <param name="hop">Index from 0; it ends at (hop + 1)·100 ms.</param>
    /// <returns>LUFS; −∞ for silence, NaN before 3 s.</returns>
    public double ShortTerm(int hop) => Loudness(hop, ShortTermHops);

    /// <summary>Gated loudness of a part, as if it were a programme of its own.</summary>
    /// <param name="firstHop">First hop.</param>
    /// <param name="hops">How many hops.</param>
    /// <returns>LUFS; −∞ where no block passes the gates, NaN under 400 ms.</returns>
    public double Integrated(int firstHop, int hops) =>
        LoudnessGate.Integrated(_hops.AsSpan().Slice(firstHop, hops));

    private double Loudness(int hop, int hops)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)hop, (uint)_hops.Length, nameof(hop));
        return hop < hops - 1 ? double.NaN : LoudnessLevel.ToLufs(LoudnessGate.Mean(_hops.AsSpan(), hop - hops + 1, hops));
    }
}
