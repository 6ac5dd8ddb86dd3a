using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>What a set of meters read.</summary>
/// <param name="Programme">The programme's own figures.</param>
/// <param name="Meters">The chosen meters, in the order in which they were asked for.</param>
/// <param name="Needles">Where the needles stood, every 100 ms; null where it was not asked for.</param>
public sealed record MeterSetReading(ProgrammeMeasurement Programme, ImmutableArray<MeterReading> Meters, NeedleSeries? Needles);

/// <summary>Needles over time.</summary>
/// <param name="Columns">Names that end in their unit.</param>
/// <param name="Rows">A value per column each 100 ms.</param>
public sealed record NeedleSeries(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<double>> Rows);

/// <summary>The programme meter and chosen ones beside it, over the same audio.</summary>
/// <remarks>Memory: constant, but for the history of loudness and, where needles are recorded, 8 bytes a needle each 100 ms.</remarks>
public sealed class MeterSet : IMeter<MeterSetReading>
{
    private readonly int _sampleRate;
    private readonly ProgrammeMeter _programme;
    private readonly ImmutableArray<IMeter<MeterReading>> _meters;
    private readonly ImmutableArray<INeedleMeter> _needles;
    private readonly bool _isRecording;
    private readonly List<ImmutableArray<double>> _rows = [];
    private long _length;

    /// <summary>Prepares the meters.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="layout">Channels.</param>
    /// <param name="mono">How a programme of one channel is heard.</param>
    /// <param name="meters">The chosen ones.</param>
    /// <param name="isRecording">Needles are read every 100 ms.</param>
    public MeterSet(int sampleRate, ChannelLayout layout, MonoPlayback mono, ImmutableArray<MeterDefinition> meters, bool isRecording = false)
    {
        _sampleRate = sampleRate;
        _programme = new ProgrammeMeter(sampleRate, layout, mono);
        _meters = [.. meters.Select(m => m.Create(sampleRate, layout, mono))];
        _needles = [.. _meters.OfType<INeedleMeter>()];
        _isRecording = isRecording && !_needles.IsEmpty;
    }

    private long NextRow => (_rows.Count + 1L) * _sampleRate / 10;

    /// <inheritdoc/>
    public void Add(ReadOnlyAudioBlock audio)
    {
        _programme.Add(audio);
        for (int at = 0; at < audio.Length;)
        {
            int count = _isRecording ? (int)Math.Min(audio.Length - at, NextRow - _length) : audio.Length;
            foreach (IMeter<MeterReading> meter in _meters)
            {
                meter.Add(audio.Slice(at, count));
            }

            at += count;
            _length += count;
            if (_isRecording && _length == NextRow)
            {
                Record();
            }
        }
    }

    /// <inheritdoc/>
    public MeterSetReading Read() => new(
        _programme.Read(),
        [.. _meters.Select(m => m.Read())],
        _isRecording ? new NeedleSeries([.. _needles.SelectMany(n => n.Columns)], [.. _rows]) : null);

    /// <inheritdoc/>
    public void Reset()
    {
        _programme.Reset();
        foreach (IMeter<MeterReading> meter in _meters)
        {
            meter.Reset();
        }

        _rows.Clear();
        _length = 0;
    }

    private void Record()
    {
        var row = ImmutableArray.CreateBuilder<double>();
        foreach (INeedleMeter needle in _needles)
        {
            double[] values = new double[needle.Columns.Length];
            needle.ReadNeedles(values);
            row.AddRange(values);
        }

        _rows.Add(row.ToImmutable());
    }
}
