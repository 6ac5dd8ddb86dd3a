namespace Roomtone.Signal;

/// <summary>One step of an oversampler: the rate times a small factor and back, by the phases of one low-pass each way.</summary>
internal sealed class RateStage
{
    private readonly int _halfTaps;
    private readonly float[][] _up;
    private readonly float[][] _down;
    private readonly float[] _upHistory;
    private readonly float[][] _downHistory;
    private readonly float[] _sum;
    private readonly float[] _phase;
    private readonly int _maximumLength;

    /// <summary>Prepares one channel.</summary>
    /// <param name="factor">2 or more.</param>
    /// <param name="maximumLength">Largest block at the lower rate.</param>
    /// <param name="halfTaps">Reach of the low-passes, samples at the lower rate.</param>
    /// <param name="up">At most 2·halfTaps·factor + 1 taps at the higher rate.</param>
    /// <param name="down">As many.</param>
    public RateStage(int factor, int maximumLength, int halfTaps, double[] up, double[] down)
    {
        _halfTaps = halfTaps;
        Factor = factor;
        _maximumLength = maximumLength;
        _up = Split(up, factor, factor);
        _down = Split(down, factor, 1);
        _upHistory = new float[2 * _halfTaps + maximumLength];
        _downHistory = new float[factor][];
        for (int p = 0; p < factor; p++)
        {
            _downHistory[p] = new float[2 * _halfTaps + maximumLength];
        }

        _sum = new float[maximumLength];
        _phase = new float[maximumLength];
    }

    /// <summary>Times the base rate.</summary>
    public int Factor { get; }

    /// <summary>Raises the rate.</summary>
    /// <param name="source">0…maximum length samples.</param>
    /// <param name="destination">Receives factor × as many.</param>
    public void Up(ReadOnlySpan<float> source, Span<float> destination)
    {
        source.CopyTo(_upHistory.AsSpan(2 * _halfTaps));
        for (int p = 0; p < Factor; p++)
        {
            FirKernel.Correlate(_up[p], _upHistory.AsSpan(0, source.Length + 2 * _halfTaps), _phase.AsSpan(0, source.Length));
            for (int i = 0; i < source.Length; i++)
            {
                destination[i * Factor + p] = _phase[i];
            }
        }

        _upHistory.AsSpan(source.Length, 2 * _halfTaps).CopyTo(_upHistory);
    }

    /// <summary>Brings the rate back.</summary>
    /// <param name="source">Factor × as many samples as the destination.</param>
    /// <param name="destination">Receives samples at the base rate.</param>
    public void Down(ReadOnlySpan<float> source, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, _maximumLength);
        destination.Clear();
        Span<float> sum = _sum.AsSpan(0, destination.Length);
        for (int p = 0; p < Factor; p++)
        {
            Span<float> history = _downHistory[p];
            for (int i = 0; i < destination.Length; i++)
            {
                history[2 * _halfTaps + i] = source[i * Factor + p];
            }

            FirKernel.Correlate(_down[p], history[..(2 * _halfTaps + destination.Length)], sum);
            Kernels.Add(sum, destination);
            history.Slice(destination.Length, 2 * _halfTaps).CopyTo(history);
        }
    }

    /// <summary>Forgets all history.</summary>
    public void Reset()
    {
        _upHistory.AsSpan().Clear();
        foreach (float[] history in _downHistory)
        {
            history.AsSpan().Clear();
        }
    }

    /// <summary>Writes the history.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write(_upHistory.AsSpan(0, 2 * _halfTaps));
        foreach (float[] history in _downHistory)
        {
            state.Write(history.AsSpan(0, 2 * _halfTaps));
        }
    }

    /// <summary>Takes over a saved history.</summary>
    /// <param name="state">Written by an oversampler of the same factor.</param>
    public void Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Read(_upHistory.AsSpan(0, 2 * _halfTaps));
        foreach (float[] history in _downHistory)
        {
            state.Read(history.AsSpan(0, 2 * _halfTaps));
        }
    }

    // High-rate sample i·R + p of the interpolation is Σ h[R·j + p]·x[i − j], decimation Σ_p Σ_j h[R·j − p]·u_p[i − j]; reversed for Correlate.
    private float[][] Split(double[] h, int factor, double gain)
    {
        bool isUp = gain > 1;
        float[][] phases = new float[factor][];
        for (int p = 0; p < factor; p++)
        {
            phases[p] = new float[2 * _halfTaps + 1];
            for (int j = 0; j <= 2 * _halfTaps; j++)
            {
                int at = isUp ? factor * j + p : factor * j - p;
                phases[p][2 * _halfTaps - j] = at >= 0 && at < h.Length ? (float)(gain * h[at]) : 0;
            }
        }

        return phases;
    }
}
