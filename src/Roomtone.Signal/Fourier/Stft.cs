namespace Roomtone.Signal;

/// <summary>The short-time Fourier transform with a synthesis window that gives the signal back exactly.</summary>
/// <remarks>
/// Frames start at multiples of the hop. The synthesis window is the dual of the analysis window, s[n] = a[n]/Σ_m a²[n + m·hop], so
/// that an unchanged spectrum adds up to the input within rounding, whatever the window and hop.
/// Source: D. W. Griffin and J. S. Lim, <i>Signal Estimation from Modified Short-Time Fourier Transform</i>, 1984.
/// Immutable and free to share between threads; the caller brings spectra and scratch.
/// </remarks>
public sealed class Stft
{
    private readonly RealFft<float> _fft;
    private readonly float[] _analysis;
    private readonly float[] _synthesis;

    /// <summary>Prepares the transform.</summary>
    /// <param name="window">Analysis window; its length is the frame's.</param>
    /// <param name="hop">Samples between frames, 1…frame length.</param>
    /// <exception cref="ArgumentException">The hop leaves samples that no frame reaches.</exception>
    public Stft(ReadOnlySpan<double> window, int hop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hop, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hop, window.Length);
        Hop = hop;
        FrameLength = window.Length;
        _fft = RealFft<float>.Of(window.Length);
        _analysis = new float[window.Length];
        _synthesis = new float[window.Length];
        for (int n = 0; n < window.Length; n++)
        {
            double sum = 0;
            for (int m = n % hop; m < window.Length; m += hop)
            {
                sum += window[m] * window[m];
            }

            if (sum < 1e-9)
            {
                throw new ArgumentException($"With a hop of {hop} no frame reaches sample {n}; use a smaller hop.", nameof(hop));
            }

            _analysis[n] = (float)window[n];
            _synthesis[n] = (float)(window[n] / sum);
        }
    }

    /// <summary>Samples of a frame.</summary>
    public int FrameLength { get; }

    /// <summary>Samples between the starts of frames.</summary>
    public int Hop { get; }

    /// <summary>Bins of a spectrum.</summary>
    public int BinCount => _fft.BinCount;

    /// <summary>Values of scratch that a call needs.</summary>
    public int ScratchLength => _fft.ScratchLength + FrameLength;

    /// <summary>The spectrum of one frame.</summary>
    /// <param name="frame">Samples of the frame; kept.</param>
    /// <param name="re">Receives the real parts.</param>
    /// <param name="im">Receives the imaginary parts.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> values of any content.</param>
    public void Analyse(ReadOnlySpan<float> frame, Span<float> re, Span<float> im, Span<float> scratch)
    {
        Span<float> windowed = scratch[..FrameLength];
        frame[..FrameLength].CopyTo(windowed);
        Kernels.Multiply(_analysis, windowed);
        _fft.Forward(windowed, re, im, scratch[FrameLength..]);
    }

    /// <summary>Adds one frame to the output.</summary>
    /// <param name="re">Real parts; kept.</param>
    /// <param name="im">Imaginary parts; kept.</param>
    /// <param name="output">The samples that the frame covers; the frame is added.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> values of any content.</param>
    public void Synthesise(ReadOnlySpan<float> re, ReadOnlySpan<float> im, Span<float> output, Span<float> scratch)
    {
        Span<float> frame = scratch[..FrameLength];
        _fft.Inverse(re, im, frame, scratch[FrameLength..]);
        Kernels.Multiply(_synthesis, frame);
        Kernels.Add(frame, output[..FrameLength]);
    }
}
