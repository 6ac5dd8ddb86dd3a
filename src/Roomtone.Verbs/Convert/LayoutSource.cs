using Roomtone.Processes;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>A source in other channels: what both layouts have stays, the rest is folded by ITU-R BS.775, new channels are silent.</summary>
/// <remarks>Mono goes to the centre where there is one, else to left and right at its own level, so that half their sum is mono again.</remarks>
internal sealed class LayoutSource : IAudioSource, IDisposable
{
    private readonly IAudioSource _source;
    private readonly float[] _weights;
    private readonly AudioBuffer _buffer;

    /// <summary>The source in a layout.</summary>
    /// <param name="source">The audio.</param>
    /// <param name="layout">The new channels.</param>
    /// <exception cref="ProcessSettingsException">The source has channels without a place.</exception>
    public LayoutSource(IAudioSource source, ChannelLayout layout)
    {
        _source = source;
        Layout = layout;
        _weights = Array.ConvertAll(Weights(source.Layout, layout), w => (float)w);
        _buffer = new AudioBuffer(source.Layout.Count, AudioPump.BlockLength);
    }

    /// <inheritdoc/>
    public int SampleRate => _source.SampleRate;

    /// <inheritdoc/>
    public ChannelLayout Layout { get; }

    /// <inheritdoc/>
    public long Length => _source.Length;

    /// <inheritdoc/>
    public void Read(long position, AudioBlock destination)
    {
        destination.Clear();
        for (int done = 0; done < destination.Length;)
        {
            int count = Math.Min(_buffer.Length, destination.Length - done);
            AudioBlock input = _buffer.Block.Slice(0, count);
            _source.Read(position + done, input);
            AudioBlock output = destination.Slice(done, count);
            for (int o = 0; o < output.Channels; o++)
            {
                for (int i = 0; i < input.Channels; i++)
                {
                    AddWeighted(input[i], _weights[(o * input.Channels) + i], output[o]);
                }
            }

            done += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private static void AddWeighted(ReadOnlySpan<float> source, float weight, Span<float> destination)
    {
        if (weight != 0)
        {
            Kernels.Mix(source, weight, destination);
        }
    }

    private static double[] Weights(ChannelLayout input, ChannelLayout output)
    {
        if (input.Count != 1 || output.Count == 1)
        {
            return DownmixMatrix.Between(input, output, new DownmixLevels());
        }

        var weights = new double[output.Count];
        int centre = output.IndexOf("C");
        foreach (string name in centre >= 0 ? ["C"] : new[] { "L", "R" })
        {
            int place = output.IndexOf(name);
            weights[place < 0 ? 0 : place] = 1;
        }

        return weights;
    }
}
