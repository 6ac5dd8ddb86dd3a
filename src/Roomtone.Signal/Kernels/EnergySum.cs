using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Roomtone.Signal;

/// <summary>Σx² of a stream in double precision, the same bits for any partition into blocks.</summary>
/// <remarks>
/// Sixteen lanes, lane = position mod 16, each summed in the order of time; <see cref="Total"/> folds them 8, 4, 2, 1.
/// A value type: the default value is empty.
/// </remarks>
public struct EnergySum : IEquatable<EnergySum>
{
    private Vector512<double> _low;
    private Vector512<double> _high;

    /// <summary>The sum so far.</summary>
    public readonly double Total
    {
        get
        {
            Vector512<double> eight = _low + _high;
            Vector256<double> four = eight.GetLower() + eight.GetUpper();
            Vector128<double> two = four.GetLower() + four.GetUpper();
            return two[0] + two[1];
        }
    }

    /// <summary>Whether two sums are equal, lane by lane.</summary>
    public static bool operator ==(EnergySum left, EnergySum right) => left.Equals(right);

    /// <summary>Whether two sums differ in a lane.</summary>
    public static bool operator !=(EnergySum left, EnergySum right) => !left.Equals(right);

    /// <summary>Adds the squares of a block.</summary>
    /// <param name="samples">x.</param>
    /// <param name="position">Position of the first sample; only its remainder by 16 counts.</param>
    public void Add(ReadOnlySpan<float> samples, long position)
    {
        int lane = (int)(position & (Kernels.Lanes - 1));
        if (lane != 0)
        {
            int head = Math.Min(Kernels.Lanes - lane, samples.Length);
            AddRagged(samples[..head], lane);
            samples = samples[head..];
        }

        ref float x = ref MemoryMarshal.GetReference(samples);
        Vector512<double> low = _low, high = _high;
        int i = 0;
        for (; i <= samples.Length - Kernels.Lanes; i += Kernels.Lanes)
        {
            (Vector512<double> a, Vector512<double> b) = Vector512.Widen(Vector512.LoadUnsafe(ref x, (nuint)i));
            low += a * a;
            high += b * b;
        }

        _low = low;
        _high = high;
        AddRagged(samples[i..], 0);
    }

    /// <summary>Writes the lanes to a saved state.</summary>
    /// <param name="state">Receives 16 numbers.</param>
    public readonly void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        for (int lane = 0; lane < Kernels.Lanes; lane++)
        {
            state.Write(lane < 8 ? _low[lane] : _high[lane - 8]);
        }
    }

    /// <summary>Takes the lanes from a saved state.</summary>
    /// <param name="state">Holds 16 numbers.</param>
    public void Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Span<double> lanes = stackalloc double[Kernels.Lanes];
        state.Read(lanes);
        _low = Vector512.Create<double>(lanes);
        _high = Vector512.Create<double>(lanes[8..]);
    }

    /// <inheritdoc/>
    public readonly bool Equals(EnergySum other) => _low.Equals(other._low) && _high.Equals(other._high);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is EnergySum other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(_low, _high);

    private void AddRagged(ReadOnlySpan<float> samples, int lane)
    {
        Span<double> squares = stackalloc double[Kernels.Lanes];
        squares.Clear();
        for (int i = 0; i < samples.Length; i++)
        {
            double x = samples[i];
            squares[lane + i] = x * x;
        }

        // Adding +0 to the other lanes changes no bit: a sum of squares is never −0.
        _low += Vector512.Create<double>(squares);
        _high += Vector512.Create<double>(squares[8..]);
    }
}
