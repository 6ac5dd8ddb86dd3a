using System.Collections.Immutable;
using Roomtone.Signal;

namespace Roomtone.Analysis;

/// <summary>K-weighted, channel-weighted energy of a stream, taken whenever the caller likes: the ground of loudness followers.</summary>
/// <remarks>Source: BS.1770-5, Annexes 1 and 3. The bits do not depend on the partition into blocks. Nothing allocates while it runs.</remarks>
public sealed class LoudnessPower
{
    private const int GroupChannels = 8;
    private readonly ImmutableArray<double> _weights;
    private readonly ChannelSums[] _sums;
    private readonly float[] _planes;

    /// <summary>Prepares the filters.</summary>
    /// <param name="sampleRate">Hz, more than 4000.</param>
    /// <param name="layout">Channels.</param>
    public LoudnessPower(int sampleRate, ChannelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _weights = ChannelWeights.Of(layout);
        int groups = (layout.Count + GroupChannels - 1) / GroupChannels;
        _sums = [.. Enumerable.Range(0, groups).Select(g => new ChannelSums(sampleRate, Math.Min(GroupChannels, layout.Count - g * GroupChannels)))];
        _planes = new float[layout.Count * ChannelSums.BlockLength];
    }

    /// <summary>Adds samples.</summary>
    /// <param name="audio">As many channels as the layout.</param>
    public void Add(ReadOnlyAudioBlock audio)
    {
        for (int done = 0; done < audio.Length;)
        {
            ReadOnlyAudioBlock part = audio.Slice(done, Math.Min(ChannelSums.BlockLength, audio.Length - done));
            for (int c = 0; c < _weights.Length; c++)
            {
                part[c].CopyTo(_planes.AsSpan(c * ChannelSums.BlockLength));
            }

            for (int g = 0; g < _sums.Length; g++)
            {
                _sums[g].Add(_planes.AsSpan(g * GroupChannels * ChannelSums.BlockLength), ChannelSums.BlockLength, part.Length);
            }

            done += part.Length;
        }
    }

    /// <summary>Gives Σ G·y² since the last call and starts again.</summary>
    public double Take()
    {
        double energy = 0;
        for (int c = 0; c < _weights.Length; c++)
        {
            energy += _weights[c] * _sums[c / GroupChannels].Take(c % GroupChannels).Energy;
        }

        foreach (ChannelSums sums in _sums)
        {
            sums.Clear();
        }

        return energy;
    }

    /// <summary>Returns to the start of a stream.</summary>
    public void Reset()
    {
        foreach (ChannelSums sums in _sums)
        {
            sums.Reset();
        }
    }

    /// <summary>Writes everything that the next energy depends on.</summary>
    /// <param name="state">Receives the state.</param>
    public void Save(StateWriter state)
    {
        foreach (ChannelSums sums in _sums)
        {
            sums.Save(state);
        }
    }

    /// <summary>Takes over a saved state.</summary>
    /// <param name="state">The state.</param>
    public void Load(StateReader state)
    {
        foreach (ChannelSums sums in _sums)
        {
            sums.Load(state);
        }
    }
}
