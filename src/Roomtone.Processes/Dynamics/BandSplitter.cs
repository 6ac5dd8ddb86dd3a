using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Divides audio into bands that add up to it.</summary>
internal interface IBandSplitter : IDisposable
{
    /// <summary>Samples by which the bands are later.</summary>
    int LatencySamples { get; }

    /// <summary>Samples after the last input until the bands are silent.</summary>
    long TailSamples { get; }

    /// <summary>Takes a block; its bands are asked for next, each once, from the lowest.</summary>
    void Take(AudioBlock audio, long position);

    /// <summary>The next band of the block taken.</summary>
    void Band(int band, long position, AudioBlock destination);

    /// <summary>Forgets all history.</summary>
    void Reset();

    /// <summary>Writes the history.</summary>
    void Save(StateWriter state);

    /// <summary>Takes over a saved history.</summary>
    void Load(StateReader state);
}

/// <summary>Linkwitz–Riley bands of 24 dB per octave.</summary>
/// <remarks>
/// A band passes the high branches of the crossovers under it, the low branch of the one above it, and the all-passes of those further up, so
/// that all bands have turned alike and their sum is the product of all all-passes. Source: Linkwitz and Riley, 1976; J. D'Appolito, 1984.
/// </remarks>
internal sealed class LinkwitzRileyBands : IBandSplitter
{
    private const int Order = 4;
    private readonly BiquadCascade[] _bands;
    private readonly AudioBuffer _input;
    private int _length;

    public LinkwitzRileyBands(double[] frequencies, ProcessFormat format)
    {
        LinkwitzRiley[] pairs = [.. frequencies.Select(f => LinkwitzRiley.Design(Order, f, format.SampleRate))];
        _bands = new BiquadCascade[pairs.Length + 1];
        for (int b = 0; b < _bands.Length; b++)
        {
            BiquadCoefficients[] sections =
            [
                .. pairs.Take(b).SelectMany(p => p.High), .. pairs.Skip(b).Take(1).SelectMany(p => p.Low), .. pairs.Skip(b + 1).SelectMany(p => p.Sum),
            ];
            _bands[b] = new BiquadCascade(sections, format.Input.Count);
            TailSamples = Math.Max(TailSamples, FilterProcessor.TailOf(sections));
        }

        _input = new AudioBuffer(format.Input.Count, format.MaximumLength);
    }

    public int LatencySamples => 0;

    public long TailSamples { get; }

    public void Take(AudioBlock audio, long position)
    {
        _length = audio.Length;
        ((ReadOnlyAudioBlock)audio).CopyTo(_input.Block.Slice(0, _length));
    }

    public void Band(int band, long position, AudioBlock destination)
    {
        ((ReadOnlyAudioBlock)_input.Block.Slice(0, _length)).CopyTo(destination);
        _bands[band].Process(destination, position);
    }

    public void Reset() => Array.ForEach(_bands, b => b.Reset());

    public void Save(StateWriter state) => Array.ForEach(_bands, b => b.Save(state));

    public void Load(StateReader state) => Array.ForEach(_bands, b => b.Load(state));

    public void Dispose() => _input.Dispose();
}

/// <summary>Linear-phase bands: low-passes of one length, a band the difference of two neighbours, the highest what is left of the input.</summary>
/// <remarks>Kaiser-windowed low-passes (80 dB) with a transition as wide as the lowest crossover's frequency; the bands add up to the input.</remarks>
internal sealed class LinearBandSplitter : IBandSplitter
{
    private const int Partition = 512;
    private const double AttenuationDb = 80;
    private readonly PartitionedConvolver<double>[] _lowPasses;
    private readonly DelayLine _delay;
    private readonly AudioBuffer _input;
    private readonly AudioBuffer _below;
    private readonly int _half;
    private int _length;

    public LinearBandSplitter(double[] frequencies, ProcessFormat format)
    {
        int channels = format.Input.Count;
        _half = RenderGrid.PadLatency(FirDesign.KaiserTaps(AttenuationDb, frequencies[0] / format.SampleRate) / 2);
        double beta = Windows.KaiserBeta(AttenuationDb);
        _lowPasses =
        [
            .. frequencies.Select(f => FirDesign.LowPass(2 * _half + 1, f / format.SampleRate, beta))
                .Select(taps => new PartitionedConvolver<double>([.. Enumerable.Repeat(taps, channels)], Partition)),
        ];
        LatencySamples = _half + Partition;
        _delay = new DelayLine(channels, LatencySamples, format.MaximumLength);
        _input = new AudioBuffer(channels, format.MaximumLength);
        _below = new AudioBuffer(channels, format.MaximumLength);
    }

    public int LatencySamples { get; }

    public long TailSamples => _half;

    public void Take(AudioBlock audio, long position)
    {
        _length = audio.Length;
        ((ReadOnlyAudioBlock)audio).CopyTo(_input.Block.Slice(0, _length));
        _below.Block.Slice(0, _length).Clear();
    }

    public void Band(int band, long position, AudioBlock destination)
    {
        ReadOnlyAudioBlock input = _input.Block.Slice(0, _length);
        AudioBlock below = _below.Block.Slice(0, _length);
        input.CopyTo(destination);
        if (band < _lowPasses.Length)
        {
            _lowPasses[band].Process(destination, position);
        }
        else
        {
            _delay.Process(destination);
        }

        // What is under this band's upper edge, less what the bands below have had.
        for (int c = 0; c < destination.Channels; c++)
        {
            Span<float> had = below[c], now = destination[c];
            for (int i = 0; i < now.Length; i++)
            {
                float all = now[i];
                now[i] = all - had[i];
                had[i] = all;
            }
        }
    }

    public void Reset()
    {
        Array.ForEach(_lowPasses, l => l.Reset());
        _delay.Reset();
    }

    public void Save(StateWriter state)
    {
        Array.ForEach(_lowPasses, l => l.Save(state));
        _delay.Save(state);
    }

    public void Load(StateReader state)
    {
        Array.ForEach(_lowPasses, l => l.Load(state));
        _delay.Load(state);
    }

    public void Dispose()
    {
        _delay.Dispose();
        _input.Dispose();
        _below.Dispose();
    }
}
