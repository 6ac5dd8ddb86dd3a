using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>A real-time analyser's long-term reading: the level of each fractional-octave band, the channels' powers added.</summary>
/// <remarks>
/// The bands' Butterworth responses weigh the bins of a power spectrum of about 2.7 s frames, which for whole and third octaves keeps
/// within class 1 of IEC 61260-1; bands narrower than four bins (1.5 Hz) read wider than they are. Thread: one at a time.
/// </remarks>
public sealed class RtaMeter : IMeter<MeterReading>
{
    private const int FrameAt48k = 1 << 17;
    private readonly int _sampleRate;
    private readonly int _bandsPerOctave;
    private readonly PowerSpectrum[] _spectra;

    /// <summary>Prepares an analyser.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="layout">Channels.</param>
    /// <param name="bandsPerOctave">1, 3, 6, 12 or 24.</param>
    public RtaMeter(int sampleRate, ChannelLayout layout, int bandsPerOctave)
    {
        ArgumentNullException.ThrowIfNull(layout);
        (_sampleRate, _bandsPerOctave) = (sampleRate, bandsPerOctave);
        Bands = FractionalOctave.Bands(bandsPerOctave, sampleRate);
        int frame = FrameAt48k;
        while (frame > 1024 && (long)frame * 48000 > (long)FrameAt48k * sampleRate * 3 / 2)
        {
            frame /= 2;
        }

        while ((long)frame * 48000 < (long)FrameAt48k * sampleRate * 3 / 4)
        {
            frame *= 2;
        }

        _spectra = [.. Enumerable.Range(0, layout.Count).Select(_ => new PowerSpectrum(frame))];
    }

    /// <summary>The bands, from low to high.</summary>
    public ImmutableArray<OctaveBand> Bands { get; }

    /// <inheritdoc/>
    public void Add(ReadOnlyAudioBlock audio)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(audio.Channels, _spectra.Length, nameof(audio));
        for (int c = 0; c < _spectra.Length; c++)
        {
            _spectra[c].Add(audio[c]);
        }
    }

    /// <summary>Level of each band, dBFS rms (a full-scale sine reads −3.01 in its band).</summary>
    public ImmutableArray<double> LevelsDbfs()
    {
        double[] power = new double[_spectra[0].BinCount], one = new double[power.Length];
        foreach (PowerSpectrum spectrum in _spectra)
        {
            spectrum.Read(one);
            for (int k = 0; k < power.Length; k++)
            {
                power[k] += one[k];
            }
        }

        double binHz = (double)_sampleRate / _spectra[0].FrameLength;
        return [.. Bands.Select(band => Decibels.FromPower(PowerIn(band, power, binHz)))];
    }

    /// <inheritdoc/>
    public MeterReading Read()
    {
        ImmutableArray<double> levels = LevelsDbfs();
        return new MeterReading($"rta-{_bandsPerOctave}", [.. Bands.Select((band, i) => new MeterFigure("level_dbfs", band.Name, levels[i], "dBFS"))]);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        foreach (PowerSpectrum spectrum in _spectra)
        {
            spectrum.Reset();
        }
    }

    private static double PowerIn(OctaveBand band, ReadOnlySpan<double> power, double binHz)
    {
        double sum = 0;
        for (int k = 1; k < power.Length; k++)
        {
            sum += power[k] * band.PowerAt(k * binHz);
        }

        return sum;
    }
}
