namespace Roomtone.Signal;

/// <summary>Second-order sections in series on any number of channels, in double precision between the first and the last.</summary>
/// <remarks>
/// <para>Formula (transposed direct form II): y = b0·x + s1; s1 = (b1·x + s2) − a1·y; s2 = b2·x − a2·y.</para>
/// <para>Latency: none. The same bits for any partition into blocks and for every instruction set: sections stand side by side in the
/// lanes of a vector, each one sample behind the one before, and each lane computes what the scalar form computes.</para>
/// <para>State below 10⁻³⁰ is cut at fixed positions (<see cref="DenormalGuard"/>). Thread: one at a time.</para>
/// </remarks>
public sealed class BiquadCascade
{
    private const int ChunkLength = 1024;

    private readonly int _sections;
    private readonly int _groups;
    private readonly int _lanes;
    private readonly double[] _coefficients;
    private readonly double[] _state;
    private readonly double[] _scratch;

    /// <summary>Prepares a cascade without history.</summary>
    /// <param name="sections">Sections in series.</param>
    /// <param name="channels">1 or more.</param>
    public BiquadCascade(ReadOnlySpan<BiquadCoefficients> sections, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Channels = channels;
        _sections = sections.Length;
        _lanes = SectionLanes.Width(sections.Length);
        _groups = (sections.Length + _lanes - 1) / _lanes;
        _coefficients = new double[_groups * _lanes * 5];
        _state = new double[channels * _groups * _lanes * 2];
        _scratch = new double[Math.Min(2, channels) * ChunkLength];
        for (int s = 0; s < _groups * _lanes; s++)
        {
            Store(s, s < sections.Length ? sections[s] : BiquadCoefficients.Identity);
        }
    }

    /// <summary>Channels.</summary>
    public int Channels { get; }

    /// <summary>Sections in series.</summary>
    public int SectionCount => _sections;

