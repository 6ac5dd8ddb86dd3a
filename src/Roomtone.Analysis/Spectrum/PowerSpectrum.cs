using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>The mean power spectrum of one channel, in constant memory.</summary>
/// <remarks>
/// Frames under a periodic Hann window, a quarter of a frame apart: the squares of the windows add up to 1.5 everywhere, so the sum over
/// all bins is the channel's energy exactly, start and end included. Source: P. D. Welch, 1967. Thread: one at a time.
/// </remarks>
public sealed class PowerSpectrum
{
    private readonly RealFft<float> _fft;
    private readonly float[] _window;
    private readonly float[] _recent;
    private readonly float[] _frame;
    private readonly float[] _re;
    private readonly float[] _im;
    private readonly float[] _scratch;
    private readonly double[] _power;
    private int _filled;

    /// <summary>Prepares a spectrum.</summary>
    /// <param name="frameLength">Samples of a frame, a multiple of 128 that <see cref="RealFft{T}"/> does fast.</param>
    public PowerSpectrum(int frameLength)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(frameLength % 128, 0, nameof(frameLength));
        _fft = RealFft<float>.Of(frameLength);
        _window = [.. Windows.Hann(frameLength).Select(w => (float)w)];
        (_recent, _frame) = (new float[frameLength], new float[frameLength]);
        (_re, _im, _scratch) = (new float[_fft.BinCount], new float[_fft.BinCount], _fft.CreateScratch());
        _power = new double[_fft.BinCount];
    }

    /// <summary>Samples of a frame.</summary>
    public int FrameLength => _fft.Length;

    /// <summary>Bins, from 0 Hz to half the sample rate.</summary>
    public int BinCount => _fft.BinCount;

    /// <summary>Samples added so far.</summary>
    public long Length { get; private set; }

    private int Hop => FrameLength / 4;

    /// <summary>Adds samples.</summary>
    /// <param name="samples">What is no audio counts as silence.</param>
    public void Add(ReadOnlySpan<float> samples)
    {
        Length += samples.Length;
        while (!samples.IsEmpty)
        {
            int count = Math.Min(samples.Length, Hop - _filled);
            AudibleSample.Copy(samples[..count], _recent.AsSpan(FrameLength - Hop + _filled));
            samples = samples[count..];
            _filled += count;
            if (_filled == Hop)
            {
                Transform(_recent, _power);
                _recent.AsSpan(Hop).CopyTo(_recent);
                _filled = 0;
            }
        }
    }

    /// <summary>Mean square per bin over everything added so far; their sum is the channel's mean square.</summary>
    /// <param name="destination">Receives <see cref="BinCount"/> values; NaN before the first sample.</param>
    public void Read(Span<double> destination)
    {
        double[] power = [.. _power];
        float[] recent = [.. _recent];
        recent.AsSpan(FrameLength - Hop + _filled).Clear();
        for (int rest = 0; rest < (_filled > 0 ? 4 : 3); rest++)
        {
            Transform(recent, power);
            recent.AsSpan(Hop).CopyTo(recent);
            recent.AsSpan(FrameLength - Hop).Clear();
        }

        double norm = 1 / (1.5 * FrameLength * (double)Length);
        for (int k = 0; k < power.Length; k++)
        {
            bool isPaired = k > 0 && k < power.Length - 1;
            destination[k] = Length == 0 ? double.NaN : power[k] * norm * (isPaired ? 2 : 1);
        }
    }

    /// <summary>Returns to the state of a new spectrum.</summary>
    public void Reset()
    {
        Array.Clear(_recent);
        Array.Clear(_power);
        (_filled, Length) = (0, 0);
    }

    private void Transform(ReadOnlySpan<float> samples, double[] power)
    {
        samples.CopyTo(_frame);
        Kernels.Multiply(_window, _frame);
        _fft.Forward(_frame, _re, _im, _scratch);
        for (int k = 0; k < power.Length; k++)
        {
            double re = _re[k], im = _im[k];
            power[k] += re * re + im * im;
        }
    }
}
