namespace Roomtone.Signal;

/// <summary>A borrowed, writable view of planar samples; it cannot outlive the call or cross a thread.</summary>
/// <remarks>Shape: <see cref="Channels"/> × <see cref="Length"/> samples, float32, full scale ±1.</remarks>
public readonly ref struct AudioBlock
{
    private readonly Span<float> _samples;
    private readonly int _stride;
    private readonly int _start;

    /// <summary>A view of planes that lie <paramref name="stride"/> values apart.</summary>
    /// <param name="samples">All planes.</param>
    /// <param name="stride">Values from one plane to the next.</param>
    /// <param name="channels">Planes.</param>
    /// <param name="start">First sample of the view in each plane.</param>
    /// <param name="length">Samples per channel.</param>
    public AudioBlock(Span<float> samples, int stride, int channels, int start, int length)
    {
        _samples = samples;
        _stride = stride;
        _start = start;
        Channels = channels;
        Length = length;
    }

    /// <summary>Planes.</summary>
    public int Channels { get; }

    /// <summary>Samples per channel.</summary>
    public int Length { get; }

    /// <summary>The samples of one channel.</summary>
    /// <param name="channel">Index from 0.</param>
    public Span<float> this[int channel]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)channel, (uint)Channels, nameof(channel));
            return _samples.Slice(channel * _stride + _start, Length);
        }
    }

    /// <summary>The same samples, read-only.</summary>
    public static implicit operator ReadOnlyAudioBlock(AudioBlock block) =>
        new(block._samples, block._stride, block.Channels, block._start, block.Length);

    /// <summary>A part in time of every channel.</summary>
    /// <param name="start">First sample.</param>
    /// <param name="length">Samples per channel.</param>
    public AudioBlock Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)start, (uint)Length, nameof(start));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)(Length - start), nameof(length));
        return new AudioBlock(_samples, _stride, Channels, _start + start, length);
    }

    /// <summary>The first <paramref name="channels"/> planes.</summary>
    /// <param name="channels">Planes of the new view.</param>
    public AudioBlock WithChannels(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)channels, (uint)Channels, nameof(channels));
        return new AudioBlock(_samples, _stride, channels, _start, Length);
    }

    /// <summary>Fills the view with silence.</summary>
    public void Clear()
    {
        for (int c = 0; c < Channels; c++)
        {
            this[c].Clear();
        }
    }
}

/// <summary>A borrowed, read-only view of planar samples.</summary>
/// <remarks>Shape: <see cref="Channels"/> × <see cref="Length"/> samples, float32, full scale ±1.</remarks>
public readonly ref struct ReadOnlyAudioBlock
{
    private readonly ReadOnlySpan<float> _samples;
    private readonly int _stride;
    private readonly int _start;

    /// <summary>A view of planes that lie <paramref name="stride"/> values apart.</summary>
    /// <param name="samples">All planes.</param>
    /// <param name="stride">Values from one plane to the next.</param>
    /// <param name="channels">Planes.</param>
    /// <param name="start">First sample of the view in each plane.</param>
    /// <param name="length">Samples per channel.</param>
    public ReadOnlyAudioBlock(ReadOnlySpan<float> samples, int stride, int channels, int start, int length)
    {
        _samples = samples;
        _stride = stride;
        _start = start;
        Channels = channels;
        Length = length;
    }

    /// <summary>Planes.</summary>
    public int Channels { get; }

    /// <summary>Samples per channel.</summary>
    public int Length { get; }

    /// <summary>The samples of one channel.</summary>
    /// <param name="channel">Index from 0.</param>
    public ReadOnlySpan<float> this[int channel]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)channel, (uint)Channels, nameof(channel));
            return _samples.Slice(channel * _stride + _start, Length);
        }
    }

    /// <summary>A part in time of every channel.</summary>
    /// <param name="start">First sample.</param>
    /// <param name="length">Samples per channel.</param>
    public ReadOnlyAudioBlock Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)start, (uint)Length, nameof(start));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)(Length - start), nameof(length));
        return new ReadOnlyAudioBlock(_samples, _stride, Channels, _start + start, length);
    }

    /// <summary>The first <paramref name="channels"/> planes.</summary>
    /// <param name="channels">Planes of the new view.</param>
    public ReadOnlyAudioBlock WithChannels(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)channels, (uint)Channels, nameof(channels));
        return new ReadOnlyAudioBlock(_samples, _stride, channels, _start, Length);
    }

    /// <summary>Copies every sample to a block of the same shape.</summary>
    /// <param name="destination">Receives the samples.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void CopyTo(AudioBlock destination)
    {
        if (destination.Channels != Channels || destination.Length != Length)
        {
            throw new ArgumentException(
                $"The destination is {destination.Channels} × {destination.Length} samples, the source {Channels} × {Length}.", nameof(destination));
        }

        for (int c = 0; c < Channels; c++)
        {
            this[c].CopyTo(destination[c]);
        }
    }
}
