using System.Numerics;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>Looks for what a technical quality control rejects: silent, doubled and inverted channels, dropouts, a cut tail, unused bits, a cliff in the
/// spectrum, full range in the LFE.</summary>
/// <remarks>One pass in constant memory. Thread: one at a time.</remarks>
public sealed class QualityMeter : IMeter<QualityReading>
{
    private const double DropoutSeconds = 0.05;
    private const double TailSeconds = 0.01;
    private const double LfeEdgeHz = 200;
    private const double FullRangeDb = -20;
    private const double TwinDb = -60;
    private const int MostPlaces = 100;
    private const int SpectrumFrame = 8192;
    private const float Grid = 1 << 23;
    private readonly ChannelLayout _layout;
    private readonly int _sampleRate;
    private readonly float[] _peaks;
    private readonly double[] _energies;
    private readonly double[] _products;
    private readonly double[] _tail;
    private readonly PowerSpectrum _spectrum = new(SpectrumFrame);
    private readonly float[] _mix = new float[SpectrumFrame];
    private readonly int _lfe;
    private readonly BiquadCascade? _treble;
    private readonly float[] _trebleBlock;
    private readonly double[] _trebleEnergies;
    private readonly List<double> _dropouts = [];
    private uint _bits;
    private bool _isOffGrid;
    private long _length;
    private long _silentSince = -1;
    private bool _hasBegun;

    /// <summary>Prepares a meter.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="layout">Channels.</param>
    public QualityMeter(int sampleRate, ChannelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        (_sampleRate, _layout) = (sampleRate, layout);
        (_peaks, _energies, _products) = (new float[layout.Count], new double[layout.Count], new double[layout.Count * layout.Count]);
        _tail = new double[Math.Max(1, (int)(TailSeconds * sampleRate))];
        _lfe = layout.Speakers.ToList().FindIndex(s => s.IsLfe);
        _treble = _lfe < 0 ? null : new BiquadCascade([.. ButterworthDesign.HighPass(4, LfeEdgeHz, sampleRate)], layout.Count);
        _trebleBlock = new float[_lfe < 0 ? 0 : SpectrumFrame * layout.Count];
        _trebleEnergies = new double[layout.Count];
    }

