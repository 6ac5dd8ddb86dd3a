using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>One measure-and-turn-down pass of a limiter over delayed audio.</summary>
/// <remarks>
/// A block in which no peak exceeds the ceiling while the gain is at rest is only delayed: its bits do not change, and measuring it
/// costs little. The bits of every sample depend on its neighbourhood alone, not on blocks.
/// </remarks>
internal sealed class LimiterStage : IDisposable
{
    // A little below the ceiling, so that rounding and the last residue of a repair stay under it.
    private const double MarginDb = 0.003;
    private readonly LimiterStageSettings _settings;
    private readonly TruePeakInterpolator? _interpolator;
    private readonly float _trigger;
    private readonly float _targetLog2;
    private readonly float _lowestLog2;
    private readonly LimiterGain[] _gains;
    private readonly int _groups;

    // Which gain a channel gets: its group's, or its own where the link is partial.
    private readonly int[] _gainOf;
    private readonly DelayLine _delay;
    private readonly DelayLine? _stemDelay;
    private readonly float[][] _context;
    private readonly float[][] _needs;
    private readonly float[] _peaks;
    private readonly float[] _lastPeaks;
    private readonly int _reach;

    /// <summary>Prepares a pass.</summary>
    /// <param name="settings">What it does.</param>
    /// <param name="interpolator">Finds true peaks; null = samples.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="maximumLength">Largest block.</param>
    /// <param name="hasStem">A stem gets the same gains.</param>
    public LimiterStage(LimiterStageSettings settings, TruePeakInterpolator? interpolator, int channels, int maximumLength, bool hasStem = false)
    {
        _settings = settings;
        _interpolator = interpolator;
        _reach = interpolator?.FilterReach ?? 0;
        _trigger = (float)Decibels.ToGain(settings.CeilingDb);
        _targetLog2 = (float)((settings.CeilingDb - MarginDb) * VectorMath.Log2PerDecibel);
        _lowestLog2 = (float)(-settings.MaxReductionDb * VectorMath.Log2PerDecibel);
        _groups = settings.GroupOf.Max() + 1;
        _gainOf = settings.LinkPercent >= 100 ? settings.GroupOf : [.. Enumerable.Range(0, channels)];
        int outputs = _gainOf.Max() + 1;
        _gains =
        [
            .. Enumerable.Range(0, outputs).Select(_ => new LimiterGain(
                settings.HalfSamples, settings.HasRelease ? new LimiterRelease(settings.ReleaseMs, settings.ReleaseShape, settings.SampleRate) : null, maximumLength)),
        ];
        DelaySamples = _reach + 2 * settings.HalfSamples;
        _delay = new DelayLine(channels, DelaySamples, maximumLength);
        _stemDelay = hasStem ? new DelayLine(channels, DelaySamples, maximumLength) : null;
        _context = [.. Enumerable.Range(0, channels).Select(_ => new float[2 * _reach + maximumLength])];
        _needs = [.. Enumerable.Range(0, channels).Select(_ => new float[maximumLength])];
        _peaks = new float[maximumLength + 1];
        _lastPeaks = new float[channels];
    }

    /// <summary>Samples by which it delays.</summary>
    public int DelaySamples { get; }

    /// <summary>Limits a block, in place.</summary>
    /// <param name="audio">Samples.</param>
    /// <param name="reduction">Counts what is taken off; null = nobody.</param>
    /// <param name="stem">Gets the same gains, in place; no channels without one.</param>
    /// <returns>Largest reduction of the block, log₂ of gain, 0 or less.</returns>
    public float Process(AudioBlock audio, GainReduction? reduction, AudioBlock stem = default)
    {
        bool isLoud = false;
        for (int c = 0; c < audio.Channels; c++)
        {
            isLoud |= Measure(c, audio[c]);
        }

        _delay.Process(audio);
        _stemDelay?.Process(stem);
        bool isAtRest = true;
        foreach (LimiterGain gain in _gains)
        {
            isAtRest &= gain.IsAtRest;
        }

        if (!isLoud && isAtRest)
        {
            reduction?.AddUntouched(audio.Length);
            return 0;
        }

        Link(audio.Length);
        float least = Apply(audio, reduction);
        for (int c = 0; c < stem.Channels; c++)
        {
            Kernels.Multiply(_needs[_gainOf[c]].AsSpan(0, stem.Length), stem[c]);
        }

        return least;
    }

    /// <summary>Returns to silence and rest.</summary>
    public void Reset()
    {
        _delay.Reset();
        _stemDelay?.Reset();
        Array.Clear(_lastPeaks);
        foreach (float[] context in _context)
        {
            Array.Clear(context);
        }

        foreach (LimiterGain gain in _gains)
        {
            gain.Reset();
        }
    }

    /// <summary>Writes everything that the next sample depends on.</summary>
    /// <param name="state">Receives it.</param>
    public void Save(StateWriter state)
    {
        _delay.Save(state);
        _stemDelay?.Save(state);
        state.Write(_lastPeaks);
        foreach (float[] context in _context)
        {
            state.Write(context.AsSpan(0, 2 * _reach));
        }

        foreach (LimiterGain gain in _gains)
        {
            gain.Save(state);
        }
    }

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        _delay.Load(state);
        _stemDelay?.Load(state);
        state.Read(_lastPeaks);
        foreach (float[] context in _context)
        {
            state.Read(context.AsSpan(0, 2 * _reach));
        }

