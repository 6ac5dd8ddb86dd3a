using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Levels of a residual over all, and its loudest stretches on a grid of 100 ms.</summary>
/// <param name="sampleRate">Hz.</param>
/// <param name="channels">Channels.</param>
internal sealed class ResidualSums(int sampleRate, int channels)
{
    private const int MaximumRanges = 10;
    private readonly int _hop = sampleRate / 10;
    private readonly List<float> _hopPeaks = [];
    private double _energy;
    private double _referenceEnergy;
    private float _peak;
    private long _samples;
    private long? _first;

    public void AddReference(AudioBlock block)
    {
        for (int c = 0; c < block.Channels; c++)
        {
            _referenceEnergy += Kernels.SumOfSquares(block[c]);
        }
    }

    public void Add(AudioBlock block, long position)
    {
        for (int c = 0; c < block.Channels; c++)
        {
            _energy += Kernels.SumOfSquares(block[c]);
            _peak = Math.Max(_peak, Kernels.Peak(block[c]));
            if (_first is null || _first > position)
            {
                int at = block[c].IndexOfAnyExcept(0f);
                _first = at >= 0 && (_first is null || position + at < _first) ? position + at : _first;
            }
        }

        AddHops(block, position);
        _samples += block.Length;
    }

    public NullResidual Result(bool isSameLength)
    {
        double count = Math.Max(1, _samples) * (double)channels;
        return new NullResidual(
            isSameLength && _first is null,
            Decibels.FromPower(_energy / count),
            Decibels.FromGain(_peak),
            _referenceEnergy > 0 ? Decibels.FromPower(_energy / _referenceEnergy) : double.NaN)
        {
            FirstDifference = _first,
            Where = Ranges(),
        };
    }

    private void AddHops(AudioBlock block, long position)
    {
        for (int done = 0; done < block.Length;)
        {
            int hop = (int)((position + done) / _hop);
            int count = (int)Math.Min(block.Length - done, (hop + 1L) * _hop - position - done);
            float peak = 0;
            for (int c = 0; c < block.Channels; c++)
            {
                peak = Math.Max(peak, Kernels.Peak(block[c].Slice(done, count)));
            }

            if (hop == _hopPeaks.Count)
            {
                _hopPeaks.Add(peak);
            }
            else
            {
                _hopPeaks[hop] = Math.Max(_hopPeaks[hop], peak);
            }

            done += count;
        }
    }

    // Stretches within 20 dB of the loudest hop; neighbours are one stretch.
    private ImmutableArray<ResidualRange> Ranges()
    {
        float limit = _peak / 10;
        var ranges = new List<ResidualRange>();
        for (int hop = 0; hop < _hopPeaks.Count && _peak > 0; hop++)
        {
            int start = hop;
            float peak = 0;
            while (hop < _hopPeaks.Count && _hopPeaks[hop] >= limit)
            {
                peak = Math.Max(peak, _hopPeaks[hop++]);
            }

            if (hop > start)
            {
                double end = Math.Min(hop * (double)_hop, _samples) / sampleRate;
                ranges.Add(new ResidualRange(start * (double)_hop / sampleRate, end, Decibels.FromGain(peak)));
            }
        }

        return [.. ranges.OrderByDescending(r => r.PeakDbfs).Take(MaximumRanges).OrderBy(r => r.StartSeconds)];
    }
}
