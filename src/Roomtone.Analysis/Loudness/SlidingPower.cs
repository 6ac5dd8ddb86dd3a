namespace Roomtone.Analysis;

/// <summary>The sum over the last W values of a stream, without the drift of adding and subtracting.</summary>
/// <remarks>
/// The stream is cut into chunks of W: a window is the tail of one chunk and the head of the next, so the sums from each place to
/// the end of the last chunk, plus a running sum, give every window from one addition.
/// </remarks>
/// <param name="window">W, values.</param>
internal sealed class SlidingPower(int window)
{
    private readonly double[] _tails = new double[window + 1];
    private readonly double[] _chunk = new double[window];
    private double _head;
    private int _filled;
    private bool _isWhole;

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="sum">The sum of the last W values, once there are as many.</param>
    /// <returns>Whether there are W values.</returns>
    public bool Add(double value, out double sum)
    {
        _chunk[_filled++] = value;
        _head += value;
        sum = _tails[_filled] + _head;
        bool isFull = _isWhole || _filled == window;
        if (_filled == window)
        {
            double tail = 0;
            for (int i = window - 1; i >= 0; i--)
            {
                tail += _chunk[i];
                _tails[i] = tail;
            }

            _head = 0;
            _filled = 0;
            _isWhole = true;
        }

        return isFull;
    }

    /// <summary>Returns to the start of a stream.</summary>
    public void Reset()
    {
        Array.Clear(_tails);
        _head = 0;
        _filled = 0;
        _isWhole = false;
    }
}