    /// <inheritdoc/>
    public void Add(ReadOnlyAudioBlock audio)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(audio.Channels, _layout.Count, nameof(audio));
        for (int at = 0; at < audio.Length; at += SpectrumFrame)
        {
            ReadOnlyAudioBlock part = audio.Slice(at, Math.Min(SpectrumFrame, audio.Length - at));
            AddSums(part);
            AddTreble(part);
            for (int i = 0; i < part.Length; i++)
            {
                AddSample(part, i);
            }

            _spectrum.Add(_mix.AsSpan(0, part.Length));
            _length += part.Length;
        }
    }

    /// <inheritdoc/>
    public QualityReading Read()
    {
        double tail = 0;
        foreach (double square in _tail)
        {
            tail += square;
        }

        bool hasBits = _bits != 0 && !_isOffGrid;
        return new QualityReading
        {
            ChannelPeaksDbfs = [.. _peaks.Select(p => Decibels.FromGain(p))],
            Twins = [.. Twins()],
            MonoFoldDb = _layout.Count == 2 ? Decibels.FromPower((_energies[0] + _energies[1] + 2 * _products[1]) / (_energies[0] + _energies[1])) : double.NaN,
            Dropouts = [.. _dropouts],
            TailDbfs = Decibels.FromPower(tail / _tail.Length / _layout.Count),
            UsedBits = hasBits ? 24 - BitOperations.TrailingZeroCount(_bits) : 0,
            CliffHz = Cliff(),
            LfeTrebleDb = _lfe < 0 || _energies[_lfe] == 0 ? double.NaN : TrebleDb(_lfe),
            LfeElsewhere = LfeElsewhere(),
        };
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Array.Clear(_peaks);
        Array.Clear(_energies);
        Array.Clear(_products);
        Array.Clear(_tail);
        _spectrum.Reset();
        _treble?.Reset();
        Array.Clear(_trebleEnergies);
        _dropouts.Clear();
        (_bits, _isOffGrid, _length, _silentSince, _hasBegun) = (0, false, 0, -1, false);
    }

    private void AddSums(ReadOnlyAudioBlock part)
    {
        for (int a = 0; a < part.Channels; a++)
        {
            ReadOnlySpan<float> x = part[a];
            _peaks[a] = Math.Max(_peaks[a], Kernels.Peak(x));
            for (int b = a; b < part.Channels; b++)
            {
                ReadOnlySpan<float> y = part[b];
                double sum = _products[a * part.Channels + b];
                for (int i = 0; i < x.Length; i++)
                {
                    sum += (double)x[i] * y[i];
                }

                _products[a * part.Channels + b] = sum;
            }

            _energies[a] = _products[a * part.Channels + a];
        }
    }

    private void AddTreble(ReadOnlyAudioBlock part)
    {
        if (_treble is null)
        {
            return;
        }

        var block = new AudioBlock(_trebleBlock, SpectrumFrame, _layout.Count, 0, part.Length);
        part.CopyTo(block);
        _treble.Process(block, _length);
        for (int c = 0; c < block.Channels; c++)
        {
            double sum = 0;
            foreach (float x in block[c])
            {
                sum += (double)x * x;
            }

            _trebleEnergies[c] += sum;
        }
    }

    private void AddSample(ReadOnlyAudioBlock part, int index)
    {
        double square = 0;
        float sum = 0;
        for (int c = 0; c < part.Channels; c++)
        {
            float x = part[c][index];
            square += (double)x * x;
            sum += x;
            float scaled = x * Grid;
            if (scaled == MathF.Floor(scaled) && MathF.Abs(scaled) <= Grid)
            {
                _bits |= (uint)MathF.Abs(scaled);
            }
            else
            {
                _isOffGrid = true;
            }
        }

        long position = _length + index;
        _mix[index] = sum;
        _tail[position % _tail.Length] = square;
        if (square > 0)
        {
            bool isDropout = _hasBegun && _silentSince >= 0 && position - _silentSince >= DropoutSeconds * _sampleRate;
            if (isDropout && _dropouts.Count < MostPlaces)
            {
                _dropouts.Add((double)_silentSince / _sampleRate);
            }

            (_silentSince, _hasBegun) = (-1, true);
        }
        else if (_silentSince < 0)
        {
            _silentSince = position;
        }
    }

    private double TrebleDb(int channel) => Decibels.FromPower(_trebleEnergies[channel] / _energies[channel]);

    // The LFE channel carries treble, and another one carries none: the two were taken for each other.
    private int? LfeElsewhere()
    {
        if (_lfe < 0 || _energies[_lfe] == 0 || TrebleDb(_lfe) <= FullRangeDb)
        {
            return null;
        }

        for (int c = 0; c < _layout.Count; c++)
        {
            if (c != _lfe && _energies[c] > 0 && TrebleDb(c) < FullRangeDb)
            {
                return c;
            }
        }

        return null;
    }

    private IEnumerable<ChannelTwin> Twins()
    {
        double limit = Decibels.ToPower(TwinDb);
        for (int a = 0; a < _layout.Count; a++)
        {
            for (int b = a + 1; b < _layout.Count; b++)
            {
                double both = _energies[a] + _energies[b], product = 2 * _products[a * _layout.Count + b];
                if (_energies[a] > 0 && _energies[b] > 0 && (both - product <= limit * both || both + product <= limit * both))
                {
                    yield return new ChannelTwin(a, b, product < 0);
                }
            }
        }
    }

    // The mean level just under an edge against the one above it, from high to low: the first fall of 40 dB that nothing rises above again.
    private double Cliff()
    {
        if (_length < SpectrumFrame)
        {
            return double.NaN;
        }

        double[] power = new double[_spectrum.BinCount];
        _spectrum.Read(power);
        int step = power.Length / 32;
        double above = 0;
        for (int edge = power.Length - 2 * step; edge > power.Length / 8; edge -= step / 8)
        {
            above = Math.Max(above, Mean(power, edge + step, step));
            if (Mean(power, edge - step, step) > 1e4 * Math.Max(above, 1e-30))
            {
                return (double)edge * _sampleRate / SpectrumFrame;
            }
        }

        return double.NaN;
    }

    private static double Mean(double[] power, int start, int count)
    {
        double sum = 0;
        int end = Math.Min(power.Length, start + count);
        for (int k = Math.Max(0, start); k < end; k++)
        {
            sum += power[k];
        }

        return sum / Math.Max(1, end - start);
    }
}
