using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>Compares a file with another one of the same programme: is it in sync, to the sample, and is every channel in its place?</summary>
/// <remarks>
/// At some places the lag is the peak of the correlation of all channels' sum, each frequency weighing the same (phase transform; Knapp and
/// Carter 1976), so that the peak is one sample wide. The companion is read in order, behind the file. Thread: one at a time.
/// </remarks>
public sealed class CompanionMeter : IMeter<CompanionReading>
{
    private const double LowestHz = 60;
    private const double HighestShare = 0.21;
    private const double LeastPeak = 0.05;
    private const double LeastLikeness = 0.5;
    private const double LeastPower = 1e-8;
    private const double SameSound = 0.9;
    private const double ClearlyMore = 0.02;
    private readonly IAudioSource _companion;
    private readonly ChannelLayout _layout;
    private readonly int _window;
    private readonly int _reach;
    private readonly ImmutableArray<long> _starts;
    private readonly float[] _heard;
    private readonly List<CompanionLag> _lags = [];
    private readonly double[] _products;
    private readonly double[] _own;
    private readonly double[] _others;
    private readonly bool _hasSameLayout;
    private long _length;

    /// <summary>Prepares a meter.</summary>
    /// <param name="companion">The other file, at the same rate.</param>
    /// <param name="layout">Channels of the file.</param>
    /// <param name="length">Samples of the file.</param>
    /// <param name="places">How many places are compared, at most.</param>
    /// <param name="window">Samples of each place.</param>
    /// <param name="reach">Largest lag that is found, samples.</param>
    public CompanionMeter(IAudioSource companion, ChannelLayout layout, long length, int places = 24, int window = 1 << 15, int reach = 1 << 15)
    {
        ArgumentNullException.ThrowIfNull(companion);
        ArgumentNullException.ThrowIfNull(layout);
        (_companion, _layout, _window, _reach) = (companion, layout, (int)Math.Min(window, Math.Max(1, length)), reach);
        _hasSameLayout = layout.Equals(companion.Layout);
        int count = (int)Math.Clamp(length / (4L * _window), 1, places);
        // Away from the very ends, which are often silent.
        _starts = [.. Enumerable.Range(0, count).Select(i => Math.Max(0, length - _window) * (2L * i + 1) / (2L * count))];
        _heard = new float[layout.Count * _window];
        int cells = _hasSameLayout ? layout.Count * layout.Count : 0;
        (_products, _own, _others) = (new double[cells], new double[layout.Count], new double[layout.Count]);
    }

    private AudioBlock Heard => new(_heard, _window, _layout.Count, 0, _window);

    /// <inheritdoc/>
    public void Add(ReadOnlyAudioBlock audio)
    {
        foreach (long start in _starts)
        {
            long from = Math.Max(start, _length), to = Math.Min(start + _window, _length + audio.Length);
            if (from < to)
            {
                audio.Slice((int)(from - _length), (int)(to - from)).CopyTo(Heard.Slice((int)(from - start), (int)(to - from)));
                if (to == start + _window)
                {
                    Compare(start);
                }
            }
        }

        _length += audio.Length;
    }

    /// <inheritdoc/>
    public CompanionReading Read() => new([.. _lags], [.. Swapped()]);

    /// <inheritdoc/>
    public void Reset()
    {
        _lags.Clear();
        Array.Clear(_products);
        Array.Clear(_own);
        Array.Clear(_others);
        _length = 0;
    }

    private void Compare(long start)
    {
        int size = RealFft<double>.FastLength(_window + 2 * _reach);
        using AudioBuffer other = new(_companion.Layout.Count, _window + 2 * _reach);
        _companion.Read(start - _reach, other.Block);
        int? lag = LagOf(Sum(Heard, _layout, size), Sum(other.Block, _companion.Layout, size), size);
        for (int c = 0; lag is null && _hasSameLayout && c < _layout.Count; c++)
        {
            // A channel that is turned over makes another sum; on its own it is the same sound.
            lag = LagOf(Single(Heard[c], size), Single(other.Block[c], size), size);
        }

        if (lag is { } found)
        {
            _lags.Add(new CompanionLag((double)start / _companion.SampleRate, found));
            AddProducts(other.Block.Slice(_reach - found, _window));
        }
    }

    // The transform's peak is sharp, and deceived by sounds of few frequencies: what it says has to be more alike than no lag at all.
    private int? LagOf(double[] ours, double[] theirs, int size)
    {
        if (Power(ours, 0, _window) < LeastPower || Power(theirs, _reach, _window) < LeastPower)
        {
            return null;
        }

        double unmoved = Likeness(ours, theirs, 0);
        int lag = Peak(ours, theirs, size);
        double moved = Likeness(ours, theirs, lag);
        return Math.Max(moved, unmoved) < LeastLikeness ? null : moved > unmoved ? lag : 0;
    }

