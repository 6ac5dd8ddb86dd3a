using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>Peak to short-term loudness ratio: how much of its crest a passage has left.</summary>
/// <remarks>
/// Source: AES convention paper 9527 (E. Skovenborg and T. Lund): the true peak of the last 3 s over their short-term loudness. Read every
/// 100 ms where the short-term loudness is within 10 LU of the programme's. Memory: 8 bytes per 100 ms. Thread: one at a time.
/// </remarks>
public sealed class PsrMeter : IMeter<MeterReading>
{
    /// <summary>The id under which it is chosen.</summary>
    public const string Id = "psr";

    private const int WindowHops = 30;
    private const double GateLu = 10;
    private readonly ProgrammeMeter _loudness;
    private readonly TruePeakInterpolator _interpolator;
    private readonly float[][] _samples;
    private readonly List<float> _peaks = [];
    private readonly int _sampleRate;
    private long _length;
    private int _filled;

    /// <summary>Prepares a meter.</summary>
    /// <param name="sampleRate">Hz, more than 4000.</param>
    /// <param name="layout">Channels.</param>
    /// <param name="mono">How a programme of one channel is heard.</param>
    public PsrMeter(int sampleRate, ChannelLayout layout, MonoPlayback mono = MonoPlayback.Single)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _sampleRate = sampleRate;
        _loudness = new ProgrammeMeter(sampleRate, layout, mono);
        _interpolator = TruePeakInterpolator.At(sampleRate);
        int overlap = 2 * _interpolator.FilterReach;
        _samples = [.. Enumerable.Range(0, layout.Count).Select(_ => new float[overlap + sampleRate / 10 + 1])];
    }

    private long NextHop => (_peaks.Count + 1L) * _sampleRate / 10;

    /// <inheritdoc/>
    public void Add(ReadOnlyAudioBlock audio)
    {
        _loudness.Add(audio);
        int overlap = 2 * _interpolator.FilterReach;
        for (int at = 0; at < audio.Length;)
        {
            int count = (int)Math.Min(audio.Length - at, NextHop - _length);
            for (int c = 0; c < _samples.Length; c++)
            {
                AudibleSample.Copy(audio[c].Slice(at, count), _samples[c].AsSpan(overlap + _filled));
            }

            at += count;
            _filled += count;
            _length += count;
            if (_length == NextHop)
            {
                EndHop(overlap);
            }
        }
    }

    /// <inheritdoc/>
    public MeterReading Read()
    {
        ProgrammeMeasurement programme = _loudness.Read();
        LoudnessHistory history = programme.History;
        double least = double.NaN, sum = 0;
        int count = 0;
        for (int hop = WindowHops - 1; hop < Math.Min(history.Count, _peaks.Count); hop++)
        {
            double loudness = history.ShortTerm(hop);
            if (loudness > programme.IntegratedLufs - GateLu)
            {
                double ratio = Decibels.FromGain(_peaks.GetRange(hop - WindowHops + 1, WindowHops).Max()) - loudness;
                least = double.IsNaN(least) ? ratio : Math.Min(least, ratio);
                sum += ratio;
                count++;
            }
        }

        return new MeterReading(Id, [new("minimum_psr_lu", null, least, "LU"), new("mean_psr_lu", null, count == 0 ? double.NaN : sum / count, "LU")]);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _loudness.Reset();
        _peaks.Clear();
        foreach (float[] samples in _samples)
        {
            Array.Clear(samples);
        }

        (_length, _filled) = (0, 0);
    }

    private void EndHop(int overlap)
    {
        float peak = 0;
        foreach (float[] samples in _samples)
        {
            peak = _interpolator.Peak(samples.AsSpan(0, overlap + _filled), peak);
            samples.AsSpan(_filled, overlap).CopyTo(samples);
        }

        _peaks.Add(peak);
        _filled = 0;
    }
}
