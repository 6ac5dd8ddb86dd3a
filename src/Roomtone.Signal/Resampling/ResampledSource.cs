namespace Roomtone.Signal;

/// <summary>A source heard at another sample rate, readable at any position; the same bits whatever the reading order.</summary>
/// <remarks>
/// Sample n is the source at time n·M/L; the length is round-half-up(length·L/M). The last block is kept, so reading on costs each
/// block once. Thread: one at a time.
/// </remarks>
public sealed class ResampledSource : IAudioSource
{
    private readonly IAudioSource _source;
    private readonly RateRatio _ratio;
    private readonly BlockConverter _blocks;
    private readonly float[] _input;
    private readonly double[] _widened;
    private readonly double[][] _output;
    private long _block = long.MinValue;

    /// <summary>Wraps a source.</summary>
    /// <param name="source">Read when samples are asked for.</param>
    /// <param name="sampleRate">The new rate, Hz.</param>
    /// <param name="quality">How exactly it filters.</param>
    /// <param name="phase">Where the filter rings.</param>
    public ResampledSource(
        IAudioSource source, int sampleRate, ConversionQuality quality = ConversionQuality.VeryHigh, ConversionPhase phase = ConversionPhase.Linear)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        SampleRate = sampleRate;
        _ratio = new RateRatio(source.SampleRate, sampleRate);
        _blocks = BlockConverter.Of(_ratio, quality, phase);
        _input = new float[source.Layout.Count * _blocks.SourceLength];
        _widened = new double[_blocks.SourceLength];
        _output = [.. Enumerable.Range(0, source.Layout.Count).Select(_ => new double[_blocks.OutputHop])];
    }

    /// <inheritdoc/>
    public int SampleRate { get; }

    /// <inheritdoc/>
    public ChannelLayout Layout => _source.Layout;

    /// <inheritdoc/>
    public long Length => _ratio.OutputLength(_source.Length);

    /// <inheritdoc/>
    public void Read(long position, AudioBlock destination)
    {
        destination.Clear();
        long end = Math.Min(position + destination.Length, Length);
        for (long at = Math.Max(0, position); at < end;)
        {
            long block = at / _blocks.OutputHop;
            int from = (int)(at % _blocks.OutputHop);
            int count = (int)Math.Min(_blocks.OutputHop - from, end - at);
            Prepare(block);
            for (int c = 0; c < destination.Channels; c++)
            {
                Widening.ToSingle(_output[c].AsSpan(from, count), destination[c].Slice((int)(at - position), count));
            }

            at += count;
        }
    }

    private void Prepare(long block)
    {
        if (block == _block)
        {
            return;
        }

        var input = new AudioBlock(_input, _blocks.SourceLength, _output.Length, 0, _blocks.SourceLength);
        _source.Read(block * _blocks.SourceHop - _blocks.Before, input);
        for (int c = 0; c < _output.Length; c++)
        {
            Widening.ToDouble(input[c], _widened);
            _blocks.Convert(block, _widened, _output[c]);
        }

        _block = block;
    }
}
