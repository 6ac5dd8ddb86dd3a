using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>Level over time and frequency, the channels' powers added.</summary>
/// <param name="SecondsPerColumn">Length of a column, seconds.</param>
/// <param name="RowsHz">Middle frequency of each row, rising by equal ratios.</param>
/// <param name="Columns">In time; each has a level per row, dBFS of the power per row.</param>
public sealed record Spectrogram(double SecondsPerColumn, ImmutableArray<double> RowsHz, ImmutableArray<ImmutableArray<float>> Columns);

/// <summary>Makes a spectrogram of any length in bounded memory: when there are too many columns, neighbours are averaged in power.</summary>
/// <remarks>Frames of about 85 ms under a Hann window, half a frame apart. Thread: one at a time.</remarks>
public sealed class SpectrogramMeter : IMeter<Spectrogram>
{
    private const int FrameAt48k = 4096;
    private const double LowestHz = 20;
    private readonly int _sampleRate;
    private readonly int _maximumColumns;
    private readonly Stft _stft;
    private readonly float[][] _recent;
    private readonly float[] _re;
    private readonly float[] _im;
    private readonly float[] _scratch;
    private readonly double[] _bins;
    private readonly double[] _edgesHz;
    private readonly List<double[]> _columns = [];
    private double[] _open;
    private int _framesPerColumn = 1;
    private int _openFrames;
    private int _filled;

    /// <summary>Prepares a spectrogram.</summary>
    /// <param name="sampleRate">Hz, 4000 or more.</param>
    /// <param name="layout">Channels.</param>
    /// <param name="rows">Rows from 20 Hz to half the sample rate.</param>
    /// <param name="maximumColumns">Columns at most; at least half as many once the programme is long enough.</param>
    public SpectrogramMeter(int sampleRate, ChannelLayout layout, int rows = 192, int maximumColumns = 1024)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumColumns, 2);
        (_sampleRate, _maximumColumns) = (sampleRate, maximumColumns);
        int frame = FrameAt48k;
        while ((long)frame * 48000 < (long)FrameAt48k * sampleRate * 3 / 4)
        {
            frame *= 2;
        }

        while (frame > 256 && (long)frame * 48000 > (long)FrameAt48k * sampleRate * 3 / 2)
        {
            frame /= 2;
        }

        _stft = new Stft(Windows.Hann(frame), frame / 2);
        _recent = [.. Enumerable.Range(0, layout.Count).Select(_ => new float[frame])];
        (_re, _im, _scratch) = (new float[_stft.BinCount], new float[_stft.BinCount], new float[_stft.ScratchLength]);
        _bins = new double[_stft.BinCount];
        double ratio = StableMath.Log2(sampleRate / 2.0 / LowestHz) / rows;
        _edgesHz = [.. Enumerable.Range(0, rows + 1).Select(r => LowestHz * StableMath.Exp2(ratio * r))];
        _open = new double[rows];
    }

    /// <inheritdoc/>
    public void Add(ReadOnlyAudioBlock audio)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(audio.Channels, _recent.Length, nameof(audio));
        for (int at = 0; at < audio.Length;)
        {
            int count = Math.Min(audio.Length - at, _stft.Hop - _filled);
            for (int c = 0; c < _recent.Length; c++)
            {
                AudibleSample.Copy(audio[c].Slice(at, count), _recent[c].AsSpan(_stft.Hop + _filled));
            }

            at += count;
            _filled += count;
            if (_filled == _stft.Hop)
            {
                EndFrame();
            }
        }
    }

    /// <inheritdoc/>
    public Spectrogram Read()
    {
        int rows = _open.Length;
        IEnumerable<(double[] Powers, int Frames)> columns = _columns.Select(c => (c, _framesPerColumn));
        if (_openFrames > 0)
        {
            columns = columns.Append((_open, _openFrames));
        }

        return new Spectrogram(
            (double)_framesPerColumn * _stft.Hop / _sampleRate,
            [.. Enumerable.Range(0, rows).Select(r => Math.Sqrt(_edgesHz[r] * _edgesHz[r + 1]))],
            [.. columns.Select(c => c.Powers.Select(p => (float)Decibels.FromPower(p / c.Frames)).ToImmutableArray())]);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        foreach (float[] recent in _recent)
        {
            Array.Clear(recent);
        }

        _columns.Clear();
        _open = new double[_open.Length];
        (_framesPerColumn, _openFrames, _filled) = (1, 0, 0);
    }

    private void EndFrame()
    {
        Array.Clear(_bins);
        foreach (float[] recent in _recent)
        {
            _stft.Analyse(recent, _re, _im, _scratch);
            for (int k = 0; k < _bins.Length; k++)
            {
                double re = _re[k], im = _im[k];
                _bins[k] += re * re + im * im;
            }

            recent.AsSpan(_stft.Hop).CopyTo(recent);
        }

        _filled = 0;
        AddRows();
        if (++_openFrames == _framesPerColumn)
        {
            _columns.Add(_open);
            (_open, _openFrames) = (new double[_open.Length], 0);
            if (_columns.Count == _maximumColumns)
            {
                MergePairs();
            }
        }
    }

    // A row narrower than a bin takes its share of the bin's power, so that rows stay comparable.
    private void AddRows()
    {
        double binHz = (double)_sampleRate / _stft.FrameLength;
        double norm = 2 / (0.375 * _stft.FrameLength * _stft.FrameLength);
        for (int r = 0; r < _open.Length; r++)
        {
            double low = _edgesHz[r] / binHz + 0.5, high = _edgesHz[r + 1] / binHz + 0.5;
            double sum = 0;
            for (int k = (int)low; k < high && k < _bins.Length; k++)
            {
                sum += _bins[k] * (Math.Min(high, k + 1) - Math.Max(low, k));
            }

            _open[r] += sum * norm;
        }
    }

    private void MergePairs()
    {
        for (int i = 0; i < _columns.Count / 2; i++)
        {
            double[] into = _columns[2 * i], other = _columns[2 * i + 1];
            for (int r = 0; r < into.Length; r++)
            {
                into[r] += other[r];
            }

            _columns[i] = into;
        }

        _columns.RemoveRange(_columns.Count / 2, _columns.Count - _columns.Count / 2);
        _framesPerColumn *= 2;
    }
}
