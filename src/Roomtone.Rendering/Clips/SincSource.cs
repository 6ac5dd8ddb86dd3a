using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>A source at a rate of any exact ratio: a recorder's drift, together with a conversion of rates.</summary>
/// <remarks>Sample n is the source at time n·Denominator/Numerator, worked out in integers, so any order of reading gives the same bits.</remarks>
internal sealed class SincSource : IAudioSource, IDisposable
{
    private const int ChunkLength = 512;
    private readonly IAudioSource _source;
    private readonly SampleRatio _ratio;
    private readonly SincKernel _kernel;
    private readonly AudioBuffer _input;
    private readonly double[] _window;

    /// <summary>Wraps a source.</summary>
    /// <param name="source">The media.</param>
    /// <param name="ratio">Output samples per source sample.</param>
    /// <param name="sampleRate">Hz of the output.</param>
    public SincSource(IAudioSource source, SampleRatio ratio, int sampleRate)
    {
        _source = source;
        _ratio = ratio;
        SampleRate = sampleRate;
        double step = (double)ratio.Denominator / ratio.Numerator;
        _kernel = SincKernel.Of(Math.Min(1, 1 / step), ConversionQuality.VeryHigh);
        int longest = (int)Math.Ceiling(ChunkLength * step) + _kernel.Taps + 2;
        _input = new AudioBuffer(source.Layout.Count, longest);
        _window = new double[longest];
    }

    /// <inheritdoc/>
    public int SampleRate { get; }

    /// <inheritdoc/>
    public ChannelLayout Layout => _source.Layout;

    /// <inheritdoc/>
    public long Length => _ratio.ToTimeline(_source.Length);

    /// <inheritdoc/>
    public void Read(long position, AudioBlock destination)
    {
        destination.Clear();
        long end = Math.Min(position + destination.Length, Length);
        for (long at = Math.Max(position, 0); at < end; at += ChunkLength)
        {
            int count = (int)Math.Min(ChunkLength, end - at);
            ReadChunk(at, destination.Slice((int)(at - position), count));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _input.Dispose();

    private void ReadChunk(long position, AudioBlock destination)
    {
        int before = _kernel.Taps / 2 - 1;
        long first = Time(position).Whole - before;
        long last = Time(position + destination.Length - 1).Whole + _kernel.Taps / 2;
        AudioBlock input = _input.Block.Slice(0, (int)(last - first + 1));
        _source.Read(first, input);
        for (int c = 0; c < destination.Channels; c++)
        {
            Widening.ToDouble(input[c], _window);
            Span<float> output = destination[c];
            for (int i = 0; i < output.Length; i++)
            {
                (long whole, double fraction) = Time(position + i);
                output[i] = (float)_kernel.At(_window.AsSpan((int)(whole - before - first), _kernel.Taps), fraction);
            }
        }
    }

    private (long Whole, double Fraction) Time(long sample)
    {
        Int128 product = (Int128)sample * _ratio.Denominator;
        Int128 whole = product / _ratio.Numerator;
        return ((long)whole, (double)(product - whole * _ratio.Numerator) / _ratio.Numerator);
    }
}
