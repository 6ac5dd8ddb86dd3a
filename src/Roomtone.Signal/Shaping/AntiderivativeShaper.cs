using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Roomtone.Signal;

/// <summary>A memoryless non-linear stage with far less aliasing than the curve itself: second-order antiderivative anti-aliasing.</summary>
/// <remarks>
/// <para>Formula: D(u, v) = (F2(u) − F2(v))/(u − v), y = 2(D(x₀, x₁) − D(x₁, x₂))/(x₀ − x₂), twice the second divided difference of F2. Where
/// u and v are nearly one, D is the mean of F1 between them by Simpson's rule; where x₀ and x₂ are, the difference is taken in another
/// order, which changes nothing in it; where all three are, y = f of their mean. (The paper's own limits weigh the samples otherwise than
/// the formula does, which would be a distortion of quiet sounds.) Source: S. Bilbao, F. Esqueda, J. D. Parker and V. Välimäki, <i>Antiderivative Antialiasing for Memoryless Nonlinearities</i>,
/// IEEE Signal Processing Letters 24(7), 2017.</para>
/// <para>It delays by one sample and, where the curve is straight, is the mean of three samples: <see cref="AntiderivativeCorrection"/> undoes that on the
/// way down from oversampling. One channel; float64 inside; the same bits for any partition. Thread: one at a time.</para>
/// </remarks>
/// <typeparam name="TCurve">The curve.</typeparam>
public sealed class AntiderivativeShaper<TCurve> : IShaper
    where TCurve : struct, IShaperCurve
{
    private const int Piece = 256;
    private const int History = 2;
    private const double Tolerance = 2e-4;
    private readonly TCurve _curve;
    // Each with what the last two samples left in front.
    private readonly double[] _x = new double[History + Piece];
    private readonly double[] _second = new double[History + Piece];
    private readonly double[] _slope = new double[History + Piece];
    private readonly double[] _y = new double[Piece];

    /// <summary>A shaper that has heard silence.</summary>
    /// <param name="curve">The curve.</param>
    public AntiderivativeShaper(TCurve curve = default)
    {
        _curve = curve;
        Reset();
    }

    /// <inheritdoc/>
    public int Delay => 1;

    /// <inheritdoc/>
    public double OuterWeight => 1.0 / 3;

    /// <inheritdoc/>
    public void Process(Span<float> samples)
    {
        for (int at = 0; at < samples.Length; at += Piece)
        {
            Shape(samples.Slice(at, Math.Min(Piece, samples.Length - at)));
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Array.Clear(_x);
        Array.Fill(_second, _curve.Second(0));
        Array.Fill(_slope, _curve.First(0));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write(_x.AsSpan(0, History));
        state.Write(_second.AsSpan(0, History));
        state.Write(_slope.AsSpan(0, History));
    }

    /// <inheritdoc/>
    public void Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Read(_x.AsSpan(0, History));
        state.Read(_second.AsSpan(0, History));
        state.Read(_slope.AsSpan(0, History));
    }

    private void Shape(Span<float> samples)
    {
        int count = samples.Length;
        Span<double> x = _x.AsSpan(History, count), second = _second.AsSpan(History, count);
        Widening.ToDouble(samples, x);
        for (int i = 0; i < x.Length; i++)
        {
            second[i] = _curve.Second(x[i]);
        }

        Slopes(count);
        Values(count);
        Widening.ToSingle(_y.AsSpan(0, count), samples);
        foreach (double[] line in (ReadOnlySpan<double[]>)[_x, _second, _slope])
        {
            line.AsSpan(count, History).CopyTo(line);
        }
    }

    private void Slopes(int count)
    {
        ref double x = ref MemoryMarshal.GetArrayDataReference(_x);
        ref double second = ref MemoryMarshal.GetArrayDataReference(_second);
        int i = History;
        for (; i + Vector512<double>.Count <= History + count; i += Vector512<double>.Count)
        {
            Vector512<double> step = Vector512.LoadUnsafe(ref x, (nuint)i) - Vector512.LoadUnsafe(ref x, (nuint)i - 1);
            Vector512<double> rise = Vector512.LoadUnsafe(ref second, (nuint)i) - Vector512.LoadUnsafe(ref second, (nuint)i - 1);
            (rise / step).CopyTo(_slope, i);
            for (ulong near = Near(step); near != 0; near &= near - 1)
            {
                int at = i + System.Numerics.BitOperations.TrailingZeroCount(near);
                _slope[at] = SlopeAt(at);
            }
        }

        for (; i < History + count; i++)
        {
            _slope[i] = SlopeAt(i);
        }
    }

    private void Values(int count)
    {
        ref double x = ref MemoryMarshal.GetArrayDataReference(_x);
        ref double slope = ref MemoryMarshal.GetArrayDataReference(_slope);
        int i = History;
        for (; i + Vector512<double>.Count <= History + count; i += Vector512<double>.Count)
        {
            Vector512<double> step = Vector512.LoadUnsafe(ref x, (nuint)i) - Vector512.LoadUnsafe(ref x, (nuint)i - 2);
            Vector512<double> bend = Vector512.LoadUnsafe(ref slope, (nuint)i) - Vector512.LoadUnsafe(ref slope, (nuint)i - 1);
            (Vector512.Create(2.0) * bend / step).CopyTo(_y, i - History);
            for (ulong near = Near(step); near != 0; near &= near - 1)
            {
                int at = i + System.Numerics.BitOperations.TrailingZeroCount(near);
                _y[at - History] = ValueAt(at);
            }
        }

        for (; i < History + count; i++)
        {
            _y[i - History] = ValueAt(i);
        }
    }

    private static ulong Near(Vector512<double> step) =>
        Vector512.LessThanOrEqual(Vector512.Abs(step), Vector512.Create(Tolerance)).ExtractMostSignificantBits();

    private double SlopeAt(int i) => Slope(_x[i], _second[i], _x[i - 1], _second[i - 1]);

    private double Slope(double u, double secondOfU, double v, double secondOfV) => Math.Abs(u - v) > Tolerance
        ? (secondOfU - secondOfV) / (u - v)
        : (_curve.First(u) + 4 * _curve.First((u + v) / 2) + _curve.First(v)) / 6;

    private double ValueAt(int i)
    {
        double step = _x[i] - _x[i - 2], first = _x[i] - _x[i - 1];
        if (Math.Abs(step) > Tolerance)
        {
            return 2 * (_slope[i] - _slope[i - 1]) / step;
        }

        return Math.Abs(first) > Tolerance
            ? 2 * (Slope(_x[i], _second[i], _x[i - 2], _second[i - 2]) - _slope[i - 1]) / first
            : _curve.Value((_x[i] + _x[i - 1] + _x[i - 2]) / 3);
    }
}
