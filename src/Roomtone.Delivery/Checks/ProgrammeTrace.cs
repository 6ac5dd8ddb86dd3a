using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>A place where something happens.</summary>
/// <param name="Seconds">From the start.</param>
/// <param name="Value">How much: dBTP.</param>
public readonly record struct TraceEvent(double Seconds, double Value);

/// <summary>What a report draws and a clause points to: waveform, peaks over a limit, clipped places. Immutable.</summary>
/// <param name="Minimum">Smallest sample of any channel per column.</param>
/// <param name="Maximum">Largest sample of any channel per column.</param>
/// <param name="Overs">Where true peaks are over the limit: the start of each stretch, to 100 ms, and its largest; at most 100.</param>
/// <param name="Clipped">Runs of at least four samples at one level of full scale; at most 100.</param>
/// <param name="ClippedRuns">How many runs there are.</param>
public sealed record ProgrammeTrace(
    ImmutableArray<float> Minimum, ImmutableArray<float> Maximum, ImmutableArray<TraceEvent> Overs, ImmutableArray<double> Clipped, int ClippedRuns)
{
    /// <summary>Three clipped runs of one channel came within a second, or one was of 64 samples.</summary>
    public bool HasClippedBursts { get; init; }

    /// <summary>Power over frequency and time; empty in records of earlier versions.</summary>
    public SpectrumTrace Spectrum { get => field ?? SpectrumTrace.Empty; init; } = SpectrumTrace.Empty;
}

/// <summary>Traces a programme as it passes.</summary>
internal sealed class ProgrammeTracer
{
    /// <summary>Columns of the waveform.</summary>
    public const int Columns = 1200;

    private const int MostEvents = 100;
    private readonly int _sampleRate;
    private readonly long _length;
    private readonly float _limit;
    private readonly TruePeakInterpolator _interpolator;
    private readonly SpectrumTracer _spectrum;
    private readonly float[] _minimum = new float[Columns];
    private readonly float[] _maximum = new float[Columns];
    private readonly ChannelTrace[] _channels;
    private readonly SortedDictionary<long, float> _overs = [];
    private readonly ClippingMeter _clipping;
    private long _position;

    public ProgrammeTracer(int sampleRate, int channels, long length, double limitDbtp)
    {
        _sampleRate = sampleRate;
        _length = Math.Max(1, length);
        _limit = (float)Decibels.ToGain(limitDbtp);
        _interpolator = TruePeakInterpolator.At(sampleRate);
        _clipping = new ClippingMeter(sampleRate, channels);
        _spectrum = new SpectrumTracer(sampleRate, channels, length);
        _channels = new ChannelTrace[channels];
        for (int c = 0; c < channels; c++)
        {
            _channels[c] = new ChannelTrace(TruePeakInterpolator.Reach);
        }
    }

    public void Add(ReadOnlyAudioBlock audio)
    {
        for (int c = 0; c < audio.Channels; c++)
        {
            AddWaveform(audio[c]);
            AddPeaks(_channels[c], audio[c]);
        }

        _clipping.Add(audio);
        _spectrum.Add(audio);
        _position += audio.Length;
    }

    public ProgrammeTrace Read()
    {
        float[] silence = new float[TruePeakInterpolator.Reach];
        foreach (ChannelTrace channel in _channels)
        {
            AddPeaks(channel, silence);
        }

        double hop = LoudnessHistory.HopSeconds;
        return new ProgrammeTrace(
            [.. _minimum],
            [.. _maximum],
            Merge(hop),
            [.. _clipping.Places.Order()],
            _clipping.Runs)
        {
            HasClippedBursts = _clipping.HasBursts,
            Spectrum = _spectrum.Read(),
        };
    }

