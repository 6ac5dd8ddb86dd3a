using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>A source in another layout, by a matrix of coefficients.</summary>
/// <remarks>Input k adds in channel order, so the sum has one order. Thread: one at a time.</remarks>
internal sealed class LayoutSource : IAudioSource, IDisposable
{
    private const int Chunk = 4096;
    private readonly IAudioSource _source;
    private readonly float[,] _matrix;
    private readonly AudioBuffer _input;

    public LayoutSource(IAudioSource source, ChannelLayout layout, float[,] matrix)
    {
        _source = source;
        _matrix = matrix;
        Layout = layout;
        _input = new AudioBuffer(source.Layout.Count, Chunk);
    }

    public int SampleRate => _source.SampleRate;

    public ChannelLayout Layout { get; }

    public long Length => _source.Length;

    public void Read(long position, AudioBlock destination)
    {
        for (int done = 0; done < destination.Length; done += Chunk)
        {
            AudioBlock part = destination.Slice(done, Math.Min(Chunk, destination.Length - done));
            AudioBlock input = _input.Block.Slice(0, part.Length);
            _source.Read(position + done, input);
            Mix(input, part);
        }
    }

    public void Dispose() => _input.Dispose();

    private void Mix(AudioBlock input, AudioBlock output)
    {
        output.Clear();
        for (int o = 0; o < output.Channels; o++)
        {
            Span<float> target = output[o];
            for (int i = 0; i < input.Channels; i++)
            {
                float gain = _matrix[o, i];
                if (gain != 0)
                {
                    Kernels.Mix(input[i], gain, target);
                }
            }
        }
    }
}
