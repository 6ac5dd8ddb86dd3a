using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>The long-term average spectrum of a programme: how its power lies over frequency while it sounds.</summary>
/// <remarks>
/// <para>Frames of about a third of a second (16 384 samples at 48 kHz) under a Hann window, half overlapping, their powers summed over the
/// channels without LFE. Frames more than 30 dB under the loudest are pauses and do not count; the quieter half of the pauses gives the
/// noise. Frames are kept by level in classes of 1 dB, so the gate needs no second pass and the memory does not grow with the length.</para>
/// <para>Source: P. D. Welch, 1967. Thread: one at a time.</para>
/// </remarks>
public sealed class LongTermSpectrum
{
    private const double GateDb = 30;
    private const double LowestDb = -100;
    private const int Classes = 160;
    private const double FrameSeconds = 0.25;

    // ITU-R BS.1770-5: the gates of integrated loudness, and its constant.
    private const double AbsoluteGateLufs = -70;
    private const double RelativeGateLu = 10;
    private const double OffsetLu = -0.691;

    private readonly RealFft<float> _fft;
    private readonly float[] _window;
    private readonly int[] _channels;
    private readonly float[][] _recent;
    private readonly float[] _frame;
    private readonly float[] _re;
    private readonly float[] _im;
    private readonly float[] _scratch;
    private readonly double[] _power;
    private readonly Lazy<double[]> _kWeights;
    private readonly Class?[] _classes = new Class?[Classes];
    private int _filled;

    /// <summary>Prepares a spectrum.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="layout">The channels; LFE does not count.</param>
    public LongTermSpectrum(int sampleRate, ChannelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        SampleRate = sampleRate;
        int length = 1024;
        while (length < FrameSeconds * sampleRate)
        {
            length *= 2;
        }

        _fft = RealFft<float>.Of(length);
        _window = [.. Windows.Hann(length).Select(w => (float)w)];
        _channels = [.. Enumerable.Range(0, layout.Count).Where(c => layout.Speakers[c].Kind != ChannelKind.Lfe)];
        _recent = [.. _channels.Select(_ => new float[length])];
        _frame = new float[length];
        _kWeights = new Lazy<double[]>(KWeights);
        (_re, _im, _scratch, _power) = (new float[_fft.BinCount], new float[_fft.BinCount], _fft.CreateScratch(), new double[_fft.BinCount]);
    }

    /// <summary>Hz.</summary>
    public int SampleRate { get; }

    /// <summary>Bins, from 0 Hz to half the sample rate.</summary>
    public int BinCount => _fft.BinCount;

    /// <summary>Hz from bin to bin.</summary>
    public double BinHz => (double)SampleRate / _fft.Length;

    /// <summary>The spectrum of a source.</summary>
    /// <param name="source">The audio.</param>
    /// <param name="progress">Told the share that is read.</param>
    /// <param name="cancellation">Stops it.</param>
    public static LongTermSpectrum Of(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        var spectrum = new LongTermSpectrum(source.SampleRate, source.Layout);
        SourcePass.Run(source, spectrum.Add, progress, cancellation);
        spectrum.Complete();
        return spectrum;
    }

    /// <summary>Adds samples.</summary>
    /// <param name="audio">As many channels as the layout.</param>
    public void Add(ReadOnlyAudioBlock audio)
    {
        int hop = _fft.Length / 2;
        for (int at = 0; at < audio.Length;)
        {
            int count = Math.Min(audio.Length - at, hop - _filled);
            for (int c = 0; c < _channels.Length; c++)
            {
                AudibleSample.Copy(audio[_channels[c]].Slice(at, count), _recent[c].AsSpan(hop + _filled));
            }

            at += count;
            _filled += count;
            if (_filled == hop)
            {
                AddFrame();
                _filled = 0;
            }
        }
    }

    /// <summary>Ends the programme: its last samples are heard with silence behind them.</summary>
    public void Complete()
    {
        int hop = _fft.Length / 2;
        for (int rest = _filled > 0 ? 2 : 1; rest > 0; rest--)
        {
            foreach (float[] recent in _recent)
            {
                recent.AsSpan(hop + _filled).Clear();
            }

            AddFrame();
            _filled = 0;
        }
    }

