using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>What a level is.</summary>
public enum DetectorKind
{
    /// <summary>The largest magnitude of the last millisecond, so that a tone reads its peak without ripple.</summary>
    Peak,

    /// <summary>The root mean square of the window.</summary>
    Rms,
}

/// <summary>The level of audio at every sample, in dBFS: the ear of every dynamics process, usable alone.</summary>
/// <remarks>
/// <para>Peak: |x|, held for 1 ms. RMS: √ of the mean square over a rectangular window; a full-scale sine reads −3.01 dBFS.
/// A Butterworth high-pass may stand before it, so that rumble does not move the gain.</para>
/// <para>Linking: at 100 % every channel hears the loudest; at 0 % itself; in between the dB are shared in proportion.</para>
/// <para>The bits do not depend on the partition into blocks; nothing allocates while it runs. Thread: one at a time.</para>
/// </remarks>
public sealed class LevelDetector
{
    private const double PeakHoldMs = 1;
    private const float Silence = 1e-10f;
    private readonly DetectorKind _kind;
    private readonly bool _isLinked;
    private readonly float _link;
    private readonly KeyHighPass? _filter;
    private readonly SlidingMaximum[] _holds;
    private readonly MovingMean[] _means;
    private readonly float[] _filtered = [];
    private readonly int _channels;
    private readonly int _maximumLength;
    private readonly float[] _loudest;

    /// <summary>Prepares a detector.</summary>
    /// <param name="kind">Peak or RMS.</param>
    /// <param name="windowMs">Window of the RMS, ms.</param>
    /// <param name="highPassHz">Corner of the high-pass, Hz; 0 = none.</param>
    /// <param name="linkPercent">0…100 %.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="channels">Channels that are heard.</param>
    /// <param name="maximumLength">Largest block.</param>
    public LevelDetector(
        DetectorKind kind, double windowMs, double highPassHz, double linkPercent, int sampleRate, int channels, int maximumLength)
    {
        _kind = kind;
        _isLinked = linkPercent >= 100 || channels == 1;
        _link = (float)(linkPercent / 100);
        Outputs = _isLinked ? 1 : channels;
        _channels = channels;
        _maximumLength = maximumLength;
        if (highPassHz > 0 && highPassHz < 0.45 * sampleRate)
        {
            _filter = new KeyHighPass(highPassHz, sampleRate, channels);
            _filtered = new float[channels * maximumLength];
        }

        int hold = Math.Max(1, (int)Math.Round(PeakHoldMs * sampleRate / 1000));
        int window = Math.Max(1, (int)Math.Round(windowMs * sampleRate / 1000));
        _holds = kind == DetectorKind.Peak ? [.. Enumerable.Range(0, Outputs).Select(_ => new SlidingMaximum(hold, maximumLength))] : [];
        _means = kind == DetectorKind.Rms ? [.. Enumerable.Range(0, channels).Select(_ => new MovingMean(window))] : [];
        _loudest = new float[maximumLength];
    }

    /// <summary>Levels that come out: 1 where all channels are linked, else one per channel.</summary>
    public int Outputs { get; }

    /// <summary>Measures a block.</summary>
    /// <param name="position">Content time of the first sample.</param>
    /// <param name="audio">Samples.</param>
    /// <param name="levelDb">Receives <see cref="Outputs"/> planes of levels, dBFS; silence reads −200.</param>
    public void Detect(long position, ReadOnlyAudioBlock audio, AudioBlock levelDb)
    {
        if (_filter is not null)
        {
            var filtered = new AudioBlock(_filtered, _maximumLength, _channels, 0, audio.Length);
            _filter.Process(position, audio, filtered);
            audio = filtered;
        }

        if (_kind == DetectorKind.Peak)
        {
            DetectPeak(audio, levelDb);
        }
        else
        {
            DetectRms(audio, levelDb);
        }

        if (!_isLinked && _link > 0)
        {
            Link(levelDb);
        }
    }

    /// <summary>Returns to the start of a stream.</summary>
    public void Reset()
    {
        _filter?.Reset();
        foreach (SlidingMaximum hold in _holds)
        {
            hold.Reset();
        }

        foreach (MovingMean mean in _means)
        {
            mean.Reset();
        }
    }

    /// <summary>Writes everything that the next level depends on.</summary>
    /// <param name="state">Receives the state.</param>
    public void Save(StateWriter state)
    {
        _filter?.Save(state);
        foreach (SlidingMaximum hold in _holds)
        {
            hold.Save(state);
        }

        foreach (MovingMean mean in _means)
        {
            mean.Save(state);
        }
    }

    /// <summary>Takes over a saved state.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        _filter?.Load(state);
        foreach (SlidingMaximum hold in _holds)
        {
            hold.Load(state);
        }

        foreach (MovingMean mean in _means)
        {
            mean.Load(state);
        }
    }

    private static void ToDecibels(Span<float> values, float perLog2)
    {
        VectorMath.Log2(values, values);
        Kernels.Scale(values, perLog2);
    }

    private void DetectPeak(ReadOnlyAudioBlock audio, AudioBlock levelDb)
    {
        for (int o = 0; o < Outputs; o++)
        {
            levelDb[o].Fill(Silence);
        }

        for (int c = 0; c < audio.Channels; c++)
        {
            Kernels.MaximumMagnitude(audio[c], levelDb[_isLinked ? 0 : c]);
        }

        for (int o = 0; o < Outputs; o++)
        {
            _holds[o].Apply(levelDb[o]);
            ToDecibels(levelDb[o], VectorMath.DecibelsPerLog2);
        }
    }

    // Powers stay above the square of the silence, where float32 still has its full precision.
    private void DetectRms(ReadOnlyAudioBlock audio, AudioBlock levelDb)
    {
        const float Floor = Silence * Silence;
        for (int o = 0; o < Outputs; o++)
        {
            levelDb[o].Fill(Floor);
        }

        for (int c = 0; c < audio.Channels; c++)
        {
            _means[c].RaiseToMeanSquare(audio[c], levelDb[_isLinked ? 0 : c]);
        }

        for (int o = 0; o < Outputs; o++)
        {
            ToDecibels(levelDb[o], VectorMath.DecibelsPerLog2 / 2);
        }
    }

    private void Link(AudioBlock levelDb)
    {
        Span<float> loudest = _loudest.AsSpan(0, levelDb.Length);
        levelDb[0].CopyTo(loudest);
        for (int o = 1; o < Outputs; o++)
        {
            ReadOnlySpan<float> level = levelDb[o];
            for (int i = 0; i < loudest.Length; i++)
            {
                loudest[i] = level[i] > loudest[i] ? level[i] : loudest[i];
            }
        }

        for (int o = 0; o < Outputs; o++)
        {
            Span<float> level = levelDb[o];
            for (int i = 0; i < loudest.Length; i++)
            {
                level[i] += _link * (loudest[i] - level[i]);
            }
        }
    }
}
