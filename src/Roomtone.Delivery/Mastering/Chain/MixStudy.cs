using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>What the decisions on a mastering chain rest on: a finished mix, or an album of them, measured in one pass.</summary>
public sealed class MixStudy
{
    /// <summary>The lower edge of the three bands whose peaks are compared, Hz.</summary>
    public const double LowEdgeHz = 150;

    private const double UsualHighEdgeHz = 4000;
    private const double HighestShareOfRate = 0.4;

    /// <summary>Under this left and right are compared, Hz: where a crossover at the lower edge leaves little of the band above.</summary>
    public const double LowEndHz = 100;

    private const int Bands = 3;
    private const int LowPassOrder = 4;
    private readonly double[] _bandPeaks = new double[Bands];
    private readonly double[] _bandEnergies = new double[Bands];
    private double _leftLeft, _rightRight, _leftRight;
    private long _samples;

    private MixStudy(LongTermSpectrum spectrum, ProgrammeMeasurement measured)
    {
        Spectrum = spectrum;
        Powers = measured.History.Powers;
        LevelCounts = measured.LevelCounts;
        LoudnessRangeLu = measured.LoudnessRangeLu;
        TruePeakDbtp = measured.TruePeakDbtp;
        SamplePeakDbfs = measured.SamplePeakDbfs;
        DcOffset = measured.Channels.Max(c => Math.Abs(c.DcOffset));
    }

    /// <summary>The long-term spectrum.</summary>
    public LongTermSpectrum Spectrum { get; }

    /// <summary>The upper edge of the bands, Hz: 4 kHz, or less at low rates.</summary>
    public double HighEdgeHz => HighEdge(Spectrum.SampleRate);

    /// <summary>Weighted power of each 100 ms.</summary>
    public ImmutableArray<double> Powers { get; private set; }

    /// <summary>How many 100 ms have a level (<see cref="ProgrammeMeasurement.LevelCounts"/>).</summary>
    public ImmutableArray<int> LevelCounts { get; private set; }

    /// <summary>Gated loudness, LUFS; −∞ for silence.</summary>
    public double IntegratedLufs => LoudnessHistory.FromPowers(Powers).Integrated(0, Powers.Length);

    /// <summary>Loudness range, LU; of mixes put together, that of the first.</summary>
    public double LoudnessRangeLu { get; }

    /// <summary>True peak, dBTP.</summary>
    public double TruePeakDbtp { get; private set; }

    /// <summary>Sample peak, dBFS.</summary>
    public double SamplePeakDbfs { get; private set; }

    /// <summary>The largest mean of a channel, as a fraction of full scale.</summary>
    public double DcOffset { get; private set; }

    /// <summary>Correlation of left and right under <see cref="LowEndHz"/>; NaN where there are no such two channels, or nothing sounds there.</summary>
    public double LowCorrelation => _leftLeft * _rightRight > 0 ? _leftRight / Math.Sqrt(_leftLeft * _rightRight) : double.NaN;

    /// <summary>Power of the low end's side over that of its mid; NaN as above.</summary>
    public double LowSideOverMid => (_leftLeft + _rightRight - 2 * _leftRight) / (_leftLeft + _rightRight + 2 * _leftRight);

    /// <summary>Peak of each band, dBFS.</summary>
    public ImmutableArray<double> BandPeaksDbfs => [.. _bandPeaks.Select(Decibels.FromGain)];

    /// <summary>Peak over RMS of each band, dB; NaN where a band is silent.</summary>
    public ImmutableArray<double> BandCrestsDb =>
        [.. _bandPeaks.Zip(_bandEnergies, (p, e) => e > 0 ? Decibels.FromGain(p) - Decibels.FromPower(e / _samples) : double.NaN)];

