using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>A bell or shelf whose gain is turned down while its band is loud.</summary>
/// <remarks>
/// <para>Detector: the band through a band-pass at the same frequency and Q (a shelf's corner), mean square of the loudest channel over 10 ms.
/// Above the threshold, over = level − threshold, the gain becomes gain − over·(1 − 1/ratio), at most 24 dB lower; smoothed in dB, attack
/// 10 ms, release 120 ms to 63 %.</para>
/// <para>The gain moves in steps of 16 samples of the grid; coefficients are read from a table of designs every ½ dB and run straight between.
/// While the gain rests at 0 dB the audio passes bit for bit. Frequency and Q of a dynamic band hold; its gain may be automated.
/// Source: D. Wise, <i>Concept, Design and Implementation of a General Dynamic Parametric Equalizer</i>, JAES 57, 2009.</para>
/// </remarks>
internal sealed class EqDynamicStage : IEqStage
{
    private const int Step = 16;
    private const double RangeDb = 24;
    private const double TableStepDb = 0.5;
    private const double AttackSeconds = 0.010;
    private const double ReleaseSeconds = 0.120;
    private const double WindowSeconds = 0.010;
    private const double QuietestPower = 1e-12;

    private readonly EqBandSlot _slot;
    private readonly int[] _channels;
    private readonly StateVariableCoefficients _detector;
    private readonly StateVariableCoefficients[] _table;
    private readonly double _lowestDb;
    private readonly double _attack;
    private readonly double _release;
    private readonly double _window;

    // Per channel: two of the filter, two of the detector's. Then: mean squares, reduction, and the gain at the last two grid lines.
    private readonly double[] _state;
    private readonly (double Start, double End)[] _gains;
    private readonly int _powers;
    private readonly int _shared;

    /// <summary>Designs the table.</summary>
    public EqDynamicStage(ProcessFormat format, EqBandSlot slot, int[] channels)
    {
        EqBand band = slot.Band;
        _slot = slot;
        _channels = channels;
        double rate = format.SampleRate;
        _attack = 1 - StableMath.Exp(-Step / (AttackSeconds * rate));
        _release = 1 - StableMath.Exp(-Step / (ReleaseSeconds * rate));
        _window = 1 - StableMath.Exp(-1 / (WindowSeconds * rate));
        double highest = format.IsAutomated ? 30 : band.GainDb;
        double lowest = (format.IsAutomated ? -30 : band.GainDb) - RangeDb;
        _lowestDb = band.GainDb - Math.Ceiling((band.GainDb - lowest) / TableStepDb) * TableStepDb;
        int count = (int)Math.Ceiling((highest - _lowestDb) / TableStepDb) + 2;
        _table = [.. Enumerable.Range(0, count).Select(i => StateVariableCoefficients.Of(
            FilterDemand.Section(band.Shape, band.FrequencyHz, band.Q, _lowestDb + i * TableStepDb, format.SampleRate)))];
        _detector = StateVariableCoefficients.Of(
            FilterDemand.Section(FilterShape.BandPass, band.FrequencyHz, Math.Clamp(band.Q, 0.3, 10), 0, format.SampleRate));
        _gains = new (double, double)[format.MaximumLength / Step + 4];
        _powers = 4 * channels.Length;
        _shared = _powers + channels.Length;
        _state = new double[_shared + 3];
        BiquadCoefficients slowest = FilterDemand.Section(band.Shape, band.FrequencyHz, band.Q, -RangeDb, format.SampleRate);
        BiquadCoefficients boosted = FilterDemand.Section(band.Shape, band.FrequencyHz, band.Q, Math.Max(band.GainDb, 1), format.SampleRate);
        TailSamples = Math.Max(FilterProcessor.TailOf([slowest]), FilterProcessor.TailOf([boosted]));
        Reset();
    }

    public long TailSamples { get; }

    private ref double Reduction => ref _state[_shared];

