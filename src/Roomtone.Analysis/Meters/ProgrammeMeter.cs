using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>Loudness, peaks, levels, floor, offset and correlation of a programme, in one pass.</summary>
/// <remarks>
/// <para>Sources: ITU-R BS.1770-5 (loudness, true peak), EBU Tech 3341 v4 and 3342 v4. Momentary and short-term maxima are sought on a
/// grid of 10 ms.</para>
/// <para>Memory: 16 bytes per 100 ms of programme; the rest is constant. Thread: one at a time.</para>
/// </remarks>
public sealed class ProgrammeMeter : IMeter<ProgrammeMeasurement>
{
    private const int GroupChannels = 8;
    private const float Absurd = 1e6f;
    private readonly ChannelLayout _layout;
    private readonly ImmutableArray<double> _weights;
    private readonly ChannelSums[] _sums;
    private readonly TruePeakTracker[] _truePeaks;
    private readonly float[] _samplePeaks;
    private readonly double[] _totals;
    private readonly double[] _squares;
    private readonly float[] _planes;
    private readonly ProgrammeBlocks _blocks;
    private double _cross;
    private long _invalid;
    private long _length;

    /// <summary>Prepares a meter.</summary>
    /// <param name="sampleRate">Hz, more than 4000.</param>
    /// <param name="layout">Channels; their positions give the loudness weights.</param>
    /// <param name="mono">How a programme of one channel is heard.</param>
    public ProgrammeMeter(int sampleRate, ChannelLayout layout, MonoPlayback mono = MonoPlayback.Single)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _layout = layout;
        _weights = ChannelWeights.Of(layout, mono);
        int groups = (layout.Count + GroupChannels - 1) / GroupChannels;
        _sums = [.. Enumerable.Range(0, groups).Select(g => new ChannelSums(sampleRate, Math.Min(GroupChannels, layout.Count - g * GroupChannels)))];
        var interpolator = TruePeakInterpolator.At(sampleRate);
        _truePeaks = [.. Enumerable.Range(0, layout.Count).Select(_ => new TruePeakTracker(interpolator))];
        _samplePeaks = new float[layout.Count];
        _totals = new double[layout.Count];
        _squares = new double[layout.Count];
        _planes = new float[layout.Count * ChannelSums.BlockLength];
        _blocks = new ProgrammeBlocks(sampleRate);
    }

    /// <inheritdoc/>
    public void Add(ReadOnlyAudioBlock audio)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(audio.Channels, _layout.Count, nameof(audio));
        for (int done = 0; done < audio.Length;)
        {
            long toBoundary = _blocks.NextBoundary - _length;
            int count = (int)Math.Min(Math.Min(ChannelSums.BlockLength, audio.Length - done), toBoundary);
            AddPart(audio.Slice(done, count));
            done += count;
            _length += count;
            if (_length == _blocks.NextBoundary)
            {
                EndSubBlock();
            }
        }
    }

    /// <inheritdoc/>
    public ProgrammeMeasurement Read()
    {
        Span<double> totals = [.. _totals];
        Span<double> squares = [.. _squares];
        double cross = _cross;
        Gather(totals, squares, ref cross, out _);
        ImmutableArray<ChannelMeasurement>.Builder channels = ImmutableArray.CreateBuilder<ChannelMeasurement>(_layout.Count);
        double square = 0;
        for (int c = 0; c < _layout.Count; c++)
        {
            square += squares[c];
            channels.Add(new ChannelMeasurement(
                _layout.Speakers[c].Name,
                Decibels.FromGain(Math.Max(_truePeaks[c].Peak, _samplePeaks[c])),
                Decibels.FromGain(_samplePeaks[c]),
                _length == 0 ? double.NaN : Decibels.FromPower(squares[c] / _length),
                _length == 0 ? double.NaN : totals[c] / _length));
        }

        return _blocks.Measure(_layout, _length) with
        {
            TruePeakDbtp = channels.Max(c => c.TruePeakDbtp),
            SamplePeakDbfs = channels.Max(c => c.SamplePeakDbfs),
            RmsDbfs = _length == 0 ? double.NaN : Decibels.FromPower(square / _length / _layout.Count),
            Correlation = _layout.Count == 2 ? CorrelationOf(cross, squares) : double.NaN,
            InvalidSamples = _invalid,
            Channels = channels.MoveToImmutable(),
        };
    }

    /// <inheritdoc/>
    public void Reset()
    {
        foreach (ChannelSums sums in _sums)
        {
            sums.Reset();
        }

        foreach (TruePeakTracker tracker in _truePeaks)
        {
            tracker.Reset();
        }

        Array.Clear(_samplePeaks);
        Array.Clear(_totals);
        Array.Clear(_squares);
        _blocks.Reset();
        _cross = 0;
        _invalid = 0;
        _length = 0;
    }

    private static double CorrelationOf(double cross, ReadOnlySpan<double> squares)
    {
        double norm = Math.Sqrt(squares[0]) * Math.Sqrt(squares[1]);
        return norm > 0 ? cross / norm : double.NaN;
    }

    private void AddPart(ReadOnlyAudioBlock audio)
    {
        for (int c = 0; c < _layout.Count; c++)
        {
            Span<float> plane = _planes.AsSpan(c * ChannelSums.BlockLength, audio.Length);
            _samplePeaks[c] = Math.Max(_samplePeaks[c], CopyValid(audio[c], plane));
            _truePeaks[c].Add(plane);
        }

        for (int g = 0; g < _sums.Length; g++)
        {
            _sums[g].Add(_planes.AsSpan(g * GroupChannels * ChannelSums.BlockLength), ChannelSums.BlockLength, audio.Length);
        }
    }

    // A NaN would live in the filters for ever: what is no audio counts as silence and is reported.
    private float CopyValid(ReadOnlySpan<float> source, Span<float> destination)
    {
        ref float x = ref MemoryMarshal.GetReference(source);
        ref float y = ref MemoryMarshal.GetReference(destination);
        var limit = Vector512.Create(Absurd);
        Vector512<float> peak = Vector512<float>.Zero, valid = Vector512<float>.AllBitsSet;
        int i = 0;
        for (; i <= source.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Vector512<float> v = Vector512.LoadUnsafe(ref x, (nuint)i);
            Vector512<float> isValid = Vector512.LessThanOrEqual(Vector512.Abs(v), limit);
            v &= isValid;
            valid &= isValid;
            peak = Vector512.Max(peak, Vector512.Abs(v));
            v.StoreUnsafe(ref y, (nuint)i);
        }

        float largest = Kernels.Largest(peak);
        for (; i < source.Length; i++)
        {
            bool isValid = Math.Abs(source[i]) <= Absurd;
            destination[i] = isValid ? source[i] : 0;
            largest = Math.Max(largest, Math.Abs(destination[i]));
            _invalid += isValid ? 0 : 1;
        }

        if (!Vector512.EqualsAll(valid.AsInt32(), Vector512<int>.AllBitsSet))
        {
            for (i = 0; i <= source.Length - 1 && i < source.Length / Vector512<float>.Count * Vector512<float>.Count; i++)
            {
                _invalid += Math.Abs(source[i]) <= Absurd ? 0 : 1;
            }
        }

        return largest;
    }

    private void EndSubBlock()
    {
        Gather(_totals, _squares, ref _cross, out SubBlock block);
        foreach (ChannelSums sums in _sums)
        {
            sums.Clear();
        }

        _blocks.Add(block);
    }

    private void Gather(Span<double> totals, Span<double> squares, ref double cross, out SubBlock block)
    {
        double weighted = 0, square = 0;
        for (int c = 0; c < _layout.Count; c++)
        {
            (double energy, double sum, double power) = _sums[c / GroupChannels].Take(c % GroupChannels);
            weighted += _weights[c] * energy;
            square += power;
            totals[c] += sum;
            squares[c] += power;
        }

        cross += _sums[0].Cross;
        block = new SubBlock(_blocks.CurrentSamples, weighted, square / _layout.Count);
    }
}
