namespace Roomtone.Signal;

/// <summary>Changes the sample rate of a stream: nothing lost at the ends, the output exactly as long as the ratio says.</summary>
/// <remarks>
/// <para>Output sample n is the source at time n·M/L, from the first sample to round-half-up(length·L/M) − 1; there is no delay to
/// compensate. Ratios with small factors (all of 8, 11.025, 16, 22.05, 24, 32, 44.1, 48, 88.2, 96, 176.4, 192 kHz) run as a pair of
/// transforms in double precision, others as a doubling and a short <see cref="SincKernel"/>.</para>
/// <para>Use: <see cref="Push(ReadOnlyAudioBlock)"/> until it takes less than offered, <see cref="Pull(AudioBlock)"/> until it gives
/// nothing, and so on; after the last sample <see cref="Complete"/>, then pull the rest. The same bits for any partition.</para>
/// <para>Memory: constant. Thread: one at a time.</para>
/// </remarks>
public sealed class RateConverter
{
    private readonly BlockConverter _blocks;
    private readonly double[][] _input;
    private readonly double[][] _output;
    private readonly ConversionQuality _quality;
    private readonly ConversionPhase _phase;
    private long _pushed;
    private long _pulled;
    private long _block;
    private int _filled;
    private int _ready;
    private int _taken;
    private bool _isComplete;

    /// <summary>Prepares a conversion.</summary>
    /// <param name="sourceRate">Hz.</param>
    /// <param name="outputRate">Hz.</param>
    /// <param name="channels">1 or more.</param>
    /// <param name="quality">How exactly it filters.</param>
    /// <param name="phase">Where the filter rings.</param>
    public RateConverter(
        int sourceRate, int outputRate, int channels, ConversionQuality quality = ConversionQuality.VeryHigh, ConversionPhase phase = ConversionPhase.Linear)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Ratio = new RateRatio(sourceRate, outputRate);
        (_quality, _phase) = (quality, phase);
        _blocks = BlockConverter.Of(Ratio, quality, phase);
        _input = Planes(channels, _blocks.SourceLength);
        _output = Planes(channels, _blocks.OutputHop);
        Reset();
    }

    private RateConverter(RateConverter other)
    {
        (Ratio, _quality, _phase) = (other.Ratio, other._quality, other._phase);
        _blocks = BlockConverter.Of(Ratio, _quality, _phase);
        _input = [.. other._input.Select(p => (double[])p.Clone())];
        _output = [.. other._output.Select(p => (double[])p.Clone())];
        (_pushed, _pulled, _block, _filled) = (other._pushed, other._pulled, other._block, other._filled);
        (_ready, _taken, _isComplete) = (other._ready, other._taken, other._isComplete);
    }

    /// <summary>The ratio in lowest terms.</summary>
    public RateRatio Ratio { get; }

    /// <summary>Channels.</summary>
    public int Channels => _input.Length;

    /// <summary>Takes source samples.</summary>
    /// <param name="audio">As many channels as the converter.</param>
    /// <returns>Samples taken from the front of the block; fewer than offered when output waits to be pulled.</returns>
    /// <exception cref="InvalidOperationException">The stream was completed.</exception>
    public int Push(ReadOnlyAudioBlock audio)
    {
        int count = Room(audio.Length);
        for (int c = 0; c < Channels; c++)
        {
            Widening.ToDouble(audio[c][..count], _input[c].AsSpan(_filled, count));
        }

        Advance(count);
        return count;
    }

    /// <summary>Takes source samples in double precision.</summary>
    /// <param name="planes">One plane per channel, all as long.</param>
    /// <returns>Samples taken from the front of each plane.</returns>
    /// <exception cref="InvalidOperationException">The stream was completed.</exception>
    public int Push(ReadOnlySpan<double[]> planes)
    {
        int count = Room(planes[0].Length);
        for (int c = 0; c < Channels; c++)
        {
            planes[c].AsSpan(0, count).CopyTo(_input[c].AsSpan(_filled));
        }

        Advance(count);
        return count;
    }

    /// <summary>Says that the source has ended.</summary>
    public void Complete() => _isComplete = true;

    /// <summary>Gives converted samples.</summary>
    /// <param name="destination">Receives samples from its front.</param>
    /// <returns>Samples given; 0 when more input is needed, or at the end.</returns>
    public int Pull(AudioBlock destination)
    {
        int done = 0;
        while (done < destination.Length && Prepare())
        {
            int count = Math.Min(destination.Length - done, _ready - _taken);
            for (int c = 0; c < Channels; c++)
            {
                Widening.ToSingle(_output[c].AsSpan(_taken, count), destination[c].Slice(done, count));
            }

            Take(count);
            done += count;
        }

        return done;
    }

    /// <summary>Gives converted samples in double precision.</summary>
    /// <param name="planes">One plane per channel, all as long.</param>
    /// <returns>Samples given; 0 when more input is needed, or at the end.</returns>
    public int Pull(ReadOnlySpan<double[]> planes)
    {
        int done = 0;
        while (done < planes[0].Length && Prepare())
        {
            int count = Math.Min(planes[0].Length - done, _ready - _taken);
            for (int c = 0; c < Channels; c++)
            {
                _output[c].AsSpan(_taken, count).CopyTo(planes[c].AsSpan(done));
            }

            Take(count);
            done += count;
        }

        return done;
    }

    /// <summary>A converter in the same state, which goes its own way from here.</summary>
    public RateConverter Fork() => new(this);

    /// <summary>Returns to the state of a new converter.</summary>
    public void Reset()
    {
        (_pushed, _pulled, _block, _ready, _taken, _isComplete) = (0, 0, 0, 0, 0, false);

        // Before the first sample lies silence.
        _filled = _blocks.Before;
        foreach (double[] plane in _input)
        {
            plane.AsSpan().Clear();
        }
    }

    private static double[][] Planes(int channels, int length)
    {
        double[][] planes = new double[channels][];
        for (int c = 0; c < channels; c++)
        {
            planes[c] = new double[length];
        }

        return planes;
    }

    private int Room(int offered)
    {
        if (_isComplete)
        {
            throw new InvalidOperationException("The stream was completed; reset the converter before pushing more.");
        }

        return Math.Min(offered, _blocks.SourceLength - _filled);
    }

    private void Advance(int count)
    {
        _filled += count;
        _pushed += count;
    }

    private void Take(int count)
    {
        _taken += count;
        _pulled += count;
    }

    // Whether output waits; converts the next block where its input is there.
    private bool Prepare()
    {
        if (_taken < _ready)
        {
            return true;
        }

        if (_filled < _blocks.SourceLength && !_isComplete)
        {
            return false;
        }

        long left = _isComplete ? Ratio.OutputLength(_pushed) - _pulled : long.MaxValue;
        if (left <= 0)
        {
            return false;
        }

        for (int c = 0; c < Channels; c++)
        {
            _input[c].AsSpan(_filled).Clear();
            _blocks.Convert(_block, _input[c], _output[c]);
            _input[c].AsSpan(_blocks.SourceHop).CopyTo(_input[c]);
        }

        _filled = Math.Max(0, _filled - _blocks.SourceHop);
        _block++;
        _ready = (int)Math.Min(_blocks.OutputHop, left);
        _taken = 0;
        return true;
    }
}