    /// <summary>Adds another programme, as if it followed.</summary>
    /// <param name="other">Of the same rate.</param>
    public void Add(LongTermSpectrum other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.SampleRate, SampleRate, nameof(other));
        for (int i = 0; i < Classes; i++)
        {
            if (other._classes[i] is { } part)
            {
                (_classes[i] ??= new Class(BinCount)).Add(part.Power, part.Frames);
            }
        }
    }

    /// <summary>Mean power of the frames that count, per bin; null where nothing sounds.</summary>
    public double[]? Programme() => Mean(Loudest() is { } loudest ? Enumerable.Range(0, Classes).Where(i => i > loudest - GateDb) : []);

    /// <summary>Mean power of the noise in the pauses, per bin; null without pauses.</summary>
    public double[]? Noise()
    {
        if (Loudest() is not { } loudest)
        {
            return null;
        }

        int[] pauses = [.. Enumerable.Range(0, Classes).Where(i => i <= loudest - GateDb && _classes[i] is not null)];
        long half = pauses.Sum(i => _classes[i]!.Frames) / 2, so = 0;
        return Mean(pauses.TakeWhile(i =>
        {
            bool isQuiet = so <= half;
            so += _classes[i]!.Frames;
            return isQuiet;
        }));
    }

    /// <summary>How much louder a filter would make the programme: gated loudness with the filter less that without.</summary>
    /// <remarks>Gates of BS.1770-5 over the classes of frames. NaN where nothing passes the gates.</remarks>
    /// <param name="powerGain">The filter's |H|² per bin.</param>
    public double LoudnessChangeLu(ReadOnlySpan<double> powerGain)
    {
        double[] filtered = new double[BinCount];
        for (int i = 0; i < filtered.Length; i++)
        {
            filtered[i] = _kWeights.Value[i] * powerGain[i];
        }

        return GatedLufs(filtered) - GatedLufs(_kWeights.Value);
    }

    private double[] KWeights()
    {
        var sections = KWeighting.Design(SampleRate);
        return [.. Enumerable.Range(0, BinCount).Select(i => Decibels.ToPower(FilterResponse.MagnitudeDbAt(sections.AsSpan(), i * BinHz, SampleRate)))];
    }

    private int? Loudest() => Array.FindLastIndex(_classes, c => c is not null) is >= 0 and var i ? i : null;

    private double[]? Mean(IEnumerable<int> classes)
    {
        double[] sum = new double[BinCount];
        long frames = 0;
        foreach (Class part in classes.Select(i => _classes[i]).OfType<Class>())
        {
            frames += part.Frames;
            for (int k = 0; k < sum.Length; k++)
            {
                sum[k] += part.Power[k];
            }
        }

        for (int k = 0; k < sum.Length; k++)
        {
            sum[k] /= Math.Max(1, frames);
        }

        return frames == 0 ? null : sum;
    }

    private double GatedLufs(double[] weights)
    {
        (double Power, long Frames)[] blocks = [.. _classes.OfType<Class>().Select(c => (c.Weighted(weights), c.Frames))];
        double gate = AbsoluteGateLufs;
        for (int pass = 0; pass < 2; pass++)
        {
            double sum = 0;
            long frames = 0;
            foreach ((double power, long count) in blocks)
            {
                if (Lufs(power) > gate)
                {
                    sum += power * count;
                    frames += count;
                }
            }

            double level = Lufs(sum / frames);
            if (pass == 1 || !double.IsFinite(level))
            {
                return level;
            }

            gate = Math.Max(AbsoluteGateLufs, level - RelativeGateLu);
        }

        return double.NaN;
    }

    private static double Lufs(double power) => OffsetLu + Decibels.FromPower(power);

    private void AddFrame()
    {
        Array.Clear(_power);
        for (int c = 0; c < _channels.Length; c++)
        {
            _recent[c].CopyTo(_frame, 0);
            Kernels.Multiply(_window, _frame);
            _fft.Forward(_frame, _re, _im, _scratch);
            for (int k = 0; k < _power.Length; k++)
            {
                double re = _re[k], im = _im[k];
                _power[k] += re * re + im * im;
            }

            _recent[c].AsSpan(_fft.Length / 2).CopyTo(_recent[c]);
        }

        // A Hann window keeps 3/8 of the power; every bin but the first and last stands for two.
        double norm = 2 / (0.375 * _fft.Length * (double)_fft.Length), total = 0;
        for (int k = 0; k < _power.Length; k++)
        {
            _power[k] *= k == 0 || k == _power.Length - 1 ? norm / 2 : norm;
            total += _power[k];
        }

        double level = Decibels.FromPower(total);
        if (level < LowestDb)
        {
            return;
        }

        (_classes[Math.Min(Classes - 1, (int)Math.Floor(level - LowestDb))] ??= new Class(BinCount)).Add(_power, 1);
    }

    private sealed class Class(int bins)
    {
        public double[] Power { get; } = new double[bins];

        public long Frames { get; private set; }

        public void Add(double[] power, long frames)
        {
            Frames += frames;
            for (int k = 0; k < power.Length; k++)
            {
                Power[k] += power[k];
            }
        }

        public double Weighted(double[] weights)
        {
            double sum = 0;
            for (int k = 0; k < Power.Length; k++)
            {
                sum += weights[k] * Power[k];
            }

            return sum / Frames;
        }
    }
}
