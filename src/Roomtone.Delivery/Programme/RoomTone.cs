using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>Room tone made from a programme's quietest passage: noise of its spectrum, level and stereo image that never repeats.</summary>
/// <remarks>
/// <para>The passage is the quietest half second that is not digital silence, widened to at most 3 s while it stays within 6 dB. Its cross
/// spectra are averaged over frames of 2048 samples and smoothed over a sixth of an octave; Gaussian noise, coloured in each bin by the
/// Cholesky factor of the channels' covariance, is overlap-added under a sine window, whose squares add up to one.</para>
/// <para>A function of (seed, position): the same bits for any order of reading. Thread: one at a time.</para>
/// </remarks>
internal sealed class RoomTone
{
    private const int Frame = 2048;
    private const int Hop = Frame / 2;
    private const double SmoothingOctaves = 1 / 6.0;
    private readonly int _channels;
    private readonly double[][] _re;
    private readonly double[][] _im;
    private readonly CounterRandom _random;
    private readonly RealFft<double> _fft = RealFft<double>.Of(Frame);
    private readonly double[] _window = Windows.Sine(Frame);
    private readonly double[] _scratch;
    private readonly Dictionary<long, double[][]> _frames = [];

    private RoomTone(int channels, double[][] re, double[][] im, long seed)
    {
        (_channels, _re, _im) = (channels, re, im);
        _random = new CounterRandom((ulong)seed, 0x700);
        _scratch = _fft.CreateScratch();
    }

    /// <summary>Learns the tone of a programme.</summary>
    /// <param name="source">The programme.</param>
    /// <param name="start">First sample that may be learnt from.</param>
    /// <param name="length">Samples.</param>
    /// <param name="seed">Of the session.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The tone; null where the programme is digitally silent wherever it pauses.</returns>
    /// <exception cref="RoomtoneException">Check failed: the programme never pauses, so that there is no tone to learn.</exception>
    public static RoomTone? Learn(IAudioSource source, long start, long length, long seed, CancellationToken cancellation)
    {
        if (QuietPassage.Find(source, start, length, cancellation) is not { } quiet)
        {
            return null;
        }

        int channels = source.Layout.Count, pairs = channels * channels;
        RealFft<double> fft = RealFft<double>.Of(Frame);
        double[][] re = NewBins(pairs, fft.BinCount), im = NewBins(pairs, fft.BinCount);
        double[][] x = NewBins(channels, fft.BinCount), y = NewBins(channels, fft.BinCount);
        double[] window = Windows.Hann(Frame), samples = new double[Frame], scratch = fft.CreateScratch();
        using var buffer = new AudioBuffer(channels, Frame);
        int frames = 0;
        for (long at = quiet.Start; at + Frame <= quiet.Start + quiet.Length; at += Hop / 2, frames++)
        {
            source.Read(at, buffer.Block);
            for (int c = 0; c < channels; c++)
            {
                Span<float> plane = buffer.Block[c];
                for (int n = 0; n < Frame; n++)
                {
                    samples[n] = window[n] * plane[n];
                }

                fft.Forward(samples, x[c], y[c], scratch);
            }

            AddCross(x, y, re, im);
        }

        // A Hann window's mean square is 3/8; the frames that are made have no window of that kind.
        double norm = 1 / (0.375 * Math.Max(1, frames));
        for (int p = 0; p < pairs; p++)
        {
            (re[p], im[p]) = (Smooth(re[p], norm), Smooth(im[p], norm));
        }

        Factor(channels, re, im);
        return new RoomTone(channels, re, im, seed);
    }

    /// <summary>Writes tone.</summary>
    /// <param name="position">Of the first sample.</param>
    /// <param name="destination">Receives it.</param>
    public void Read(long position, AudioBlock destination)
    {
        destination.Clear();
        long first = Math.Max(0, (position - Frame) / Hop), last = (position + destination.Length) / Hop;
        for (long frame = first; frame <= last; frame++)
        {
            double[][] planes = FrameAt(frame);
            int from = (int)Math.Max(0, frame * Hop - position), to = (int)Math.Min(destination.Length, frame * Hop + Frame - position);
            for (int c = 0; c < _channels; c++)
            {
                Span<float> plane = destination[c];
                for (int i = from; i < to; i++)
                {
                    plane[i] += (float)planes[c][position + i - frame * Hop];
                }
            }
        }
    }