    // The file's sound comes `lag` later: theirs at n − lag is ours at n.
    private int Peak(double[] ours, double[] theirs, int size)
    {
        RealFft<double> fft = RealFft<double>.Of(size);
        double[] scratch = fft.CreateScratch(), shifts = new double[size];
        double[] aRe = new double[fft.BinCount], aIm = new double[fft.BinCount], bRe = new double[fft.BinCount], bIm = new double[fft.BinCount];
        fft.Forward(ours, aRe, aIm, scratch);
        fft.Forward(theirs, bRe, bIm, scratch);
        int low = (int)(LowestHz * size / _companion.SampleRate), high = Math.Min(fft.BinCount - 1, (int)(HighestShare * size));
        for (int k = 0; k < fft.BinCount; k++)
        {
            double re = aRe[k] * bRe[k] + aIm[k] * bIm[k], im = aRe[k] * bIm[k] - aIm[k] * bRe[k];
            double magnitude = Math.Sqrt(re * re + im * im);
            double weight = k >= low && k <= high && magnitude > 0 ? 1 / magnitude : 0;
            (aRe[k], aIm[k]) = (re * weight, im * weight);
        }

        fft.Inverse(aRe, aIm, shifts, scratch);
        int best = 0;
        for (int shift = 0; shift <= 2 * _reach; shift++)
        {
            best = Math.Abs(shifts[shift]) > Math.Abs(shifts[best]) ? shift : best;
        }

        double perfect = (double)(high - low + 1) / (fft.BinCount - 1);
        return Math.Abs(shifts[best]) < LeastPeak * perfect ? 0 : _reach - best;
    }

    /// <summary>How alike both are where the lag would be, 0…1, either way up: differences of neighbouring samples, which tell a shift of one.</summary>
    private double Likeness(double[] ours, double[] theirs, int lag)
    {
        double product = 0, own = 0, other = 0;
        for (int i = 1; i < _window; i++)
        {
            double x = ours[i] - ours[i - 1], y = theirs[_reach - lag + i] - theirs[_reach - lag + i - 1];
            product += x * y;
            own += x * x;
            other += y * y;
        }

        return own * other > 0 ? Math.Abs(product) / Math.Sqrt(own * other) : 0;
    }

    private void AddProducts(AudioBlock companion)
    {
        if (!_hasSameLayout)
        {
            return;
        }

        AudioBlock heard = Heard;
        for (int c = 0; c < _layout.Count; c++)
        {
            ReadOnlySpan<float> x = heard[c];
            _own[c] += Product(x, x);
            _others[c] += Product(companion[c], companion[c]);
            for (int d = 0; d < _layout.Count; d++)
            {
                _products[c * _layout.Count + d] += Product(x, companion[d]);
            }
        }
    }

    private IEnumerable<SwappedChannel> Swapped()
    {
        for (int c = 0; _hasSameLayout && c < _layout.Count; c++)
        {
            double own = Correlation(c, c);
            int best = Enumerable.Range(0, _layout.Count).MaxBy(d => Math.Abs(Correlation(c, d)));
            double strongest = Correlation(c, best);
            bool isSwapped = best != c && Math.Abs(strongest) >= SameSound && Math.Abs(strongest) > Math.Abs(own) + ClearlyMore;
            if (isSwapped || own <= -SameSound)
            {
                yield return new SwappedChannel(c, isSwapped ? best : c, isSwapped ? strongest < 0 : own < 0);
            }
        }
    }

    private double Correlation(int c, int d)
    {
        double power = _own[c] * _others[d];
        return power > 0 ? _products[c * _layout.Count + d] / Math.Sqrt(power) : 0;
    }

    private static double Product(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += (double)x[i] * y[i];
        }

        return sum;
    }

    private static double[] Sum(ReadOnlyAudioBlock block, ChannelLayout layout, int size)
    {
        float[] sum = new float[block.Length];
        ChannelMix.Sum(block, layout, sum);
        return Single(sum, size);
    }

    private static double[] Single(ReadOnlySpan<float> x, int size)
    {
        double[] single = new double[size];
        for (int i = 0; i < x.Length; i++)
        {
            single[i] = x[i];
        }

        return single;
    }

    private static double Power(double[] x, int start, int length)
    {
        double sum = 0;
        for (int i = start; i < start + length; i++)
        {
            sum += x[i] * x[i];
        }

        return sum / length;
    }
}
