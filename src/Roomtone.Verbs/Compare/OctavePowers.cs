using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Mean square per octave, from 31.25 Hz to 16 kHz, by Butterworth band-passes of 24 dB/oct.</summary>
internal sealed class OctavePowers : IDisposable
{
    private const int Order = 4;
    private const double LowestCentreHz = 31.25;
    private const int MaximumOctaves = 10;
    private readonly BiquadCascade[] _bands;
    private readonly double[] _energies;
    private readonly AudioBuffer _buffer;
    private long _position;

    public OctavePowers(int sampleRate, int channels)
    {
        int count = 0;
        while (count < MaximumOctaves && CentreHz(count) < sampleRate * 0.45)
        {
            count++;
        }

        _bands = [.. Enumerable.Range(0, count).Select(i => Band(CentreHz(i), sampleRate, channels))];
        _energies = new double[count];
        _buffer = new AudioBuffer(channels, AudioPump.BlockLength);
    }

    /// <summary>Centre of an octave, Hz.</summary>
    public static double CentreHz(int octave) => LowestCentreHz * (1L << octave);

    public void Add(ReadOnlyAudioBlock block)
    {
        AudioBlock band = _buffer.Block.Slice(0, block.Length);
        for (int i = 0; i < _bands.Length; i++)
        {
            block.CopyTo(band);
            _bands[i].Process(band, _position);
            for (int c = 0; c < band.Channels; c++)
            {
                _energies[i] += Kernels.SumOfSquares(band[c]);
            }
        }

        _position += block.Length;
    }

    /// <summary>Mean square per octave over all channels.</summary>
    public double[] MeanSquares() => [.. _energies.Select(e => e / Math.Max(1, _position * (double)_buffer.Channels))];

    public void Dispose() => _buffer.Dispose();

    private static BiquadCascade Band(double centreHz, int sampleRate, int channels)
    {
        List<BiquadCoefficients> sections = [.. ButterworthDesign.HighPass(Order, centreHz / Sqrt2, sampleRate)];
        if (centreHz * Sqrt2 < sampleRate * 0.49)
        {
            sections.AddRange(ButterworthDesign.LowPass(Order, centreHz * Sqrt2, sampleRate));
        }

        return new BiquadCascade([.. sections], channels);
    }

    private static double Sqrt2 => Math.Sqrt(2);
}
