using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Runs a transient shaper: how far two detectors are above and below their own past → gain on the delayed audio.</summary>
/// <remarks>
/// <para>Formula: d is what <see cref="TransientDetector"/> reads of the sound, d' of the same above 2 kHz, where attacks stand out of
/// tones that go on. A = s(max(d, d'); 1.25, 3 dB), S = s(−d; 2, 6 dB), s rising from 0 to 1 in a straight line between its two
/// levels; gain = A·attack + (1 − A)·S·sustain in dB, smoothed by one pole of 0.5 ms.</para>
/// <para>All channels share one gain: that of the loudest.</para>
/// </remarks>
internal sealed class TransientProcessor : IAudioProcessor
{
    private const int Attack = 0;
    private const int Sustain = 1;
    private const double LookAheadMs = 1.5;
    private const double SmoothMs = 0.5;
    private const double BrightHz = 2000;
    private const float AttackThresholdDb = 1.25f;
    private const float SustainThresholdDb = 2;
    private const float WholeAttackDb = 3;
    private const float WholeSustainDb = 6;
    private readonly TransientSettings _settings;
    private readonly TransientDetector _whole;
    private readonly TransientDetector _bright;
    private readonly DelayLine _audioDelay;
    private readonly DelayLine _gainDelay;
    private readonly AudioBuffer _gains;
    private readonly float[] _differences;
    private readonly double _keep;
    private double _gainDb;

    public TransientProcessor(TransientSettings settings, ProcessFormat format)
    {
        _settings = settings;
        int rate = format.SampleRate;
        _whole = new TransientDetector(0, rate, format.Input.Count, format.MaximumLength);
        _bright = new TransientDetector(BrightHz, rate, format.Input.Count, format.MaximumLength);
        _keep = GainBallistics.Coefficient(SmoothMs, rate);
        int ahead = (int)Math.Round(LookAheadMs * rate / 1000);
        LatencySamples = RenderGrid.PadLatency(ahead);
        _audioDelay = new DelayLine(format.Input.Count, LatencySamples, format.MaximumLength);
        _gainDelay = new DelayLine(1, LatencySamples - ahead, format.MaximumLength);
        _gains = new AudioBuffer(1, format.MaximumLength);
        _differences = new float[format.MaximumLength];
    }

    public int LatencySamples { get; }

    public long TailSamples => LatencySamples;

    public void Process(in ProcessContext context, AudioBlock audio)
    {
        AudioBlock gains = _gains.Block.Slice(0, audio.Length);
        ReadOnlyAudioBlock heard = context.Leader.Channels > 0 ? context.Leader : audio;
        Span<float> gain = gains[0], bright = _differences.AsSpan(0, audio.Length);
        _whole.Detect(context.Position, heard, gain);
        _bright.Detect(context.Position, heard, bright);
        foreach (DenormalGuard.Segment part in DenormalGuard.Split(context.Position, audio.Length))
        {
            _gainDb = part.IsFlushDue ? DenormalGuard.Flushed(_gainDb) : _gainDb;
            Shape(
                gain.Slice(part.Start, part.Length), bright.Slice(part.Start, part.Length), RampedValue.Of(context, Attack, _settings.AttackDb),
                RampedValue.Of(context, Sustain, _settings.SustainDb), RampedValue.Phase(context.Position) + part.Start);
        }

        _gainDelay.Process(gains);
        _audioDelay.Process(audio);
        Kernels.Scale(gain, VectorMath.Log2PerDecibel);
        VectorMath.Exp2(gain, gain);
        for (int c = 0; c < audio.Channels; c++)
        {
            Kernels.Multiply(gain, audio[c]);
        }
    }

    public void Reset()
    {
        _whole.Reset();
        _bright.Reset();
        _audioDelay.Reset();
        _gainDelay.Reset();
        _gainDb = 0;
    }

    public void Save(StateWriter state)
    {
        _whole.Save(state);
        _bright.Save(state);
        _audioDelay.Save(state);
        _gainDelay.Save(state);
        state.Write(_gainDb);
    }

    public void Load(StateReader state)
    {
        _whole.Load(state);
        _bright.Load(state);
        _audioDelay.Load(state);
        _gainDelay.Load(state);
        _gainDb = state.ReadDouble();
    }

    public void Dispose()
    {
        _audioDelay.Dispose();
        _gainDelay.Dispose();
        _gains.Dispose();
    }

    private static float Share(float difference, float from, float whole) => Math.Clamp((difference - from) / (whole - from), 0, 1);

    private void Shape(Span<float> whole, ReadOnlySpan<float> bright, Ramp attack, Ramp sustain, int phase)
    {
        double gain = _gainDb;
        for (int i = 0; i < whole.Length; i++)
        {
            float rising = Share(Math.Max(whole[i], bright[i]), AttackThresholdDb, WholeAttackDb);
            double target = rising * attack.At(phase + i) + (1 - rising) * Share(-whole[i], SustainThresholdDb, WholeSustainDb) * sustain.At(phase + i);
            gain = _keep * gain + (1 - _keep) * target;
            whole[i] = (float)gain;
        }

        _gainDb = gain;
    }
}
