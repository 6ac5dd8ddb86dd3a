namespace Roomtone.Signal;

/// <summary>Clipping at ±1, bent as softly as asked, and by no more than asked.</summary>
/// <remarks>
/// Formula: x up to the knee k = 1 − softness, above it k + (1 − k)·tanh((x − k)/(1 − k)); from where that would be less than r·x, r·x.
/// Odd. Its antiderivatives are those of its parts, each continued from the end of the one before.
/// </remarks>
public readonly struct ClipCurve : IShaperCurve
{
    private readonly double _knee;
    private readonly double _bend;
    private readonly double _least;

    // Where the largest reduction is reached, and both antiderivatives there.
    private readonly double _end;
    private readonly double _endFirst;
    private readonly double _endSecond;

    /// <summary>A curve.</summary>
    /// <param name="softness">0 (hard) … 1 (bent from 0 on).</param>
    /// <param name="largestReduction">r: the least gain, 0 (no limit) … below 1.</param>
    public ClipCurve(double softness, double largestReduction = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(softness is >= 0 and <= 1, true, nameof(softness));
        ArgumentOutOfRangeException.ThrowIfNotEqual(largestReduction is >= 0 and < 1, true, nameof(largestReduction));
        _bend = softness;
        _knee = 1 - softness;
        _least = largestReduction;
        _end = double.PositiveInfinity;
        if (largestReduction > 0)
        {
            double low = _knee, high = 2 / largestReduction;
            for (int step = 0; step < 100; step++)
            {
                double middle = (low + high) / 2;
                (low, high) = Bent(middle) > largestReduction * middle ? (middle, high) : (low, middle);
            }

            _end = high;
            _endFirst = BentFirst(_end);
            _endSecond = BentSecond(_end);
        }
    }

    private static TanhCurve Soft => default;

    /// <inheritdoc/>
    public double Value(double x)
    {
        double a = Math.Abs(x);
        return Math.CopySign(a < _end ? Bent(a) : _least * a, x);
    }

    /// <inheritdoc/>
    public double First(double x)
    {
        double a = Math.Abs(x);
        return a < _end ? BentFirst(a) : _endFirst + _least * (a - _end) * (a + _end) / 2;
    }

    /// <inheritdoc/>
    public double Second(double x)
    {
        double a = Math.Abs(x);
        if (a < _end)
        {
            return Math.CopySign(BentSecond(a), x);
        }

        double beyond = a - _end;
        return Math.CopySign(_endSecond + beyond * (_endFirst + _least * beyond * (a + 2 * _end) / 6), x);
    }

    private double Bent(double a) => a <= _knee ? a : _bend == 0 ? 1 : _knee + _bend * Soft.Value((a - _knee) / _bend);

    private double BentFirst(double a)
    {
        if (a <= _knee)
        {
            return a * a / 2;
        }

        double over = a - _knee, first = _knee * _knee / 2 + _knee * over;
        return _bend == 0 ? first : first + _bend * _bend * Soft.First(over / _bend);
    }

    private double BentSecond(double a)
    {
        if (a <= _knee)
        {
            return a * a * a / 6;
        }

        double over = a - _knee, second = _knee * (_knee * _knee / 6 + over * (_knee / 2 + over / 2));
        return _bend == 0 ? second : second + _bend * _bend * _bend * Soft.Second(over / _bend);
    }
}
