using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Works out the sections of a filter for values of its parameters.</summary>
/// <param name="values">One per automatable parameter.</param>
/// <param name="sampleRate">Hz.</param>
/// <param name="sections">Receives the sections.</param>
internal delegate void SectionDesign(ReadOnlySpan<double> values, int sampleRate, Span<BiquadCoefficients> sections);

/// <summary>Second-order sections in series: a fused cascade while fixed, state-variable filters where a parameter moves somewhere.</summary>
/// <remarks>
/// Double state in both. The form is chosen when the processor is made and never changes; moving coefficients run straight over each
/// quantum of 64 samples between those designed at its ends, which a state-variable filter does without clicks.
/// </remarks>
internal sealed class FilterProcessor : ICascadeProcessor
{
    // −144 dB.
    private const double SilenceNepers = 16.58;

    private readonly int _sampleRate;
    private readonly SectionDesign _design;
    private readonly double[] _settings;
    private readonly double[] _startValues;
    private readonly double[] _endValues;
    private readonly BiquadCoefficients[] _sections;
    private readonly BiquadCascade? _fixed;
    private readonly MovingCascade? _moving;
    private readonly StateVariableCoefficients[] _start;
    private readonly StateVariableCoefficients[] _end;

    /// <summary>Designs the filter and prepares its form.</summary>
    /// <param name="format">Rate, channels, largest block.</param>
    /// <param name="sectionCount">Sections in series.</param>
    /// <param name="design">Works out the sections.</param>
    /// <param name="settings">What the settings say for every automatable parameter, in their order.</param>
    public FilterProcessor(ProcessFormat format, int sectionCount, SectionDesign design, params ReadOnlySpan<double> settings)
    {
        _sampleRate = format.SampleRate;
        _design = design;
        _settings = settings.ToArray();
        _startValues = settings.ToArray();
        _endValues = settings.ToArray();
        _sections = new BiquadCoefficients[sectionCount];
        design(settings, format.SampleRate, _sections);
        TailSamples = TailOf(_sections);
        _start = [.. _sections.Select(StateVariableCoefficients.Of)];
        _end = [.. _start];
        if (format.IsAutomated)
        {
            _moving = new MovingCascade(sectionCount, format.Input.Count);
        }
        else
        {
            _fixed = new BiquadCascade(_sections, format.Input.Count);
        }
    }

    /// <inheritdoc/>
    public int LatencySamples => 0;

    /// <inheritdoc/>
    public BiquadCascade? WholeCascade => _fixed;

    /// <inheritdoc/>
    public long TailSamples { get; }

    /// <summary>Samples until the slowest poles have decayed by 144 dB, summed over the sections.</summary>
    /// <param name="sections">Stable sections.</param>
    public static long TailOf(ReadOnlySpan<BiquadCoefficients> sections)
    {
        double samples = 0;
        foreach (BiquadCoefficients h in sections)
        {
            double discriminant = h.A1 * h.A1 / 4 - h.A2;
            double radius = discriminant < 0 ? Math.Sqrt(h.A2) : Math.Abs(h.A1) / 2 + Math.Sqrt(discriminant);
            samples += radius <= 0 ? 2 : 2 + SilenceNepers / -StableMath.Log(Math.Min(radius, 1 - 1e-9));
        }

        return (long)Math.Ceiling(samples);
    }

    /// <inheritdoc/>
    public void Process(in ProcessContext context, AudioBlock audio)
    {
        if (_fixed is not null)
        {
            _fixed.Process(audio, context.Position);
            return;
        }

        FollowRamps(context.Parameters);
        _moving!.Process(audio, context.Position, _start, _end);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _fixed?.Reset();
        _moving?.Reset();
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        _fixed?.Save(state);
        _moving?.Save(state);
    }

    /// <inheritdoc/>
    public void Load(StateReader state)
    {
        _fixed?.Load(state);
        _moving?.Load(state);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    // Coefficients depend on the values at a grid line only, so those of the last end may serve as the next start.
    private void FollowRamps(ReadOnlySpan<Ramp> ramps)
    {
        if (!IsAt(_startValues, ramps, isEnd: false))
        {
            if (IsAt(_endValues, ramps, isEnd: false))
            {
                _endValues.CopyTo(_startValues, 0);
                _end.CopyTo(_start, 0);
            }
            else
            {
                DesignAt(ramps, isEnd: false, _startValues, _start);
            }
        }

        if (!IsAt(_endValues, ramps, isEnd: true))
        {
            DesignAt(ramps, isEnd: true, _endValues, _end);
        }
    }

    private bool IsAt(double[] values, ReadOnlySpan<Ramp> ramps, bool isEnd)
    {
        for (int p = 0; p < values.Length; p++)
        {
            if (!values[p].Equals(ValueAt(ramps, p, isEnd)))
            {
                return false;
            }
        }

        return true;
    }

    private void DesignAt(ReadOnlySpan<Ramp> ramps, bool isEnd, double[] values, Span<StateVariableCoefficients> destination)
    {
        for (int p = 0; p < values.Length; p++)
        {
            values[p] = ValueAt(ramps, p, isEnd);
        }

        _design(values, _sampleRate, _sections);
        for (int s = 0; s < _sections.Length; s++)
        {
            destination[s] = StateVariableCoefficients.Of(_sections[s]);
        }
    }

    private double ValueAt(ReadOnlySpan<Ramp> ramps, int parameter, bool isEnd) =>
        ramps.IsEmpty ? _settings[parameter] : isEnd ? ramps[parameter].End : ramps[parameter].Start;
}
