using System.Runtime.Intrinsics;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>The high-pass before a level detector: Butterworth, 12 dB per octave, float64.</summary>
/// <remarks>
/// Formula: direct form I, y = b·(x − 2x₁ + x₂) − a2·y₂ − a1·y₁; bilinear transform with the corner pre-warped. Direct form I keeps
/// the feedback path to one product and one difference.
/// </remarks>
internal sealed class KeyHighPass
{
    private const int StatesPerChannel = 4;
    private readonly double _b;
    private readonly double _a1;
    private readonly double _a2;
    private readonly double[] _state;

    /// <summary>Designs the filter.</summary>
    /// <param name="cornerHz">−3.01 dB point, Hz, below Nyquist.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="channels">Channels.</param>
    public KeyHighPass(double cornerHz, int sampleRate, int channels)
    {
        double k = StableMath.Tan(Math.PI * cornerHz / sampleRate);
        double norm = 1 + Math.Sqrt(2) * k + k * k;
        _b = 1 / norm;
        _a1 = 2 * (k * k - 1) / norm;
        _a2 = (1 - Math.Sqrt(2) * k + k * k) / norm;
        _state = new double[channels * StatesPerChannel];
    }

    /// <summary>Filters a block.</summary>
    /// <param name="position">Content time of the first sample.</param>
    /// <param name="source">x.</param>
    /// <param name="destination">y.</param>
    public void Process(long position, ReadOnlyAudioBlock source, AudioBlock destination)
    {
        foreach (DenormalGuard.Segment part in DenormalGuard.Split(position, source.Length))
        {
            if (part.IsFlushDue)
            {
                DenormalGuard.Flush(_state);
            }

            int c = 0;
            for (; c + 1 < source.Channels; c += 2)
            {
                ProcessPair(source.Slice(part.Start, part.Length), destination.Slice(part.Start, part.Length), c);
            }

            if (c < source.Channels)
            {
                Process(source[c].Slice(part.Start, part.Length), destination[c].Slice(part.Start, part.Length), _state.AsSpan(c * StatesPerChannel));
            }
        }
    }

    /// <summary>Returns to the start of a stream.</summary>
    public void Reset() => Array.Clear(_state);

    /// <summary>Writes the recursion.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state) => state.Write(_state);

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state) => state.Read(_state);

    // Two channels in the lanes of a vector: the recursion waits for its own result, so the second costs nothing.
    private void ProcessPair(ReadOnlyAudioBlock source, AudioBlock destination, int channel)
    {
        Span<double> left = _state.AsSpan(channel * StatesPerChannel, StatesPerChannel);
        Span<double> right = _state.AsSpan((channel + 1) * StatesPerChannel, StatesPerChannel);
        Vector128<double> x1 = Vector128.Create(left[0], right[0]), x2 = Vector128.Create(left[1], right[1]);
        Vector128<double> y1 = Vector128.Create(left[2], right[2]), y2 = Vector128.Create(left[3], right[3]);
        Vector128<double> b = Vector128.Create(_b), a1 = Vector128.Create(_a1), a2 = Vector128.Create(_a2);
        ReadOnlySpan<float> from = source[channel], second = source[channel + 1][..from.Length];
        Span<float> to = destination[channel][..from.Length], other = destination[channel + 1][..from.Length];
        for (int i = 0; i < from.Length; i++)
        {
            Vector128<double> x = Vector128.WidenLower(Vector128.Create(from[i], second[i], 0, 0));
            Vector128<double> y = (b * (x - (x1 + x1) + x2) - a2 * y2) - a1 * y1;
            Vector128<float> narrow = Vector128.Narrow(y, y);
            to[i] = narrow.ToScalar();
            other[i] = narrow.GetElement(1);
            x2 = x1;
            x1 = x;
            y2 = y1;
            y1 = y;
        }

        (left[0], left[1], left[2], left[3]) = (x1[0], x2[0], y1[0], y2[0]);
        (right[0], right[1], right[2], right[3]) = (x1[1], x2[1], y1[1], y2[1]);
    }

    private void Process(ReadOnlySpan<float> source, Span<float> destination, Span<double> state)
    {
        double x1 = state[0], x2 = state[1], y1 = state[2], y2 = state[3];
        double b = _b, a1 = _a1, a2 = _a2;
        for (int i = 0; i < source.Length; i++)
        {
            double x = source[i];
            double y = (b * (x - (x1 + x1) + x2) - a2 * y2) - a1 * y1;
            destination[i] = (float)y;
            x2 = x1;
            x1 = x;
            y2 = y1;
            y1 = y;
        }

        (state[0], state[1], state[2], state[3]) = (x1, x2, y1, y2);
    }
}
