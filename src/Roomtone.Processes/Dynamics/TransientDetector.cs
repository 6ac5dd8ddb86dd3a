using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>How far a sound stands above or below its own past, in dB: the difference of a fast and a slow envelope.</summary>
/// <remarks>
/// The largest magnitude of all channels is held for 12.5 ms, so that a steady tone of 40 Hz or more reads without ripple; the fast
/// envelope rises in 1 ms and falls in 30 ms, the slow one in 20 and 300 ms. Only their ratio counts, so the same sound 40 dB lower
/// reads alike, down to −100 dBFS.
/// </remarks>
internal sealed class TransientDetector
{
    private const double HoldMs = 12.5;
    private const float Floor = 1e-5f;
    private readonly KeyHighPass? _filter;
    private readonly float[] _filtered = [];
    private readonly SlidingMaximum _hold;
    private readonly float[] _slowLevels;
    private readonly int _channels;
    private readonly Envelope _fastTimes;
    private readonly Envelope _slowTimes;
    private double _fast = Floor;
    private double _slow = Floor;

    /// <summary>Prepares a detector.</summary>
    /// <param name="highPassHz">Corner of the high-pass before it, Hz; none where it is 0 or over 0.45 of the rate.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="channels">Channels that are heard.</param>
    /// <param name="maximumLength">Largest block.</param>
    public TransientDetector(double highPassHz, int sampleRate, int channels, int maximumLength)
    {
        _channels = channels;
        if (highPassHz > 0 && highPassHz < 0.45 * sampleRate)
        {
            _filter = new KeyHighPass(highPassHz, sampleRate, channels);
            _filtered = new float[channels * maximumLength];
        }

        _hold = new SlidingMaximum(Math.Max(1, (int)Math.Round(HoldMs * sampleRate / 1000)), maximumLength);
        _slowLevels = new float[maximumLength];
        _fastTimes = new Envelope(GainBallistics.Coefficient(1, sampleRate), GainBallistics.Coefficient(30, sampleRate));
        _slowTimes = new Envelope(GainBallistics.Coefficient(20, sampleRate), GainBallistics.Coefficient(300, sampleRate));
    }

    /// <summary>Measures a block.</summary>
    /// <param name="position">Content time of the first sample.</param>
    /// <param name="audio">Samples.</param>
    /// <param name="differenceDb">Receives fast over slow, dB: positive in an attack, negative while a sound dies away.</param>
    public void Detect(long position, ReadOnlyAudioBlock audio, Span<float> differenceDb)
    {
        if (_filter is not null)
        {
            var filtered = new AudioBlock(_filtered, _slowLevels.Length, _channels, 0, audio.Length);
            _filter.Process(position, audio, filtered);
            audio = filtered;
        }

        differenceDb.Fill(Floor);
        for (int c = 0; c < audio.Channels; c++)
        {
            Kernels.MaximumMagnitude(audio[c], differenceDb);
        }

        _hold.Apply(differenceDb);
        Span<float> slow = _slowLevels.AsSpan(0, audio.Length);
        Follow(differenceDb, slow);
        VectorMath.Log2(differenceDb, differenceDb);
        VectorMath.Log2(slow, slow);
        Kernels.Mix(slow, -1, differenceDb);
        Kernels.Scale(differenceDb, VectorMath.DecibelsPerLog2);
    }

    /// <summary>Returns to the start of a stream.</summary>
    public void Reset()
    {
        _filter?.Reset();
        _hold.Reset();
        _fast = Floor;
        _slow = Floor;
    }

    /// <summary>Writes everything that the next level depends on.</summary>
    /// <param name="state">Receives the state.</param>
    public void Save(StateWriter state)
    {
        _filter?.Save(state);
        _hold.Save(state);
        state.Write([_fast, _slow]);
    }

    /// <summary>Takes over a saved state.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        _filter?.Load(state);
        _hold.Load(state);
        _fast = state.ReadDouble();
        _slow = state.ReadDouble();
    }

    // Both recursions side by side: neither waits for the other.
    private void Follow(Span<float> levels, Span<float> slowLevels)
    {
        double fast = _fast, slow = _slow;
        for (int i = 0; i < levels.Length; i++)
        {
            double level = levels[i];
            fast = _fastTimes.Next(fast, level);
            slow = _slowTimes.Next(slow, level);
            levels[i] = (float)fast;
            slowLevels[i] = (float)slow;
        }

        (_fast, _slow) = (fast, slow);
    }

    /// <summary>A one-pole whose constant is another upwards than downwards.</summary>
    private readonly record struct Envelope(double Rise, double Fall)
    {
        public double Next(double at, double level)
        {
            double keep = level > at ? Rise : Fall;
            return level + keep * (at - level);
        }
    }
}
