namespace Roomtone.Signal;

/// <summary>A source whose every second becomes another exact number of samples: a recorder's drift, alone or with a change of rate.</summary>
/// <remarks>
/// Sample n is the source at time n·M/L, worked out in integers, so any order of reading gives the same bits; the length is
/// round-half-up(length·L/M). The steep filter doubles the rate by transforms, a short <see cref="SincKernel"/> reads between the samples.
/// Memory: constant. Thread: one at a time.
/// </remarks>
public sealed class StretchedSource : IAudioSource
{
    private const int Hop = 16_000;
    private const int Chunk = 512;

    private readonly IAudioSource _source;
    private readonly long _up;
    private readonly long _down;
    private readonly DoubledBlock _blocks;
    private readonly float[] _input;
    private readonly double[] _widened;
    private readonly double[][] _doubled;
    private readonly int[] _wholes = new int[Chunk];
    private readonly double[] _fractions = new double[Chunk];
    private long _block = long.MinValue;

    /// <summary>Wraps a source.</summary>
    /// <param name="source">Read when samples are asked for.</param>
    /// <param name="up">L: output samples …</param>
    /// <param name="down">M: … for so many source samples; both 1…2⁶¹.</param>
    /// <param name="sampleRate">Hz of the output.</param>
    /// <param name="quality">How exactly it filters.</param>
    public StretchedSource(IAudioSource source, long up, long down, int sampleRate, ConversionQuality quality = ConversionQuality.VeryHigh)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(up, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(down, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(up, 1L << 61);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(down, 1L << 61);
        _source = source;
        (_up, _down) = (up, down);
        SampleRate = sampleRate;
        _blocks = new DoubledBlock(Math.Min(1, (double)up / down), quality, ConversionPhase.Linear, Hop);
        _input = new float[source.Layout.Count * _blocks.SourceLength];
        _widened = new double[_blocks.SourceLength];
        _doubled = [.. Enumerable.Range(0, source.Layout.Count).Select(_ => new double[_blocks.Length])];
    }

    /// <inheritdoc/>
    public int SampleRate { get; }

    /// <inheritdoc/>
    public ChannelLayout Layout => _source.Layout;

    /// <inheritdoc/>
    public long Length => (long)((2 * (Int128)_source.Length * _up + _down) / (2 * (Int128)_down));

    /// <inheritdoc/>
    public void Read(long position, AudioBlock destination)
    {
        destination.Clear();
        long end = Math.Min(position + destination.Length, Length);
        for (long at = Math.Max(0, position); at < end;)
        {
            int count = (int)Math.Min(Chunk, end - at);
            at += ReadRun(at, destination.Slice((int)(at - position), count));
        }
    }

    // As many samples as lie in the block of the first.
    private int ReadRun(long position, AudioBlock destination)
    {
        Int128 place = (Int128)position * 2 * _down;
        long whole = (long)(place / _up), rest = (long)(place - (Int128)whole * _up);
        long block = whole / (2 * Hop), limit = 2 * Hop;
        long stepWhole = 2 * _down / _up, stepRest = 2 * _down % _up;
        whole -= block * limit;
        int count = 0;
        for (; count < destination.Length && whole < limit; count++)
        {
            (_wholes[count], _fractions[count]) = ((int)whole, (double)rest / _up);
            whole += stepWhole;
            rest += stepRest;
            if (rest >= _up)
            {
                rest -= _up;
                whole++;
            }
        }

        Prepare(block);
        for (int c = 0; c < destination.Channels; c++)
        {
            Span<float> output = destination[c];
            for (int i = 0; i < count; i++)
            {
                output[i] = (float)_blocks.At(_doubled[c], _wholes[i], _fractions[i]);
            }
        }

        return count;
    }

    private void Prepare(long block)
    {
        if (block == _block)
        {
            return;
        }

        var input = new AudioBlock(_input, _blocks.SourceLength, _doubled.Length, 0, _blocks.SourceLength);
        _source.Read(block * Hop - _blocks.Before, input);
        for (int c = 0; c < _doubled.Length; c++)
        {
            Widening.ToDouble(input[c], _widened);
            _blocks.Fill(_widened, _doubled[c]);
        }

        _block = block;
    }
}
