using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>The sixteen accumulators of a bus, for one block, and their fold: one order of summation on every path.</summary>
/// <remarks>
/// Input k adds into accumulator k mod 16 in float32; the accumulators fold 8, 4, 2, 1. Accumulators start at +0 and never become −0, so an
/// input that is silent and an input that is left out give the same bits.
/// </remarks>
internal sealed class MixScratch : IDisposable
{
    private readonly AudioBuffer _lanes;
    private readonly bool[] _isUsed;
    private readonly float[] _gains;
    private readonly float[] _factors;
    private readonly float[] _samples;

    /// <summary>Allocates.</summary>
    /// <param name="channels">Widest bus.</param>
    /// <param name="blockLength">Longest block.</param>
    public MixScratch(int channels, int blockLength)
    {
        _lanes = new AudioBuffer(channels * Kernels.Lanes, blockLength);
        _isUsed = new bool[channels * Kernels.Lanes];
        _gains = new float[blockLength];
        _factors = new float[blockLength];
        _samples = new float[blockLength];
    }

    /// <summary>Room for gains, one block.</summary>
    public Span<float> Gains => _gains;

    /// <summary>Room for the factors of gains, one block.</summary>
    public Span<float> Factors => _factors;

    /// <summary>Empties the accumulators.</summary>
    public void Begin() => Array.Clear(_isUsed);

    /// <summary>Adds an input.</summary>
    /// <param name="input">k.</param>
    /// <param name="source">Its block.</param>
    /// <param name="map">Where its channels go.</param>
    /// <param name="gain">Linear, over the whole block.</param>
    public void Add(int input, ReadOnlyAudioBlock source, ChannelMap map, float gain)
    {
        foreach (ChannelRoute route in map.Routes)
        {
            Kernels.Mix(source[route.From], gain * route.Gain, Lane(route.To, input, source.Length));
        }
    }

    /// <summary>Adds an input whose gain moves.</summary>
    /// <param name="input">k.</param>
    /// <param name="source">Its block.</param>
    /// <param name="map">Where its channels go.</param>
    /// <param name="gains">Linear, one per sample.</param>
    public void Add(int input, ReadOnlyAudioBlock source, ChannelMap map, ReadOnlySpan<float> gains)
    {
        Span<float> samples = _samples.AsSpan(0, source.Length);
        int held = -1;
        foreach (ChannelRoute route in map.Routes)
        {
            if (held != route.From)
            {
                source[route.From].CopyTo(samples);
                Kernels.Multiply(gains, samples);
                held = route.From;
            }

            Kernels.Mix(samples, route.Gain, Lane(route.To, input, source.Length));
        }
    }

    /// <summary>Folds the accumulators of one channel.</summary>
    /// <param name="channel">Channel of the bus.</param>
    /// <param name="destination">Receives the sum.</param>
    public void Fold(int channel, Span<float> destination)
    {
        int first = channel * Kernels.Lanes;
        for (int half = Kernels.Lanes / 2; half >= 1; half /= 2)
        {
            for (int j = first; j < first + half; j++)
            {
                FoldPair(j, j + half, destination.Length);
            }
        }

        if (_isUsed[first])
        {
            _lanes.Block[first][..destination.Length].CopyTo(destination);
        }
        else
        {
            destination.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lanes.Dispose();

    private void FoldPair(int into, int from, int length)
    {
        if (!_isUsed[from])
        {
            return;
        }

        Span<float> sum = _lanes.Block[into][..length];
        ReadOnlySpan<float> addend = _lanes.Block[from][..length];
        if (_isUsed[into])
        {
            Kernels.Add(addend, sum);
        }
        else
        {
            addend.CopyTo(sum);
            _isUsed[into] = true;
        }
    }

    private Span<float> Lane(int channel, int input, int length)
    {
        int index = channel * Kernels.Lanes + (input & (Kernels.Lanes - 1));
        Span<float> lane = _lanes.Block[index][..length];
        if (!_isUsed[index])
        {
            lane.Clear();
            _isUsed[index] = true;
        }

        return lane;
    }
}