        foreach (LimiterGain gain in _gains)
        {
            gain.Load(state);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _delay.Dispose();
        _stemDelay?.Dispose();
    }

    // A sample needs what the peaks on both its sides need. Its own peak lies in [n, n + 1).
    private bool Measure(int channel, ReadOnlySpan<float> samples)
    {
        int length = samples.Length;
        Span<float> peaks = _peaks.AsSpan(1, length);
        if (_interpolator is null)
        {
            Kernels.Magnitude(samples, peaks);
        }
        else
        {
            Span<float> context = _context[channel].AsSpan(0, 2 * _reach + length);
            samples.CopyTo(context[(2 * _reach)..]);
            _interpolator.Peaks(context, _trigger, peaks);
            context[length..].CopyTo(context);
        }

        _peaks[0] = _interpolator is null ? 0 : _lastPeaks[channel];
        _lastPeaks[channel] = peaks[^1];
        Span<float> needs = _needs[channel].AsSpan(0, length);
        if (!(Kernels.Peak(_peaks.AsSpan(0, length + 1)) > _trigger))
        {
            needs.Clear();
            return false;
        }

        Span<float> both = needs;
        for (int i = 0; i < length; i++)
        {
            float peak = _interpolator is null ? peaks[i] : Math.Max(_peaks[i], peaks[i]);
            both[i] = peak > _trigger ? peak : 0;
        }

        VectorMath.Log2(both, peaks);
        for (int i = 0; i < length; i++)
        {
            needs[i] = needs[i] > 0 ? Math.Max(Math.Min(_targetLog2 - peaks[i], 0), _lowestLog2) : 0;
        }

        return true;
    }

    private void Link(int length)
    {
        if (_needs.Length == 1 || _settings.LinkPercent <= 0)
        {
            return;
        }

        float link = (float)(Math.Min(_settings.LinkPercent, 100) / 100);
        if (_gains.Length == 1)
        {
            Span<float> shared = _needs[0].AsSpan(0, length);
            for (int c = 1; c < _needs.Length; c++)
            {
                ReadOnlySpan<float> other = _needs[c].AsSpan(0, length);
                for (int i = 0; i < shared.Length; i++)
                {
                    shared[i] = Math.Min(shared[i], other[i]);
                }
            }

            return;
        }

        Span<float> least = stackalloc float[_groups];
        for (int i = 0; i < length; i++)
        {
            least.Clear();
            for (int c = 0; c < _needs.Length; c++)
            {
                ref float group = ref least[_settings.GroupOf[c]];
                group = Math.Min(group, _needs[c][i]);
            }

            for (int o = 0; o < _gains.Length; o++)
            {
                // A gain is a group's where the link is whole, else a channel's.
                float own = _needs[o][i];
                _needs[o][i] = link >= 1 ? least[o] : own + link * (least[_settings.GroupOf[o]] - own);
            }
        }
    }

    // What is told of the reduction is that of the channel that loses most.
    private ReadOnlySpan<float> Deepest(int length)
    {
        if (_gains.Length == 1)
        {
            return _needs[0].AsSpan(0, length);
        }

        Span<float> deepest = _peaks.AsSpan(0, length);
        _needs[0].AsSpan(0, length).CopyTo(deepest);
        for (int o = 1; o < _gains.Length; o++)
        {
            for (int i = 0; i < length; i++)
            {
                deepest[i] = Math.Min(deepest[i], _needs[o][i]);
            }
        }

        return deepest;
    }

    private float Apply(AudioBlock audio, GainReduction? reduction)
    {
        float least = 0;
        for (int o = 0; o < _gains.Length; o++)
        {
            Span<float> gain = _needs[o].AsSpan(0, audio.Length);
            _gains[o].Apply(gain);
            foreach (float g in gain)
            {
                least = g < least ? g : least;
            }
        }

        reduction?.Add(Deepest(audio.Length));
        for (int o = 0; o < _gains.Length; o++)
        {
            Span<float> gain = _needs[o].AsSpan(0, audio.Length);
            VectorMath.Exp2(gain, gain);
        }

        for (int c = 0; c < audio.Channels; c++)
        {
            Kernels.Multiply(_needs[_gainOf[c]].AsSpan(0, audio.Length), audio[c]);
        }

        return least;
    }
}

/// <summary>What a pass of a limiter does.</summary>
/// <param name="CeilingDb">dB.</param>
/// <param name="HalfSamples">Half the window of the gain.</param>
/// <param name="HasRelease">It lets go slowly; else as fast as it takes off.</param>
/// <param name="ReleaseMs">63 % time, ms; null = automatic.</param>
/// <param name="LinkPercent">How much the channels share one gain.</param>
/// <param name="MaxReductionDb">Most that it takes off, dB.</param>
/// <param name="SampleRate">Hz.</param>
internal sealed record LimiterStageSettings(
    double CeilingDb, int HalfSamples, bool HasRelease, double? ReleaseMs, double LinkPercent, double MaxReductionDb, int SampleRate)
{
    /// <summary>How it lets go.</summary>
    public ReleaseShape ReleaseShape { get; init; }

    /// <summary>The group of each channel, numbered from 0 without a gap.</summary>
    public required int[] GroupOf { get; init; }
}