    /// <summary>Neighbouring hops are one event.</summary>
    private ImmutableArray<TraceEvent> Merge(double hopSeconds)
    {
        List<(long Start, float Largest)> events = [];
        long last = -2;
        foreach ((long hop, float peak) in _overs)
        {
            if (hop == last + 1)
            {
                events[^1] = (events[^1].Start, Math.Max(events[^1].Largest, peak));
            }
            else
            {
                events.Add((hop, peak));
            }

            last = hop;
        }

        return [.. events.Take(MostEvents).Select(e => new TraceEvent(e.Start * hopSeconds, Decibels.FromGain(e.Largest)))];
    }

    private void AddWaveform(ReadOnlySpan<float> samples)
    {
        for (int done = 0; done < samples.Length;)
        {
            long column = Math.Min(Columns - 1, (_position + done) * Columns / _length);
            long end = ((column + 1) * _length + Columns - 1) / Columns;
            int count = (int)Math.Clamp(end - _position - done, 1, samples.Length - done);
            (float low, float high) = Range(samples.Slice(done, count));
            _minimum[column] = Math.Min(_minimum[column], low);
            _maximum[column] = Math.Max(_maximum[column], high);
            done += count;
        }
    }

    private static (float Low, float High) Range(ReadOnlySpan<float> samples)
    {
        System.Numerics.Vector<float> low = System.Numerics.Vector<float>.Zero;
        System.Numerics.Vector<float> high = low;
        int i = 0;
        for (; i + System.Numerics.Vector<float>.Count <= samples.Length; i += System.Numerics.Vector<float>.Count)
        {
            System.Numerics.Vector<float> x = new(samples[i..]);
            low = System.Numerics.Vector.Min(low, x);
            high = System.Numerics.Vector.Max(high, x);
        }

        float smallest = 0;
        float largest = 0;
        for (int k = 0; k < System.Numerics.Vector<float>.Count; k++)
        {
            smallest = Math.Min(smallest, low[k]);
            largest = Math.Max(largest, high[k]);
        }

        for (; i < samples.Length; i++)
        {
            smallest = Math.Min(smallest, samples[i]);
            largest = Math.Max(largest, samples[i]);
        }

        return (smallest, largest);
    }

    private void AddPeaks(ChannelTrace channel, ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            int count = channel.Fill(samples);
            samples = samples[count..];
            int ready = channel.Filled - (2 * TruePeakInterpolator.Reach);
            if (ready > 0)
            {
                Span<float> peaks = channel.Peaks.AsSpan(0, ready);
                _interpolator.Peaks(channel.Samples.AsSpan(0, channel.Filled), _limit, peaks);
                if (Kernels.Peak(peaks) > _limit)
                {
                    Collect(channel, peaks);
                }

                channel.Shift(ready);
            }
        }
    }

    private void Collect(ChannelTrace channel, ReadOnlySpan<float> peaks)
    {
        for (int i = 0; i < peaks.Length; i++)
        {
            if (peaks[i] > _limit)
            {
                long hop = Math.Max(0, channel.Position + i) * 10 / _sampleRate;
                float largest = _overs.GetValueOrDefault(hop);
                if (peaks[i] > largest && (largest > 0 || _overs.Count < 10 * MostEvents))
                {
                    _overs[hop] = peaks[i];
                }
            }
        }
    }

    private sealed class ChannelTrace(int reach)
    {
        private const int Capacity = 4096;

        public float[] Samples { get; } = new float[Capacity + (2 * reach)];

        public float[] Peaks { get; } = new float[Capacity];

        public int Filled { get; private set; } = reach;

        /// <summary>Position of the first peak that the buffer gives.</summary>
        public long Position { get; private set; }

        public int Fill(ReadOnlySpan<float> samples)
        {
            int count = Math.Min(samples.Length, Samples.Length - Filled);
            samples[..count].CopyTo(Samples.AsSpan(Filled));
            Filled += count;
            return count;
        }

        public void Shift(int count)
        {
            Samples.AsSpan(count, Filled - count).CopyTo(Samples);
            Filled -= count;
            Position += count;
        }
    }
}
