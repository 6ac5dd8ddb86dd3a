using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>What speech is told by, every 10 ms of a 16 kHz signal: how far the spectrum stands over the noise, how voiced it is, and how loud.</summary>
/// <remarks>
/// <para>Frames of 32 ms, Hann, power P smoothed over three bins. Noise λ: per bin the 25 % quantile over 8 s, times 1.55, straight in dB
/// between its values each second, at most 15 dB over the least of the last 20 s. Evidence: R = P/λ in 200…5500 Hz as a mean over 70 ms, then ½·10·log₁₀(mean of min(R, 300)) + ½·mean of
/// 10·log₁₀(max(R, 0.1)). Voicing: the highest value of the autocorrelation of the magnitude spectrum of 80…2500 Hz at lags of 2.5…12.5 ms
/// (80…400 Hz), against its value at 0: about 0.12 for noise, 0.4 for voiced speech. Power: the sum of P over 250…4000 Hz.</para>
/// <para>Sources: V. Stahl et al., <i>Quantile based noise estimation</i>, ICASSP 2000; J. Ramírez et al., <i>Efficient voice activity
/// detection using long-term speech information</i>, Speech Communication 42, 2004; voicing: L. R. Rabiner, <i>On the use of
/// autocorrelation analysis for pitch detection</i>, IEEE ASSP 25, 1977. Memory: 10 s of spectra, and 12 bytes a frame.</para>
/// </remarks>
internal sealed class SpeechFeatures
{
    /// <summary>Hz of the signal.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Samples from frame to frame.</summary>
    public const int Hop = 160;

    /// <summary>Samples of a frame.</summary>
    public const int FrameLength = 512;

    private const int FirstBin = 6;
    private const int Bins = 170;
    private const int FirstVoicedBin = 3;
    private const int EndVoicedBin = 81;
    private const int FirstLevelBin = 8;
    private const int EndLevelBin = 128;
    private const int ShortestLag = 40;
    private const int LongestLag = 200;
    private const int Kept = 1024;
    private const int HalfWindow = 400;
    private const int CentreSpacing = 100;
    private const int Smoothing = 7;
    private const float Bias = 1.55f;
    private const int Remembered = 20;
    private const float LargestRiseLog2 = 5;

    private readonly RealFft<float> _fft = RealFft<float>.Of(FrameLength);
    private readonly float[] _window = [.. Windows.Hann(FrameLength, false).Select(v => (float)v)];
    private readonly float[] _samples = new float[FrameLength];
    private readonly float[] _windowed = new float[FrameLength];
    private readonly float[] _re = new float[FrameLength / 2 + 1];
    private readonly float[] _im = new float[FrameLength / 2 + 1];
    private readonly float[] _power = new float[FrameLength / 2 + 1];
    private readonly float[] _scratch;
    private readonly float[] _spectra = new float[Kept * Bins];
    private readonly float[] _ratios = new float[Smoothing * Bins];
    private readonly float[] _earlier = new float[Remembered * Bins];
    private readonly float[] _column = new float[2 * HalfWindow];
    private readonly float[] _mean = new float[Bins];
    private readonly float[] _logs = new float[Bins];
    private readonly List<float> _evidence;
    private readonly List<float> _voicing;
    private readonly List<float> _powers;
    private float[] _noise = new float[Bins];
    private float[] _nextNoise = new float[Bins];
    private int _filled;
    private int _frames;
    private int _centres;
    private int _ratioFrames;

    public SpeechFeatures()
    {
        _scratch = _fft.CreateScratch();
        (_evidence, _voicing, _powers) = ([], [], []);
    }

    private SpeechFeatures(SpeechFeatures other)
    {
        _scratch = _fft.CreateScratch();
        (_evidence, _voicing, _powers) = ([.. other._evidence], [.. other._voicing], [.. other._powers]);
        other._samples.CopyTo(_samples, 0);
        other._spectra.CopyTo(_spectra, 0);
        other._ratios.CopyTo(_ratios, 0);
        other._earlier.CopyTo(_earlier, 0);
        other._noise.CopyTo(_noise, 0);
        other._nextNoise.CopyTo(_nextNoise, 0);
        (_filled, _frames, _centres, _ratioFrames) = (other._filled, other._frames, other._centres, other._ratioFrames);
    }

    /// <summary>Features in the same state, which go their own way from here.</summary>
    public SpeechFeatures Fork() => new(this);

