namespace Roomtone.Analysis;

/// <summary>The largest true peak of one channel as it passes.</summary>
internal sealed class TruePeakTracker(TruePeakInterpolator interpolator)
{
    private const int Capacity = 4096;
    private readonly float[] _samples = new float[Capacity + 2 * interpolator.FilterReach];
    private int _filled = 2 * interpolator.FilterReach - 1;
    private float _peak;

    /// <summary>The largest so far, the last samples followed by silence; linear.</summary>
    public float Peak
    {
        get
        {
            int reach = interpolator.FilterReach;
            if (_filled < 2 * reach)
            {
                return 0;
            }

            Span<float> rest = stackalloc float[4 * reach];
            rest.Clear();
            _samples.AsSpan(_filled - 2 * reach, 2 * reach).CopyTo(rest);
            return interpolator.Peak(rest, interpolator.Peak(_samples.AsSpan(0, _filled), _peak));
        }
    }

    /// <summary>Adds samples.</summary>
    /// <param name="samples">Finite.</param>
    public void Add(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            int count = Math.Min(samples.Length, _samples.Length - _filled);
            samples[..count].CopyTo(_samples.AsSpan(_filled));
            samples = samples[count..];
            _filled += count;
            if (_filled == _samples.Length)
            {
                _peak = interpolator.Peak(_samples, _peak);
                _samples.AsSpan(Capacity).CopyTo(_samples);
                _filled = 2 * interpolator.FilterReach;
            }
        }
    }

    /// <summary>Returns to the start of a stream.</summary>
    public void Reset()
    {
        Array.Clear(_samples);
        _filled = 2 * interpolator.FilterReach - 1;
        _peak = 0;
    }
}
