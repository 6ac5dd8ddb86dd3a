using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>State-variable filters in series whose coefficients may move, in double precision between the first and the last.</summary>
/// <remarks>
/// The recursion and its source: <see cref="StateVariableCoefficients"/>, <see cref="StateVariableFilter"/>. The rounding to float32 after
/// each of eight sections would leave −131 dB; here it happens once.
/// </remarks>
internal sealed class MovingCascade
{
    private const int ChunkLength = 512;
    private readonly int _sections;
    private readonly double[] _state;
    private readonly double[] _scratch = new double[ChunkLength];

    /// <summary>Prepares a cascade without history.</summary>
    /// <param name="sections">Sections in series.</param>
    /// <param name="channels">1 or more.</param>
    public MovingCascade(int sections, int channels)
    {
        _sections = sections;
        _state = new double[2 * sections * channels];
    }

    /// <summary>Filters in place.</summary>
    /// <param name="audio">Any length; within one quantum of 64 samples while something moves.</param>
    /// <param name="position">Position of the first sample.</param>
    /// <param name="start">Coefficients at the multiple of 64 at or before the position, one per section.</param>
    /// <param name="end">Coefficients at the next multiple of 64.</param>
    public void Process(
        AudioBlock audio, long position, ReadOnlySpan<StateVariableCoefficients> start, ReadOnlySpan<StateVariableCoefficients> end)
    {
        foreach (DenormalGuard.Segment part in DenormalGuard.Split(position, audio.Length))
        {
            if (part.IsFlushDue)
            {
                DenormalGuard.Flush(_state);
            }

            for (int at = part.Start; at < part.Start + part.Length; at += ChunkLength)
            {
                int count = Math.Min(ChunkLength, part.Start + part.Length - at);
                for (int c = 0; c < audio.Channels; c++)
                {
                    Span<float> samples = audio[c].Slice(at, count);
                    Widening.ToDouble(samples, _scratch);
                    Run(_scratch.AsSpan(0, count), c, RampedValue.Phase(position + at), start, end);
                    Widening.ToSingle(_scratch.AsSpan(0, count), samples);
                }
            }
        }
    }

    /// <summary>Forgets all history.</summary>
    public void Reset() => _state.AsSpan().Clear();

    /// <summary>Writes the history.</summary>
    /// <param name="state">Receives two numbers per section and channel.</param>
    public void Save(StateWriter state) => state.Write(_state);

    /// <summary>Takes over a saved history.</summary>
    /// <param name="state">Written by a cascade of the same shape.</param>
    public void Load(StateReader state) => state.Read(_state);

    private void Run(
        Span<double> samples, int channel, int phase, ReadOnlySpan<StateVariableCoefficients> start, ReadOnlySpan<StateVariableCoefficients> end)
    {
        for (int s = 0; s < _sections; s++)
        {
            Span<double> state = _state.AsSpan(2 * (channel * _sections + s), 2);
            if (start[s] == end[s])
            {
                Fixed(samples, state, start[s]);
            }
            else
            {
                Moving(samples, state, phase, start[s], end[s]);
            }
        }
    }

    // The coefficients in locals: the compiler would read them again for every sample.
    private static void Fixed(Span<double> samples, Span<double> state, in StateVariableCoefficients h)
    {
        double g = h.G, k = h.K, low = h.Low, band = h.Band, high = h.High;
        double c = 1 / (1 + g * (g + k));
        double s1 = state[0], s2 = state[1];
        for (int i = 0; i < samples.Length; i++)
        {
            double x = samples[i];
            double v1 = c * (s1 + g * (x - s2));
            double v2 = s2 + g * v1;
            s1 = 2 * v1 - s1;
            s2 = 2 * v2 - s2;
            samples[i] = (high * (x - k * v1 - v2) + band * v1) + low * v2;
        }

        state[0] = s1;
        state[1] = s2;
    }

    private static void Moving(
        Span<double> samples, Span<double> state, int phase, in StateVariableCoefficients start, in StateVariableCoefficients end)
    {
        double s1 = state[0], s2 = state[1];
        for (int i = 0; i < samples.Length; i++)
        {
            StateVariableCoefficients h = start.Towards(end, (phase + i) * (1.0 / RenderGrid.Quantum));
            double x = samples[i];
            double v1 = 1 / (1 + h.G * (h.G + h.K)) * (s1 + h.G * (x - s2));
            double v2 = s2 + h.G * v1;
            s1 = 2 * v1 - s1;
            s2 = 2 * v2 - s2;
            samples[i] = (h.High * (x - h.K * v1 - v2) + h.Band * v1) + h.Low * v2;
        }

        state[0] = s1;
        state[1] = s2;
    }
}
