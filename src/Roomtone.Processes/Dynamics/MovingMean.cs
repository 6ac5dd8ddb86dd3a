using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Mean of the last W values at every sample, in double precision and without drift.</summary>
/// <remarks>
/// The stream is cut into chunks of W: a window is the tail of one chunk and the head of the next, so that nothing is ever
/// subtracted and silence after a loud part reads 0 exactly.
/// </remarks>
/// <param name="window">W, 1 or more.</param>
internal sealed class MovingMean(int window)
{
    private readonly double[] _tails = new double[window + 1];
    private readonly double[] _chunk = new double[window];
    private readonly double _scale = 1.0 / window;
    private double _head;
    private int _filled;

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The mean of the last W; before the first value all were 0.</returns>
    public double Next(double value)
    {
        _chunk[_filled++] = value;
        _head += value;
        double mean = (_tails[_filled] + _head) * _scale;
        if (_filled == window)
        {
            EndChunk();
        }

        return mean;
    }

    /// <summary>Raises powers to the mean square of the last W samples where that is more.</summary>
    /// <param name="samples">x.</param>
    /// <param name="power">Powers, as many as samples.</param>
    public void RaiseToMeanSquare(ReadOnlySpan<float> samples, Span<float> power)
    {
        power = power[..samples.Length];
        while (samples.Length > 0)
        {
            int count = Math.Min(samples.Length, window - _filled);
            Span<double> chunk = _chunk.AsSpan(_filled, count), tails = _tails.AsSpan(_filled + 1, count);
            ReadOnlySpan<float> x = samples[..count];
            Span<float> raised = power[..count];
            double head = _head;
            for (int i = 0; i < x.Length; i++)
            {
                double square = (double)x[i] * x[i];
                chunk[i] = square;
                head += square;
                raised[i] = float.MaxNative((float)((tails[i] + head) * _scale), raised[i]);
            }

            _head = head;
            _filled += count;
            if (_filled == window)
            {
                EndChunk();
            }

            samples = samples[count..];
            power = power[count..];
        }
    }

    /// <summary>Returns to the start of a stream.</summary>
    public void Reset()
    {
        Array.Clear(_tails);
        Array.Clear(_chunk);
        _head = 0;
        _filled = 0;
    }

    /// <summary>Writes everything that the next mean depends on.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state)
    {
        state.Write(_filled);
        state.Write(_head);
        state.Write(_tails);
        state.Write(_chunk);
    }

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        _filled = (int)state.ReadInt64();
        _head = state.ReadDouble();
        state.Read(_tails);
        state.Read(_chunk);
    }

    private void EndChunk()
    {
        double tail = 0;
        ReadOnlySpan<double> chunk = _chunk;
        Span<double> tails = _tails.AsSpan(0, chunk.Length);
        for (int i = chunk.Length - 1; i >= 0; i--)
        {
            tail += chunk[i];
            tails[i] = tail;
        }

        _head = 0;
        _filled = 0;
    }
}
