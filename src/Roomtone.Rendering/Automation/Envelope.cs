using System.Collections.Immutable;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>An automation lane as a function of time: a static value, then points with shapes. Immutable.</summary>
/// <remarks>
/// <para>Before the first point the static value holds; after the last, the last value. A step (<see cref="AutomationShape.Hold"/>, and the
/// arrival at the first point) takes 5 ms, or the time to the next point where that is shorter, so that steps never overlap.</para>
/// <para>Where a level touches −∞ dB, it moves linearly in amplitude, because no straight line in dB reaches it.</para>
/// </remarks>
internal sealed class Envelope
{
    private const double StepSeconds = 0.005;
    private const double CurveSteepness = 5;
    private readonly ImmutableArray<AutomationPoint> _points;
    private readonly double _initial;
    private readonly long _stepLength;

    /// <summary>An envelope over points in time order.</summary>
    /// <param name="initial">Value before the first point.</param>
    /// <param name="points">At least one.</param>
    /// <param name="sampleRate">Hz.</param>
    public Envelope(double initial, ImmutableArray<AutomationPoint> points, int sampleRate)
    {
        _initial = initial;
        _points = points;
        _stepLength = Math.Max(1, (long)Math.Round(StepSeconds * sampleRate));
    }

    /// <summary>The points.</summary>
    public ImmutableArray<AutomationPoint> Points => _points;

    /// <summary>Value before the first point.</summary>
    public double Initial => _initial;

    /// <summary>The value at a position.</summary>
    /// <param name="position">Samples.</param>
    public double At(long position)
    {
        int next = FirstAfter(position);
        if (next == 0)
        {
            return _initial;
        }

        double target = Toward(next, position);
        double since = position - _points[next - 1].Position;
        long step = StepAfter(next - 1);
        return since < step ? Between(Before(next - 1), target, since / step) : target;
    }

    /// <summary>Whether the value moves linearly in amplitude at a position: one end of its segment is −∞ dB.</summary>
    /// <param name="position">Samples.</param>
    public bool IsAmplitude(long position)
    {
        int next = FirstAfter(position);
        if (next == 0)
        {
            return double.IsNegativeInfinity(_initial);
        }

        bool isStepping = position - _points[next - 1].Position < StepAfter(next - 1);
        return double.IsNegativeInfinity(_points[next - 1].Value)
            || (isStepping && double.IsNegativeInfinity(Before(next - 1)))
            || (next < _points.Length && _points[next].Shape != AutomationShape.Hold && double.IsNegativeInfinity(_points[next].Value));
    }

    /// <summary>Whether the value is the same from one position to another, both included.</summary>
    /// <param name="from">Samples.</param>
    /// <param name="to">Samples, not before <paramref name="from"/>.</param>
    public bool IsConstant(long from, long to)
    {
        int next = FirstAfter(from);
        if (next < _points.Length && _points[next].Position < to)
        {
            return false;
        }

        return next == 0 || (from - _points[next - 1].Position >= StepAfter(next - 1) && IsFlat(next));
    }

    /// <summary>Where a straight segment ends, in which a level moves in dB between finite values and no step is under way.</summary>
    /// <param name="position">Samples.</param>
    /// <param name="segment">Index of the point that it leads to.</param>
    /// <returns>Position of its end; 0 or less where there is no such segment at the position.</returns>
    public long StraightUntil(long position, out int segment)
    {
        segment = FirstAfter(position);
        return segment > 0 && segment < _points.Length && _points[segment].Shape == AutomationShape.Linear
            && double.IsFinite(_points[segment].Value) && double.IsFinite(_points[segment - 1].Value)
            && !_points[segment].Value.Equals(_points[segment - 1].Value)
            && position - _points[segment - 1].Position >= StepAfter(segment - 1)
            ? _points[segment].Position
            : 0;
    }

    /// <summary>The value within a straight segment; the same number as <see cref="At"/> gives.</summary>
    /// <param name="segment">As <see cref="StraightUntil"/> gave it.</param>
    /// <param name="position">Samples, from the segment's start to its end.</param>
    public double Straight(int segment, long position) => Toward(segment, position);

    /// <summary>Whether a point, or the end of a step, lies between two positions, so that the way between them is not one curve.</summary>
    /// <param name="from">Samples.</param>
    /// <param name="to">Samples.</param>
    public bool IsBroken(long from, long to)
    {
        int next = FirstAfter(from);
        return (next < _points.Length && _points[next].Position < to)
            || (next > 0 && from - _points[next - 1].Position < StepAfter(next - 1) && _points[next - 1].Position + StepAfter(next - 1) < to);
    }

    /// <summary>The points that decide the values from one position to another; the initial value counts too where the first is 0.</summary>
    /// <param name="from">Samples.</param>
    /// <param name="to">Samples.</param>
    public (int First, int Count) PointsThatMatter(long from, long to)
    {
        int first = Math.Max(0, FirstAfter(from) - 2), end = Math.Min(_points.Length, FirstAfter(to) + 1);
        return (first, end - first);
    }

    // Index of the first point after the position.
    private int FirstAfter(long position)
    {
        int low = 0, high = _points.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_points[middle].Position <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private bool IsFlat(int next) =>
        next == _points.Length || _points[next].Shape == AutomationShape.Hold || _points[next].Value.Equals(_points[next - 1].Value);

    // The value from which point k is arrived at.
    private double Before(int point) => point == 0 ? _initial : _points[point - 1].Value;

    // Samples that the arrival at a point takes after it: 0 where the value is there already.
    private long StepAfter(int point)
    {
        bool isStep = point == 0 || _points[point].Shape == AutomationShape.Hold;
        if (!isStep || Before(point).Equals(_points[point].Value))
        {
            return 0;
        }

        return point + 1 < _points.Length ? Math.Min(_stepLength, _points[point + 1].Position - _points[point].Position) : _stepLength;
    }

    // The value on the way from point next − 1 to point next.
    private double Toward(int next, long position)
    {
        AutomationPoint from = _points[next - 1];
        if (IsFlat(next))
        {
            return from.Value;
        }

        AutomationPoint to = _points[next];
        double t = (double)(position - from.Position) / (to.Position - from.Position);
        return Between(from.Value, to.Value, Shaped(to, t));
    }

    private static double Shaped(AutomationPoint point, double t) => point.Shape switch
    {
        AutomationShape.SCurve => t * t * (3 - 2 * t),
        AutomationShape.Curve when point.Curve != 0 => Bent(point.Curve * CurveSteepness, t),
        _ => t,
    };

    // (1 − e^−kt) / (1 − e^−k): quick at first for k > 0, slow at first for k < 0.
    private static double Bent(double k, double t) => (1 - StableMath.Exp(-k * t)) / (1 - StableMath.Exp(-k));

    private static double Between(double from, double to, double t)
    {
        if (!double.IsNegativeInfinity(from) && !double.IsNegativeInfinity(to))
        {
            return from + (to - from) * t;
        }

        double start = Decibels.ToGain(from);
        return Decibels.FromGain(start + (Decibels.ToGain(to) - start) * t);
    }
}
