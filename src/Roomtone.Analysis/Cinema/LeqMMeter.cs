using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>Leq(M): the loudness of cinema trailers and advertisements, as the level in an aligned room.</summary>
/// <remarks>
/// <para>Source: ISO 21727:2016. Each channel is scaled to the level of its loudspeaker (screen channels 85 dB(C) at −20 dBFS rms,
/// surrounds 82, LFE 10 dB more in its band), M-weighted, squared; the channels' powers add; the mean is over the whole length.
/// 0 dBFS rms in a screen channel, M-weighted, is 108.01 dB.</para>
/// <para>Thread: one at a time.</para>
/// </remarks>
public sealed class LeqMMeter : IMeter<MeterReading>
{
    /// <summary>The id under which it is chosen.</summary>
    public const string Id = "leq-m";

    private const double ReferenceDb = 108.0103;
    private const double SurroundDb = -3;
    private const double LfeDb = 10;
    private const double ScreenAzimuthDegrees = 50;
    private const int BlockLength = 4096;
    private readonly float[] _taps;
    private readonly float[][] _inputs;
    private readonly float[] _weighted = new float[BlockLength];
    private readonly ImmutableArray<double> _gains;
    private readonly EnergySum[] _energies;
    private long _length;

    /// <summary>Prepares a meter.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="layout">Channels; their positions tell screen from surround.</param>
    public LeqMMeter(int sampleRate, ChannelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        _taps = MWeighting.ReversedTaps(sampleRate);
        _gains = [.. layout.Speakers.Select(s => Decibels.ToPower(LevelOf(s)))];
        _inputs = [.. layout.Speakers.Select(_ => new float[_taps.Length - 1 + BlockLength])];
        _energies = new EnergySum[layout.Count];
    }

    /// <summary>Leq(M) of everything added so far, dB; NaN before the first sample, −∞ in silence.</summary>
    public double LevelDb
    {
        get
        {
            double power = 0;
            for (int c = 0; c < _gains.Length; c++)
            {
                power += _gains[c] * _energies[c].Total;
            }

            return _length == 0 ? double.NaN : ReferenceDb + Decibels.FromPower(power / _length);
        }
    }

    /// <inheritdoc/>
    public void Add(ReadOnlyAudioBlock audio)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(audio.Channels, _inputs.Length, nameof(audio));
        int reach = _taps.Length - 1;
        for (int at = 0; at < audio.Length;)
        {
            int count = Math.Min(BlockLength, audio.Length - at);
            for (int c = 0; c < _inputs.Length; c++)
            {
                float[] input = _inputs[c];
                AudibleSample.Copy(audio[c].Slice(at, count), input.AsSpan(reach));
                Span<float> weighted = _weighted.AsSpan(0, count);
                FirKernel.Correlate(_taps, input.AsSpan(0, reach + count), weighted);
                _energies[c].Add(weighted, _length);
                input.AsSpan(count, reach).CopyTo(input);
            }

            at += count;
            _length += count;
        }
    }

    /// <inheritdoc/>
    public MeterReading Read() => new(Id, [new MeterFigure("leq_m_db", null, LevelDb, "dB Leq(M)")]);

    /// <inheritdoc/>
    public void Reset()
    {
        foreach (float[] input in _inputs)
        {
            Array.Clear(input);
        }

        Array.Clear(_energies);
        _length = 0;
    }

    private static double LevelOf(Speaker speaker) => speaker switch
    {
        { IsLfe: true } => LfeDb,
        { AzimuthDegrees: >= -ScreenAzimuthDegrees and <= ScreenAzimuthDegrees, ElevationDegrees: 0 } => 0,
        { Kind: ChannelKind.Discrete } => 0,
        _ => SurroundDb,
    };
}
