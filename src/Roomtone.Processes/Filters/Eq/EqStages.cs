using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>A part of an equaliser's chain.</summary>
internal interface IEqStage : IDisposable
{
    /// <summary>Samples until it is silent.</summary>
    long TailSamples { get; }

    /// <summary>Filters its channels in place.</summary>
    void Process(in ProcessContext context, AudioBlock audio);

    /// <summary>Filters a stem in place with the gains that a stage of the same kind has just had over the whole signal.</summary>
    void Follow(IEqStage whole, in ProcessContext context, AudioBlock audio) => Process(context, audio);

    /// <summary>Forgets all history.</summary>
    void Reset();

    /// <summary>Writes the history.</summary>
    void Save(StateWriter state);

    /// <summary>Takes over a saved history.</summary>
    void Load(StateReader state);
}

/// <summary>Bands that do not follow the level, on all channels or on one.</summary>
internal sealed class EqFilterStage : IEqStage
{
    private readonly FilterProcessor _filter;
    private readonly EqBandSlot[] _bands;
    private readonly Ramp[] _ramps;
    private readonly int _channel;

    /// <summary>Designs the bands.</summary>
    public EqFilterStage(ProcessFormat format, EqBandSlot[] bands, int[] channels)
    {
        _bands = bands;
        _ramps = new Ramp[bands.Length * EqBandSlot.Parameters];
        _channel = channels.Length == 1 && format.Input.Count > 1 ? channels[0] : -1;
        ProcessFormat own = _channel < 0 ? format : format with { Input = ChannelLayout.Mono, Output = ChannelLayout.Mono };
        double[] settings = [.. bands.SelectMany(b => new[] { b.Band.FrequencyHz, b.Band.GainDb, b.Band.Q })];
        _filter = new FilterProcessor(own, bands.Sum(b => b.Band.SectionCount), Design, settings);
    }

    public long TailSamples => _filter.TailSamples;

    /// <summary>It filters every channel.</summary>
    public bool IsEverywhere => _channel < 0;

    /// <summary>The sections; null where they move.</summary>
    public BiquadCascade? Cascade => _filter.WholeCascade;

    public void Process(in ProcessContext context, AudioBlock audio)
    {
        ProcessContext own = context.Parameters.IsEmpty
            ? context
            : new ProcessContext { Position = context.Position, Parameters = Ramps(context.Parameters) };
        _filter.Process(own, _channel < 0 ? audio : EqMidSideStage.Single(audio, _channel));
    }

    public void Reset() => _filter.Reset();

    public void Save(StateWriter state) => _filter.Save(state);

    public void Load(StateReader state) => _filter.Load(state);

    public void Dispose() => _filter.Dispose();

    private Span<Ramp> Ramps(ReadOnlySpan<Ramp> all)
    {
        for (int b = 0; b < _bands.Length; b++)
        {
            all.Slice(_bands[b].FirstRamp, EqBandSlot.Parameters).CopyTo(_ramps.AsSpan(b * EqBandSlot.Parameters));
        }

        return _ramps;
    }

    private void Design(ReadOnlySpan<double> values, int sampleRate, Span<BiquadCoefficients> sections)
    {
        for (int b = 0; b < _bands.Length; b++)
        {
            EqBand band = _bands[b].Band;
            ReadOnlySpan<double> v = values.Slice(b * EqBandSlot.Parameters, EqBandSlot.Parameters);
            band.Design(v[0], v[1], v[2], sampleRate, sections);
            sections = sections[band.SectionCount..];
        }
    }
}

/// <summary>Stages that hear mid in place of left and side in place of right.</summary>
/// <remarks>Formula: M = ½(L + R), S = ½(L − R); back: L = M + S, R = M − S.</remarks>
internal sealed class EqMidSideStage(List<IEqStage> inside, int left, int right) : IEqStage
{
    private readonly List<IEqStage> _inside = inside;

    public long TailSamples { get; } = inside.Sum(s => s.TailSamples);

    /// <summary>One channel of a block as a block.</summary>
    public static AudioBlock Single(AudioBlock audio, int channel) => new(audio[channel], 0, 1, 0, audio.Length);

    public void Process(in ProcessContext context, AudioBlock audio)
    {
        Turn(audio[left], audio[right], 0.5f);
        foreach (IEqStage stage in _inside)
        {
            stage.Process(context, audio);
        }

        Turn(audio[left], audio[right], 1);
    }

    public void Follow(IEqStage whole, in ProcessContext context, AudioBlock audio)
    {
        Turn(audio[left], audio[right], 0.5f);
        for (int i = 0; i < _inside.Count; i++)
        {
            _inside[i].Follow(((EqMidSideStage)whole)._inside[i], context, audio);
        }

        Turn(audio[left], audio[right], 1);
    }

    public void Reset() => _inside.ForEach(s => s.Reset());

    public void Save(StateWriter state) => _inside.ForEach(s => s.Save(state));

    public void Load(StateReader state) => _inside.ForEach(s => s.Load(state));

    public void Dispose() => _inside.ForEach(s => s.Dispose());

    private static void Turn(Span<float> a, Span<float> b, float factor)
    {
        for (int i = 0; i < a.Length; i++)
        {
            (a[i], b[i]) = (factor * (a[i] + b[i]), factor * (a[i] - b[i]));
        }
    }
}