    /// <summary>Measures a mix.</summary>
    /// <param name="source">The mix.</param>
    /// <param name="progress">Told the share that is read, 0…1; null = nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    public static MixStudy Of(IAudioSource source, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        var spectrum = new LongTermSpectrum(source.SampleRate, source.Layout);
        var meter = new ProgrammeMeter(source.SampleRate, source.Layout);
        var bands = new BandSums(source);
        SourcePass.Run(
            source,
            block =>
            {
                meter.Add(block);
                spectrum.Add(block);
                bands.Add(block);
            },
            progress,
            cancellation);
        spectrum.Complete();
        var study = new MixStudy(spectrum, meter.Read());
        bands.Read(study);
        return study;
    }

    /// <summary>The study of mixes as if they followed one another.</summary>
    /// <param name="studies">Of one rate; the first becomes the whole.</param>
    public static MixStudy Together(ImmutableArray<MixStudy> studies)
    {
        MixStudy whole = studies[0];
        foreach (MixStudy next in studies.Skip(1))
        {
            whole.Add(next);
        }

        return whole;
    }

    private static double HighEdge(int sampleRate) => Math.Min(UsualHighEdgeHz, HighestShareOfRate * sampleRate);

    private void Add(MixStudy next)
    {
        Spectrum.Add(next.Spectrum);
        Powers = [.. Powers, .. next.Powers];
        LevelCounts = [.. LevelCounts.Zip(next.LevelCounts, (a, b) => a + b)];
        TruePeakDbtp = Math.Max(TruePeakDbtp, next.TruePeakDbtp);
        SamplePeakDbfs = Math.Max(SamplePeakDbfs, next.SamplePeakDbfs);
        DcOffset = Math.Max(DcOffset, next.DcOffset);
        (_leftLeft, _rightRight, _leftRight) = (_leftLeft + next._leftLeft, _rightRight + next._rightRight, _leftRight + next._leftRight);
        _samples += next._samples;
        for (int b = 0; b < Bands; b++)
        {
            _bandPeaks[b] = Math.Max(_bandPeaks[b], next._bandPeaks[b]);
            _bandEnergies[b] += next._bandEnergies[b];
        }
    }

    /// <summary>Peaks and energies of the bands, and how left and right agree in the lowest.</summary>
    private sealed class BandSums
    {
        private readonly int[] _channels;
        private readonly int _left;
        private readonly int _right;
        private readonly BiquadCascade _low;
        private readonly BiquadCascade _high;
        private readonly BiquadCascade? _lowEnd;
        private readonly AudioBuffer _lows;
        private readonly AudioBuffer _highs;
        private readonly double[] _peaks = new double[Bands];
        private readonly double[] _energies = new double[Bands];
        private double _leftLeft, _rightRight, _leftRight;
        private long _position;

        public BandSums(IAudioSource source)
        {
            ChannelLayout layout = source.Layout;
            _channels = [.. Enumerable.Range(0, layout.Count).Where(c => layout.Speakers[c].Kind != ChannelKind.Lfe)];
            (_left, _right) = (layout.IndexOf("L"), layout.IndexOf("R"));
            _low = new BiquadCascade([.. ButterworthDesign.LowPass(LowPassOrder, LowEdgeHz, source.SampleRate)], layout.Count);
            _high = new BiquadCascade([.. ButterworthDesign.HighPass(LowPassOrder, HighEdge(source.SampleRate), source.SampleRate)], layout.Count);
            _lowEnd = _left >= 0 && _right >= 0 ? new BiquadCascade([.. ButterworthDesign.LowPass(LowPassOrder, LowEndHz, source.SampleRate)], layout.Count) : null;
            (_lows, _highs) = (new AudioBuffer(layout.Count, SourcePass.BlockLength), new AudioBuffer(layout.Count, SourcePass.BlockLength));
        }

        public void Add(ReadOnlyAudioBlock audio)
        {
            AudioBlock lows = _lows.Block.Slice(0, audio.Length), highs = _highs.Block.Slice(0, audio.Length);
            audio.CopyTo(lows);
            audio.CopyTo(highs);
            _low.Process(lows, _position);
            _high.Process(highs, _position);
            _position += audio.Length;
            foreach (int c in _channels)
            {
                ReadOnlySpan<float> x = audio[c], l = lows[c], h = highs[c];
                for (int i = 0; i < x.Length; i++)
                {
                    Count(0, l[i]);
                    Count(1, (double)x[i] - l[i] - h[i]);
                    Count(2, h[i]);
                }
            }

            if (_lowEnd is null)
            {
                return;
            }

            audio.CopyTo(lows);
            _lowEnd.Process(lows, _position - audio.Length);
            ReadOnlySpan<float> left = lows[_left], right = lows[_right];
            for (int i = 0; i < left.Length; i++)
            {
                double l = left[i], r = right[i];
                (_leftLeft, _rightRight, _leftRight) = (_leftLeft + l * l, _rightRight + r * r, _leftRight + l * r);
            }
        }

        public void Read(MixStudy study)
        {
            _peaks.CopyTo(study._bandPeaks, 0);
            _energies.CopyTo(study._bandEnergies, 0);
            (study._leftLeft, study._rightRight, study._leftRight, study._samples) = (_leftLeft, _rightRight, _leftRight, _position * _channels.Length);
            _lows.Dispose();
            _highs.Dispose();
        }

        private void Count(int band, double sample)
        {
            _peaks[band] = Math.Max(_peaks[band], Math.Abs(sample));
            _energies[band] += sample * sample;
        }
    }
}
