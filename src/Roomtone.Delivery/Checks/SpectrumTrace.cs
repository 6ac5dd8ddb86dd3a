using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>How the power of a programme lies over frequency and time, as a report draws it. Immutable.</summary>
/// <param name="Columns">Columns of the spectrogram, each an equal share of the length.</param>
/// <param name="Levels">Column after column, <see cref="Rows"/> levels each from the lowest frequency up: 0 at −120 dBFS or less, 255 at 0 dBFS.</param>
/// <param name="BandsDbfs">Level of each third octave of <see cref="Bands"/>, dBFS.</param>
public sealed record SpectrumTrace(int Columns, ReadOnlyMemory<byte> Levels, ImmutableArray<double> BandsDbfs)
{
    /// <summary>Rows of the spectrogram, equally spaced in the logarithm of frequency.</summary>
    public const int Rows = 80;

    /// <summary>The lower edge of the spectrogram, Hz.</summary>
    public const double LowestHz = 20;

    /// <summary>The upper edge, Hz.</summary>
    public const double HighestHz = 20_480;

    /// <summary>The lowest level that is drawn, dBFS.</summary>
    public const double LowestDbfs = -120;

    /// <summary>Without a picture.</summary>
    public static SpectrumTrace Empty { get; } = new(0, ReadOnlyMemory<byte>.Empty, []);

    /// <summary>The third octaves of a rate, from 31.5 Hz up.</summary>
    /// <param name="sampleRate">Hz.</param>
    public static ImmutableArray<OctaveBand> Bands(int sampleRate) => [.. FractionalOctave.Bands(3, sampleRate).Where(b => b.MiddleHz > 30)];
}

/// <summary>Looks at a programme in evenly spread frames, as many as a picture can show.</summary>
/// <remarks>At most 400 frames of 8192 samples, whatever the length: a picture of ten hours costs no more than one of ten seconds.</remarks>
internal sealed class SpectrumTracer
{
    private const int FrameLength = 8192;
    private const int MostFrames = 400;
    private const int LeastHop = 1024;

    // Of a sine: a Hann window keeps 3/8 of the power, half of it on either side of 0 Hz.
    private const double WindowPower = 0.375;

    private readonly long _length;
    private readonly int _frames;
    private readonly float[][] _recent;
    private readonly float[] _samples = new float[FrameLength];
    private readonly RealFft<float> _fft = RealFft<float>.Of(FrameLength);
    private readonly float[] _window = [.. Windows.Hann(FrameLength).Select(w => (float)w)];
    private readonly float[] _re;
    private readonly float[] _im;
    private readonly float[] _scratch;
    private readonly double[] _power;
    private readonly CumulativePower _sums;
    private readonly double[] _edges;
    private readonly ImmutableArray<OctaveBand> _octaves;
    private readonly double[] _bands;
    private readonly byte[] _levels;
    private int _frame;
    private long _position;

    public SpectrumTracer(int sampleRate, int channels, long length)
    {
        _length = length;
        _frames = length < FrameLength ? 0 : (int)Math.Min(MostFrames, (length - FrameLength) / LeastHop + 1);
        _recent = [.. Enumerable.Range(0, channels).Select(_ => new float[FrameLength])];
        (_re, _im, _scratch) = (new float[_fft.BinCount], new float[_fft.BinCount], _fft.CreateScratch());
        (_power, _sums) = (new double[_fft.BinCount], new CumulativePower(_fft.BinCount, (double)sampleRate / FrameLength));
        _edges = [.. Enumerable.Range(0, SpectrumTrace.Rows + 1).Select(
            row => SpectrumTrace.LowestHz * StableMath.Pow(SpectrumTrace.HighestHz / SpectrumTrace.LowestHz, (double)row / SpectrumTrace.Rows))];
        _octaves = SpectrumTrace.Bands(sampleRate);
        _bands = new double[_octaves.Length];
        _levels = new byte[_frames * SpectrumTrace.Rows];
    }

    // The first frame begins with the programme and the last one ends with it.
    private long FrameEnd => FrameLength + (_frames == 1 ? 0 : _frame * (_length - FrameLength) / (_frames - 1));

    public void Add(ReadOnlyAudioBlock audio)
    {
        for (int at = 0; at < audio.Length && _frame < _frames;)
        {
            int place = (int)(_position & (FrameLength - 1));
            int count = (int)Math.Min(Math.Min(audio.Length - at, FrameLength - place), FrameEnd - _position);
            for (int c = 0; c < _recent.Length; c++)
            {
                audio[c].Slice(at, count).CopyTo(_recent[c].AsSpan(place));
            }

            at += count;
            _position += count;
            if (_position == FrameEnd)
            {
                AddFrame();
                _frame++;
            }
        }
    }

    public SpectrumTrace Read() => _frame == 0
        ? SpectrumTrace.Empty
        : new SpectrumTrace(_frame, _levels.AsMemory(0, _frame * SpectrumTrace.Rows), [.. _bands.Select(b => Math.Max(SpectrumTrace.LowestDbfs, Decibels.FromPower(b / _frame)))]);

    private void AddFrame()
    {
        Array.Clear(_power);
        int oldest = (int)(_position & (FrameLength - 1));
        foreach (float[] recent in _recent)
        {
            recent.AsSpan(oldest).CopyTo(_samples);
            recent.AsSpan(0, oldest).CopyTo(_samples.AsSpan(FrameLength - oldest));
            Kernels.Multiply(_window, _samples);
            _fft.Forward(_samples, _re, _im, _scratch);
            for (int k = 0; k < _power.Length; k++)
            {
                double re = _re[k], im = _im[k];
                _power[k] += re * re + im * im;
            }
        }

        _sums.Set(_power, 2 / (WindowPower * FrameLength * FrameLength));
        for (int row = 0; row < SpectrumTrace.Rows; row++)
        {
            double level = Decibels.FromPower(_sums.Between(_edges[row], _edges[row + 1]));
            _levels[_frame * SpectrumTrace.Rows + row] = (byte)Math.Clamp(255 * (1 - level / SpectrumTrace.LowestDbfs), 0, 255);
        }

        for (int b = 0; b < _bands.Length; b++)
        {
            _bands[b] += _sums.Between(_octaves[b].LowHz, _octaves[b].HighHz);
        }
    }
}
