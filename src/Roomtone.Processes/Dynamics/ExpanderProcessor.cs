using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>The static law below a threshold.</summary>
/// <param name="ThresholdDb">dB.</param>
/// <param name="Ratio">n of n:1.</param>
/// <param name="RangeDb">Largest reduction, dB.</param>
/// <param name="HysteresisDb">dB below the threshold at which an open one closes.</param>
internal readonly record struct ExpanderLaw(double ThresholdDb, double Ratio, double RangeDb, double HysteresisDb);

/// <summary>Times of a gate or expander, ms.</summary>
/// <param name="AttackMs">63 % time of opening.</param>
/// <param name="HoldMs">Stays open.</param>
/// <param name="ReleaseMs">63 % time of closing.</param>
/// <param name="LookAheadMs">Opens so much earlier.</param>
internal readonly record struct ExpanderTimes(double AttackMs, double HoldMs, double ReleaseMs, double LookAheadMs);

/// <summary>Runs a gate or an expander.</summary>
/// <remarks>
/// Formula: closed, and d = level − threshold &lt; 0: gain = max(d·(ratio − 1), −range), else 0 dB; the gain follows by one pole in
/// dB, with the attack's constant upwards and the release's downwards.
/// </remarks>
internal sealed class ExpanderProcessor : IAudioProcessor
{
    private const int Threshold = 0;
    private const int Range = 1;
    private const double WindowMs = 5;
    private const double KeyHighPassHz = 80;
    private readonly ExpanderLaw _law;
    private readonly LevelDetector _detector;
    private readonly DelayLine _audioDelay;
    private readonly DelayLine _gainDelay;
    private readonly AudioBuffer _gains;
    private readonly double _attack;
    private readonly double _release;
    private readonly int _holdSamples;
    private readonly bool _hasKey;
    private double _gainDb;
    private long _held;
    private bool _isOpen;

    public ExpanderProcessor(ExpanderLaw law, ExpanderTimes times, ProcessFormat format)
    {
        _law = law;
        _hasKey = format.Key is not null;
        int rate = format.SampleRate;
        _detector = new LevelDetector(
            DetectorKind.Rms, WindowMs, KeyHighPassHz, 100, rate, format.Key?.Count ?? format.Input.Count, format.MaximumLength);
        _attack = GainBallistics.Coefficient(times.AttackMs, rate);
        _release = GainBallistics.Coefficient(times.ReleaseMs, rate);
        _holdSamples = (int)Math.Round(times.HoldMs * rate / 1000);
        int ahead = (int)Math.Round(times.LookAheadMs * rate / 1000);
        LatencySamples = RenderGrid.PadLatency(ahead);
        _audioDelay = new DelayLine(format.Input.Count, LatencySamples, format.MaximumLength);
        _gainDelay = new DelayLine(1, LatencySamples - ahead, format.MaximumLength);
        _gains = new AudioBuffer(1, format.MaximumLength);
        Reset();
    }

    public int LatencySamples { get; }

    public long TailSamples => LatencySamples;

    public void Process(in ProcessContext context, AudioBlock audio)
    {
        AudioBlock gains = _gains.Block.Slice(0, audio.Length);
        _detector.Detect(context.Position, _hasKey ? context.Key : context.Leader.Channels > 0 ? context.Leader : audio, gains);
        int phase = RampedValue.Phase(context.Position);
        foreach (DenormalGuard.Segment part in DenormalGuard.Split(context.Position, audio.Length))
        {
            _gainDb = part.IsFlushDue ? DenormalGuard.Flushed(_gainDb) : _gainDb;
            Follow(
                gains[0].Slice(part.Start, part.Length), RampedValue.Of(context, Threshold, _law.ThresholdDb),
                RampedValue.Of(context, Range, _law.RangeDb), phase + part.Start);
        }

        _gainDelay.Process(gains);
        _audioDelay.Process(audio);
        Kernels.Scale(gains[0], VectorMath.Log2PerDecibel);
        VectorMath.Exp2(gains[0], gains[0]);
        for (int c = 0; c < audio.Channels; c++)
        {
            Kernels.Multiply(gains[0], audio[c]);
        }
    }

    public void Reset()
    {
        _detector.Reset();
        _audioDelay.Reset();
        _gainDelay.Reset();
        _gainDb = 0;
        _held = 0;
        _isOpen = false;
    }

    public void Save(StateWriter state)
    {
        _detector.Save(state);
        _audioDelay.Save(state);
        _gainDelay.Save(state);
        state.Write(_gainDb);
        state.Write(_held);
        state.Write(_isOpen ? 1 : 0);
    }

    public void Load(StateReader state)
    {
        _detector.Load(state);
        _audioDelay.Load(state);
        _gainDelay.Load(state);
        _gainDb = state.ReadDouble();
        _held = state.ReadInt64();
        _isOpen = state.ReadInt64() != 0;
    }

    public void Dispose()
    {
        _audioDelay.Dispose();
        _gainDelay.Dispose();
        _gains.Dispose();
    }

    private void Follow(Span<float> levels, Ramp threshold, Ramp range, int phase)
    {
        double gain = _gainDb, steepness = _law.Ratio - 1;
        for (int i = 0; i < levels.Length; i++)
        {
            double over = levels[i] - threshold.At(phase + i);
            if (over >= 0 || (_isOpen && over >= -_law.HysteresisDb))
            {
                _isOpen = true;
                _held = _holdSamples;
            }
            else if (_held > 0)
            {
                _held--;
            }
            else
            {
                _isOpen = false;
            }

            double target = _isOpen ? 0 : Math.Max(over * steepness, -range.At(phase + i));
            double keep = target > gain ? _attack : _release;
            gain = keep * gain + (1 - keep) * target;
            levels[i] = (float)gain;
        }

        _gainDb = gain;
    }
}
