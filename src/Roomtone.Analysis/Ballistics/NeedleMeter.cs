using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>What meters with a needle per channel share: the largest deflection, the present one, the names.</summary>
/// <remarks>The needle is advanced sample by sample, so no partition into blocks changes a bit. Thread: one at a time.</remarks>
public abstract class NeedleMeter : INeedleMeter
{
    private readonly string _id;
    private readonly string _unit;
    private readonly ImmutableArray<string> _channels;
    private readonly double[] _maximum;

    private protected NeedleMeter(string id, string unit, ChannelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        (_id, _unit) = (id, unit);
        _channels = [.. layout.Speakers.Select(s => s.Name)];
        _maximum = new double[_channels.Length];
        string suffix = unit.ToLowerInvariant();
        Columns = [.. _channels.Select(c => $"{id.Replace('-', '_')}_{c}_{suffix}")];
    }

    /// <inheritdoc/>
    public ImmutableArray<string> Columns { get; }

    /// <inheritdoc/>
    public void Add(ReadOnlyAudioBlock audio)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(audio.Channels, _channels.Length, nameof(audio));
        for (int c = 0; c < audio.Channels; c++)
        {
            _maximum[c] = Math.Max(_maximum[c], Advance(c, audio[c]));
        }
    }

    /// <inheritdoc/>
    public MeterReading Read()
    {
        string name = "maximum_" + _unit.ToLowerInvariant();
        return new MeterReading(_id, [.. _channels.Select((c, i) => new MeterFigure(name, c, Scale(_maximum[i]), _unit))]);
    }

    /// <inheritdoc/>
    public void ReadNeedles(Span<double> values)
    {
        for (int c = 0; c < _channels.Length; c++)
        {
            values[c] = Scale(Deflection(c));
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Array.Clear(_maximum);
        Clear();
    }

    /// <summary>Moves a needle over samples.</summary>
    /// <returns>Its largest deflection on the way.</returns>
    private protected abstract double Advance(int channel, ReadOnlySpan<float> samples);

    /// <summary>Where a needle stands.</summary>
    private protected abstract double Deflection(int channel);

    /// <summary>A deflection as the scale shows it.</summary>
    private protected abstract double Scale(double deflection);

    /// <summary>Puts the needles to rest.</summary>
    private protected abstract void Clear();
}
