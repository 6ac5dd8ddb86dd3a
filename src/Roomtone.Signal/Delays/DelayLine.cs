namespace Roomtone.Signal;

/// <summary>The past of one channel: whole and fractional delays.</summary>
/// <remarks>Thread: one at a time. Nothing allocates after creation.</remarks>
public sealed class DelayLine
{
    private readonly float[] _ring;
    private readonly int _mask;
    private int _next;

    /// <summary>Prepares a line of silence.</summary>
    /// <param name="maximumDelay">Samples, 0 or more.</param>
    public DelayLine(int maximumDelay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumDelay);
        MaximumDelay = maximumDelay;
        _ring = new float[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)maximumDelay + 4)];
        _mask = _ring.Length - 1;
    }

    /// <summary>The longest delay, samples.</summary>
    public int MaximumDelay { get; }

    /// <summary>Appends a sample; it then has delay 0.</summary>
    /// <param name="sample">The sample.</param>
    public void Write(float sample)
    {
        _ring[_next] = sample;
        _next = (_next + 1) & _mask;
    }

    /// <summary>The sample that was written some time ago.</summary>
    /// <param name="delay">0…maximum; 0 is the newest.</param>
    public float Read(int delay) => _ring[(_next - 1 - delay) & _mask];

    /// <summary>The value between samples, by the cubic through four neighbours (third-order Lagrange).</summary>
    /// <param name="delay">1…maximum; flat within 0.1 dB to a seventh of the sample rate.</param>
    public float ReadCubic(double delay)
    {
        int whole = (int)delay;
        double u = delay - whole;
        double a = Read(whole - 1), b = Read(whole), c = Read(whole + 1), d = Read(whole + 2);
        double c1 = c - a / 3 - b / 2 - d / 6, c2 = (a + c) / 2 - b, c3 = (d - a) / 6 + (b - c) / 2;
        return (float)(((c3 * u + c2) * u + c1) * u + b);
    }

    /// <summary>Delays a block by a whole number of samples, in place.</summary>
    /// <param name="samples">Samples.</param>
    /// <param name="delay">0…maximum.</param>
    public void Process(Span<float> samples, int delay)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)delay, (uint)MaximumDelay, nameof(delay));
        for (int i = 0; i < samples.Length; i++)
        {
            Write(samples[i]);
            samples[i] = Read(delay);
        }
    }

    /// <summary>Forgets all history.</summary>
    public void Reset()
    {
        _ring.AsSpan().Clear();
        _next = 0;
    }

    /// <summary>Writes the history.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write((long)_next);
        state.Write(_ring);
    }

    /// <summary>Takes over a saved history.</summary>
    /// <param name="state">Written by a line of the same length.</param>
    public void Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _next = (int)state.ReadInt64() & _mask;
        state.Read(_ring);
    }
}