    private static double[][] NewBins(int count, int bins) => [.. Enumerable.Range(0, count).Select(_ => new double[bins])];

    private static void AddCross(double[][] x, double[][] y, double[][] re, double[][] im)
    {
        int channels = x.Length;
        for (int a = 0; a < channels; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                (double[] sumRe, double[] sumIm) = (re[a * channels + b], im[a * channels + b]);
                for (int k = 0; k < sumRe.Length; k++)
                {
                    sumRe[k] += x[a][k] * x[b][k] + y[a][k] * y[b][k];
                    sumIm[k] += y[a][k] * x[b][k] - x[a][k] * y[b][k];
                }
            }
        }
    }

    private static double[] Smooth(double[] bins, double norm)
    {
        double[] sums = new double[bins.Length + 1], smooth = new double[bins.Length];
        for (int k = 0; k < bins.Length; k++)
        {
            sums[k + 1] = sums[k] + bins[k];
        }

        double half = StableMath.Exp2(SmoothingOctaves / 2) - 1;
        for (int k = 0; k < bins.Length; k++)
        {
            int reach = (int)(k * half), low = Math.Max(0, k - reach), high = Math.Min(bins.Length - 1, k + reach);
            smooth[k] = norm * (sums[high + 1] - sums[low]) / (high - low + 1);
        }

        return smooth;
    }

    // In place: the lower triangle becomes L of L·Lᴴ. A channel that says nothing new gets a zero column.
    private static void Factor(int channels, double[][] re, double[][] im)
    {
        for (int k = 0; k < re[0].Length; k++)
        {
            for (int j = 0; j < channels; j++)
            {
                double power = re[j * channels + j][k];
                for (int m = 0; m < j; m++)
                {
                    power -= Square(re[j * channels + m][k]) + Square(im[j * channels + m][k]);
                }

                double pivot = power > 1e-9 * re[j * channels + j][k] ? Math.Sqrt(power) : 0;
                for (int i = j + 1; i < channels; i++)
                {
                    double sumRe = re[i * channels + j][k], sumIm = im[i * channels + j][k];
                    for (int m = 0; m < j; m++)
                    {
                        (double a, double b) = (re[i * channels + m][k], im[i * channels + m][k]);
                        (double c, double d) = (re[j * channels + m][k], im[j * channels + m][k]);
                        sumRe -= a * c + b * d;
                        sumIm -= b * c - a * d;
                    }

                    re[i * channels + j][k] = pivot > 0 ? sumRe / pivot : 0;
                    im[i * channels + j][k] = pivot > 0 ? sumIm / pivot : 0;
                }

                (re[j * channels + j][k], im[j * channels + j][k]) = (pivot, 0);
            }
        }
    }

    private static double Square(double x) => x * x;

    private double[][] FrameAt(long frame)
    {
        if (_frames.TryGetValue(frame, out double[][]? known))
        {
            return known;
        }

        if (_frames.Count >= 8)
        {
            _frames.Clear();
        }

        double[][] noise = NewBins(2 * _channels, _fft.BinCount);
        for (int c = 0; c < 2 * _channels; c++)
        {
            CounterRandom random = _random.Fork((ulong)c);
            for (int k = 0; k < _fft.BinCount; k++)
            {
                noise[c][k] = Math.Sqrt(0.5) * random.Gaussian(frame * _fft.BinCount + k);
            }
        }

        double[][] planes = [.. Enumerable.Range(0, _channels).Select(c => Colour(c, noise))];
        _frames[frame] = planes;
        return planes;
    }

    private double[] Colour(int channel, double[][] noise)
    {
        double[] re = new double[_fft.BinCount], im = new double[_fft.BinCount], samples = new double[Frame];
        for (int m = 0; m <= channel; m++)
        {
            (double[] a, double[] b) = (_re[channel * _channels + m], _im[channel * _channels + m]);
            (double[] x, double[] y) = (noise[2 * m], noise[2 * m + 1]);
            for (int k = 0; k < re.Length; k++)
            {
                re[k] += a[k] * x[k] - b[k] * y[k];
                im[k] += a[k] * y[k] + b[k] * x[k];
            }
        }

        _fft.Inverse(re, im, samples, _scratch);
        for (int n = 0; n < Frame; n++)
        {
            samples[n] *= _window[n];
        }

        return samples;
    }
}
