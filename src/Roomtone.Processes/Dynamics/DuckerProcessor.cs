using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Runs a ducker: powers every 10 ms, a <see cref="DuckingCurve"/>, and its gain, linear in dB between hops.</summary>
internal sealed class DuckerProcessor : IAudioProcessor
{
    private readonly DuckingCurve _curve;
    private readonly LoudnessPower _key;
    private readonly LoudnessPower _bed;
    private readonly DelayLine _delay;
    private readonly SpeechBand? _band;
    private readonly float[] _gains;
    private readonly int _hop;
    private double _fromDb;
    private double _toDb;

    public DuckerProcessor(DuckerSettings settings, ProcessFormat format)
    {
        _curve = new DuckingCurve(settings);
        _key = new LoudnessPower(format.SampleRate, format.Key!);
        _bed = new LoudnessPower(format.SampleRate, format.Input);
        _hop = format.SampleRate / DuckingCurve.HopsPerSecond;
        int delay = (_curve.DelayHops + 1) * _hop;
        LatencySamples = RenderGrid.PadLatency(delay);
        _delay = new DelayLine(format.Input.Count, LatencySamples, format.MaximumLength);
        _band = settings.Band == DuckerBand.Speech ? new SpeechBand(format.SampleRate, format.Input.Count) : null;
        _gains = new float[format.MaximumLength];
    }

    public int LatencySamples { get; }

    public long TailSamples => LatencySamples;

    public void Process(in ProcessContext context, AudioBlock audio)
    {
        for (int done = 0; done < audio.Length;)
        {
            int phase = Phase(context.Position + done);
            int count = Math.Min(audio.Length - done, _hop - phase);
            if (context.Key.Channels > 0)
            {
                _key.Add(context.Key.Slice(done, count));
            }

            _bed.Add((context.Leader.Channels > 0 ? context.Leader : audio).Slice(done, count));
            double step = (_toDb - _fromDb) / _hop;
            for (int i = 0; i < count; i++)
            {
                _gains[done + i] = (float)(_fromDb + step * (phase + i)) * VectorMath.Log2PerDecibel;
            }

            done += count;
            if (phase + count == _hop)
            {
                _fromDb = _toDb;
                _toDb = _curve.Next(_key.Take() / _hop, _bed.Take() / _hop);
            }
        }

        _delay.Process(audio);
        Span<float> gains = _gains.AsSpan(0, audio.Length);
        VectorMath.Exp2(gains, gains);
        if (_band is not null)
        {
            _band.Apply(context.Position, audio, gains);
            return;
        }

        for (int c = 0; c < audio.Channels; c++)
        {
            Kernels.Multiply(gains, audio[c]);
        }
    }

    public void Reset()
    {
        _curve.Reset();
        _key.Reset();
        _bed.Reset();
        _delay.Reset();
        _band?.Reset();
        _fromDb = 0;
        _toDb = 0;
    }

    public void Save(StateWriter state)
    {
        _curve.Save(state);
        _key.Save(state);
        _bed.Save(state);
        _delay.Save(state);
        _band?.Save(state);
        state.Write([_fromDb, _toDb]);
    }

    public void Load(StateReader state)
    {
        _curve.Load(state);
        _key.Load(state);
        _bed.Load(state);
        _delay.Load(state);
        _band?.Load(state);
        _fromDb = state.ReadDouble();
        _toDb = state.ReadDouble();
    }

    public void Dispose() => _delay.Dispose();

    private int Phase(long position)
    {
        int phase = (int)(position % _hop);
        return phase < 0 ? phase + _hop : phase;
    }
}