    /// <summary>Takes samples at 16 kHz.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        while (samples.Length > 0)
        {
            int count = Math.Min(samples.Length, FrameLength - _filled);
            samples[..count].CopyTo(_samples.AsSpan(_filled));
            samples = samples[count..];
            _filled += count;
            if (_filled == FrameLength)
            {
                AddFrame();
                _samples.AsSpan(Hop).CopyTo(_samples);
                _filled = FrameLength - Hop;
            }
        }
    }

    /// <summary>Ends the signal; nothing can be added afterwards.</summary>
    /// <returns>Evidence (dB), voicing (0…1) and power of every frame.</returns>
    public (float[] Evidence, float[] Voicing, float[] Power) Finish()
    {
        int half = Math.Min(_frames, 2 * HalfWindow) / 2;
        while (_centres * CentreSpacing < _frames)
        {
            TakeCentre(half);
        }

        // After the last centre the noise stays.
        _noise = _nextNoise;
        while (_ratioFrames < _frames)
        {
            AddRatio(0);
        }

        for (int i = _evidence.Count; i < _frames; i++)
        {
            AddEvidence(i);
        }

        return ([.. _evidence], [.. _voicing], [.. _powers]);
    }

    private void AddFrame()
    {
        for (int i = 0; i < FrameLength; i++)
        {
            _windowed[i] = _samples[i] * _window[i];
        }

        _fft.Forward(_windowed, _re, _im, _scratch);
        for (int k = 0; k < _power.Length; k++)
        {
            _power[k] = _re[k] * _re[k] + _im[k] * _im[k] + 1e-12f;
        }

        Span<float> row = _spectra.AsSpan(_frames % Kept * Bins, Bins);
        for (int b = 0; b < Bins; b++)
        {
            int k = FirstBin + b;
            row[b] = (_power[k - 1] + _power[k] + _power[k + 1]) / 3;
        }

        _voicing.Add(Voicing());
        float power = 0;
        foreach (float value in _power.AsSpan(FirstLevelBin, EndLevelBin - FirstLevelBin))
        {
            power += value;
        }

        _powers.Add(power);
        _frames++;
        if (_frames >= 2 * HalfWindow && _frames >= _centres * CentreSpacing + HalfWindow)
        {
            TakeCentre(HalfWindow);
        }
    }

    private float Voicing()
    {
        _re.AsSpan().Clear();
        _im.AsSpan().Clear();
        for (int k = FirstVoicedBin; k < EndVoicedBin; k++)
        {
            _re[k] = MathF.Sqrt(_power[k]);
        }

        _fft.Inverse(_re, _im, _windowed, _scratch);
        float highest = 0;
        foreach (float value in _windowed.AsSpan(ShortestLag, LongestLag - ShortestLag))
        {
            highest = Math.Max(highest, value);
        }

        return _windowed[0] > 0 ? highest / _windowed[0] : 0;
    }

    // The noise around a centre; then every frame up to it has its noise on both sides.
    private void TakeCentre(int half)
    {
        int centre = _centres * CentreSpacing;
        int from = Math.Max(0, centre - half), to = Math.Min(_frames, centre + half);
        (_noise, _nextNoise) = (_nextNoise, _noise);
        Span<float> column = _column.AsSpan(0, to - from);
        for (int b = 0; b < Bins; b++)
        {
            for (int i = from; i < to; i++)
            {
                column[i - from] = _spectra[i % Kept * Bins + b];
            }

            _nextNoise[b] = Bias * LowerQuartile(column);
        }

        VectorMath.Log2(_nextNoise, _nextNoise);
        Limit();

        _centres++;
        for (int i = 0; i < CentreSpacing && _centres > 1; i++)
        {
            AddRatio((float)i / CentreSpacing);
        }
    }

    // Where speech fills its window, the quantile is speech: no room becomes so much louder within 20 s.
    private void Limit()
    {
        Span<float> own = _earlier.AsSpan((_centres % Remembered) * Bins, Bins);
        _nextNoise.CopyTo(own);
        for (int b = 0; b < Bins; b++)
        {
            float least = float.PositiveInfinity;
            for (int c = Math.Max(0, _centres - Remembered + 1); c <= _centres; c++)
            {
                least = Math.Min(least, _earlier[c % Remembered * Bins + b]);
            }

            _nextNoise[b] = Math.Min(_nextNoise[b], least + LargestRiseLog2);
        }
    }

    // Linear between order statistics, as a quantile is usually told; the values are put in order only as far as that needs.
    private static float LowerQuartile(Span<float> values)
    {
        double place = 0.25 * (values.Length - 1);
        int below = (int)place;
        Select(values, below);
        if (below + 1 >= values.Length)
        {
            return values[below];
        }

        float next = float.PositiveInfinity;
        foreach (float value in values[(below + 1)..])
        {
            next = Math.Min(next, value);
        }

        return values[below] + (float)(place - below) * (next - values[below]);
    }

    // C. A. R. Hoare, Algorithm 65: Find, CACM 4, 1961.
    private static void Select(Span<float> values, int rank)
    {
        for (int low = 0, high = values.Length - 1; low < high;)
        {
            float pivot = values[rank];
            int i = low, j = high;
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }

                while (values[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            low = j < rank ? i : low;
            high = i > rank ? j : high;
        }
    }

    private void AddRatio(float share)
    {
        ReadOnlySpan<float> row = _spectra.AsSpan(_ratioFrames % Kept * Bins, Bins);
        Span<float> ratio = _ratios.AsSpan(_ratioFrames % Smoothing * Bins, Bins);
        for (int b = 0; b < Bins; b++)
        {
            ratio[b] = _noise[b] + share * (_nextNoise[b] - _noise[b]);
        }

        VectorMath.Exp2(ratio, ratio);
        for (int b = 0; b < Bins; b++)
        {
            ratio[b] = row[b] / ratio[b];
        }

        _ratioFrames++;
        if (_ratioFrames > Smoothing / 2)
        {
            AddEvidence(_ratioFrames - 1 - Smoothing / 2);
        }
    }

    // At the ends the frames are mirrored.
    private void AddEvidence(int frame)
    {
        _mean.AsSpan().Clear();
        for (int d = -Smoothing / 2; d <= Smoothing / 2; d++)
        {
            int at = frame + d;
            at = at < 0 ? -1 - at : at >= _ratioFrames ? 2 * _ratioFrames - 1 - at : at;
            Kernels.Add(_ratios.AsSpan(Math.Clamp(at, Math.Max(0, _ratioFrames - Smoothing), _ratioFrames - 1) % Smoothing * Bins, Bins), _mean);
        }

        double sum = 0;
        for (int b = 0; b < Bins; b++)
        {
            float mean = _mean[b] / Smoothing;
            sum += Math.Min(mean, 300);
            _mean[b] = Math.Max(mean, 0.1f);
        }

        VectorMath.Log2(_mean, _logs);
        double logs = 0;
        foreach (float value in _logs)
        {
            logs += value;
        }

        _evidence.Add((float)(0.5 * Decibels.FromPower(sum / Bins) + 0.5 * logs / Bins * 3.0102999566398120));
    }
}