    /// <summary>Replaces a section and keeps its state; for slow or rare changes (fast ones: <see cref="StateVariableFilter"/>).</summary>
    /// <param name="section">Index from 0.</param>
    /// <param name="coefficients">The new section.</param>
    public void SetSection(int section, BiquadCoefficients coefficients)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)section, (uint)_sections, nameof(section));
        Store(section, coefficients);
    }

    /// <summary>Filters in place.</summary>
    /// <param name="audio">As many channels as the cascade, any length.</param>
    /// <param name="position">Position of the first sample in the programme.</param>
    public void Process(AudioBlock audio, long position)
    {
        if (_sections == 0)
        {
            return;
        }

        foreach (DenormalGuard.Segment part in DenormalGuard.Split(position, audio.Length))
        {
            if (part.IsFlushDue)
            {
                DenormalGuard.Flush(_state);
            }

            for (int at = 0; at < part.Length; at += ChunkLength)
            {
                int count = Math.Min(ChunkLength, part.Length - at);
                for (int c = 0; c < audio.Channels; c += 2)
                {
                    int pair = Math.Min(2, audio.Channels - c);
                    for (int k = 0; k < pair; k++)
                    {
                        Widening.ToDouble(audio[c + k].Slice(part.Start + at, count), _scratch.AsSpan(k * ChunkLength, count));
                    }

                    Run(c, pair, count);
                    for (int k = 0; k < pair; k++)
                    {
                        Widening.ToSingle(_scratch.AsSpan(k * ChunkLength, count), audio[c + k].Slice(part.Start + at, count));
                    }
                }
            }
        }
    }

    /// <summary>Filters to double precision, for meters that go on in it.</summary>
    /// <param name="source">As many channels as the cascade.</param>
    /// <param name="position">Position of the first sample in the programme.</param>
    /// <param name="destination">Receives the channels, one plane after the other, each as long as the source.</param>
    public void Process(ReadOnlyAudioBlock source, long position, Span<double> destination)
    {
        int length = source.Length;
        foreach (DenormalGuard.Segment part in DenormalGuard.Split(position, length))
        {
            if (part.IsFlushDue)
            {
                DenormalGuard.Flush(_state);
            }

            for (int at = part.Start; at < part.Start + part.Length; at += ChunkLength)
            {
                int count = Math.Min(ChunkLength, part.Start + part.Length - at);
                for (int c = 0; c < source.Channels; c += 2)
                {
                    int pair = Math.Min(2, source.Channels - c);
                    for (int k = 0; k < pair; k++)
                    {
                        Widening.ToDouble(source[c + k].Slice(at, count), _scratch.AsSpan(k * ChunkLength, count));
                    }

                    Run(c, pair, count);
                    for (int k = 0; k < pair; k++)
                    {
                        _scratch.AsSpan(k * ChunkLength, count).CopyTo(destination.Slice((c + k) * length + at, count));
                    }
                }
            }
        }
    }

    /// <summary>Forgets all history.</summary>
    public void Reset() => _state.AsSpan().Clear();

    /// <summary>Writes the history.</summary>
    /// <param name="state">Receives it, section after section: the same on every instruction set.</param>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        for (int c = 0; c < Channels; c++)
        {
            for (int s = 0; s < _sections; s++)
            {
                int at = StateIndex(c, s);
                state.Write(_state[at]);
                state.Write(_state[at + _lanes]);
            }
        }
    }

    /// <summary>Takes over a saved history.</summary>
    /// <param name="state">Written by a cascade of the same shape.</param>
    public void Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        for (int c = 0; c < Channels; c++)
        {
            for (int s = 0; s < _sections; s++)
            {
                int at = StateIndex(c, s);
                _state[at] = state.ReadDouble();
                _state[at + _lanes] = state.ReadDouble();
            }
        }
    }

    /// <summary>b0, b1, b2, a1, a2, s1, s2 of a section of the first channel.</summary>
    internal void ReadSection(int section, Span<double> values)
    {
        int at = section / _lanes * _lanes * 5 + section % _lanes;
        for (int v = 0; v < 5; v++)
        {
            values[v] = _coefficients[at + v * _lanes];
        }

        values[5] = _state[StateIndex(0, section)];
        values[6] = _state[StateIndex(0, section) + _lanes];
    }

    /// <summary>Sets s1 and s2 of a section of the first channel.</summary>
    internal void WriteHistory(int section, double s1, double s2)
    {
        _state[StateIndex(0, section)] = s1;
        _state[StateIndex(0, section) + _lanes] = s2;
    }

    private int StateIndex(int channel, int section) =>
        (channel * _groups + section / _lanes) * 2 * _lanes + section % _lanes;

    private void Store(int section, BiquadCoefficients h)
    {
        int at = section / _lanes * _lanes * 5 + section % _lanes;
        _coefficients[at] = h.B0;
        _coefficients[at + _lanes] = h.B1;
        _coefficients[at + 2 * _lanes] = h.B2;
        _coefficients[at + 3 * _lanes] = h.A1;
        _coefficients[at + 4 * _lanes] = h.A2;
    }

    private void Run(int channel, int pair, int count)
    {
        int size = 2 * _lanes;
        for (int g = 0; g < _groups; g++)
        {
            int used = Math.Min(_lanes, _sections - g * _lanes);
            if (_lanes == 8 && pair == 2 && g + 1 < _groups)
            {
                SectionPipe.Run(
                    Math.Min(_lanes, _sections - (g + 1) * _lanes),
                    _coefficients.AsSpan(g * _lanes * 5, 2 * _lanes * 5),
                    _state.AsSpan((channel * _groups + g) * size, 2 * size),
                    _state.AsSpan(((channel + 1) * _groups + g) * size, 2 * size),
                    _scratch.AsSpan(0, count),
                    _scratch.AsSpan(ChunkLength, count));
                g++;
                continue;
            }

            SectionLanes.Run(
                _lanes,
                used,
                _coefficients.AsSpan(g * _lanes * 5, _lanes * 5),
                _state.AsSpan((channel * _groups + g) * size, size),
                pair == 2 ? _state.AsSpan(((channel + 1) * _groups + g) * size, size) : default,
                _scratch.AsSpan(0, count),
                pair == 2 ? _scratch.AsSpan(ChunkLength, count) : default);
        }
    }
}