    private ref double StartDb => ref _state[_shared + 1];

    private ref double EndDb => ref _state[_shared + 2];

    public void Process(in ProcessContext context, AudioBlock audio) => Process(context, audio, null);

    public void Follow(IEqStage whole, in ProcessContext context, AudioBlock audio) => Process(context, audio, ((EqDynamicStage)whole)._gains);

    private void Process(in ProcessContext context, AudioBlock audio, (double Start, double End)[]? given)
    {
        int step = 0;
        foreach (DenormalGuard.Segment part in DenormalGuard.Split(context.Position, audio.Length))
        {
            if (part.IsFlushDue)
            {
                DenormalGuard.Flush(_state.AsSpan(0, _shared));
            }

            for (int done = part.Start; done < part.Start + part.Length;)
            {
                int phase = (int)((context.Position + done) & (Step - 1));
                if (phase == 0)
                {
                    NextGain(RampedValue.Of(context, _slot.FirstRamp + 1, _slot.Band.GainDb).At(RampedValue.Phase(context.Position) + done));
                }

                if (given is not null)
                {
                    (StartDb, EndDb) = given[step];
                }

                _gains[step++] = (StartDb, EndDb);
                int count = Math.Min(part.Start + part.Length - done, Step - phase);
                RunStep(audio.Slice(done, count), phase);
                done += count;
            }
        }
    }

    public void Reset()
    {
        _state.AsSpan().Clear();
        StartDb = EndDb = _slot.Band.GainDb;
    }

    public void Save(StateWriter state) => state.Write(_state);

    public void Load(StateReader state) => state.Read(_state);

    public void Dispose()
    {
    }

    private void NextGain(double gainDb)
    {
        double loudest = 0;
        for (int c = 0; c < _channels.Length; c++)
        {
            loudest = Math.Max(loudest, _state[_powers + c]);
        }

        double over = Decibels.FromPower(loudest + QuietestPower) - _slot.Band.ThresholdDbfs!.Value;
        double wanted = over > 0 ? Math.Min(over * (1 - 1 / _slot.Band.Ratio), RangeDb) : 0;
        Reduction += (wanted - Reduction) * (wanted > Reduction ? _attack : _release);
        if (Reduction < 1e-6 && wanted == 0)
        {
            Reduction = 0;
        }

        StartDb = EndDb;
        EndDb = gainDb - Reduction;
    }

    private StateVariableCoefficients At(double db)
    {
        double index = Math.Clamp((db - _lowestDb) / TableStepDb, 0, _table.Length - 1.000001);
        int below = (int)index;
        return _table[below].Towards(_table[below + 1], index - below);
    }

    private void RunStep(AudioBlock audio, int phase)
    {
        bool isIdentity = StartDb == 0 && EndDb == 0;
        StateVariableCoefficients start = At(StartDb), end = At(EndDb);
        for (int c = 0; c < _channels.Length; c++)
        {
            Span<float> samples = audio[_channels[c]];
            Span<double> s = _state.AsSpan(4 * c, 4);
            ref double power = ref _state[_powers + c];
            for (int i = 0; i < samples.Length; i++)
            {
                double x = samples[i];
                double band = Tick(x, _detector, s[2..]);
                power += (band * band - power) * _window;
                double y = Tick(x, start.Towards(end, (phase + i) * (1.0 / Step)), s);
                samples[i] = isIdentity ? samples[i] : (float)y;
            }
        }
    }

    // The recursion of StateVariableCoefficients.
    private static double Tick(double x, in StateVariableCoefficients h, Span<double> state)
    {
        double v1 = (state[0] + h.G * (x - state[1])) / (1 + h.G * (h.G + h.K));
        double v2 = state[1] + h.G * v1;
        state[0] = 2 * v1 - state[0];
        state[1] = 2 * v2 - state[1];
        return (h.High * (x - h.K * v1 - v2) + h.Band * v1) + h.Low * v2;
    }
}
