using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Applies a gain to 500 Hz … 5 kHz only.</summary>
/// <remarks>
/// Formula: y = x + (g − 1)·b, b = x through a high-pass and a low-pass of the first order each, float64. At a gain of 1 the audio passes
/// bit for bit, and at any gain what is far outside the band keeps its phase.
/// </remarks>
internal sealed class SpeechBand
{
    private const double LowHz = 500;
    private const double HighHz = 5000;
    private const int StatesPerChannel = 3;
    private readonly double _highPassB;
    private readonly double _highPassA;
    private readonly double _lowPassB;
    private readonly double _lowPassA;
    private readonly double[] _state;

    /// <summary>Designs the band.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="channels">Channels.</param>
    public SpeechBand(int sampleRate, int channels)
    {
        double low = StableMath.Tan(Math.PI * LowHz / sampleRate);
        double high = StableMath.Tan(Math.PI * Math.Min(HighHz, 0.4 * sampleRate) / sampleRate);
        _highPassB = 1 / (1 + low);
        _highPassA = (low - 1) / (low + 1);
        _lowPassB = high / (1 + high);
        _lowPassA = (high - 1) / (high + 1);
        _state = new double[channels * StatesPerChannel];
    }

    /// <summary>Applies gains to a block.</summary>
    /// <param name="position">Content time of the first sample.</param>
    /// <param name="audio">x, then y.</param>
    /// <param name="gains">g, linear.</param>
    public void Apply(long position, AudioBlock audio, ReadOnlySpan<float> gains)
    {
        foreach (DenormalGuard.Segment part in DenormalGuard.Split(position, audio.Length))
        {
            if (part.IsFlushDue)
            {
                DenormalGuard.Flush(_state);
            }

            for (int c = 0; c < audio.Channels; c++)
            {
                Apply(audio[c].Slice(part.Start, part.Length), gains.Slice(part.Start, part.Length), _state.AsSpan(c * StatesPerChannel));
            }
        }
    }

    /// <summary>Returns to silence.</summary>
    public void Reset() => Array.Clear(_state);

    /// <summary>Writes the recursion.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state) => state.Write(_state);

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state) => state.Read(_state);

    private void Apply(Span<float> samples, ReadOnlySpan<float> gains, Span<double> state)
    {
        double x1 = state[0], h1 = state[1], b1 = state[2];
        for (int i = 0; i < samples.Length; i++)
        {
            double x = samples[i];
            double h = _highPassB * (x - x1) - _highPassA * h1;
            double band = _lowPassB * (h + h1) - _lowPassA * b1;
            samples[i] = (float)(x + (gains[i] - 1.0) * band);
            (x1, h1, b1) = (x, h, band);
        }

        (state[0], state[1], state[2]) = (x1, h1, b1);
    }
}
