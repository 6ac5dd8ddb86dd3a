using System.Runtime.InteropServices;

namespace Roomtone.Signal;

/// <summary>Owns the samples of a block: one 64-byte-aligned native allocation, planar float32.</summary>
/// <remarks>
/// <para>Shape: <see cref="Channels"/> planes of <see cref="Length"/> samples; planes are padded to 16 samples plus one vector,
/// so that planes of a power-of-two length do not alias in the cache. A new buffer holds silence.</para>
/// <para>Thread: belongs to one thread at a time. The finaliser frees what was not disposed and counts it in <see cref="Leaked"/>.</para>
/// </remarks>
public sealed unsafe class AudioBuffer : IDisposable
{
    private const int Lanes = 16;
    private static long s_leaked;
    private readonly int _stride;
    private float* _samples;

    /// <summary>Allocates silence.</summary>
    /// <param name="channels">Planes, 0 or more.</param>
    /// <param name="length">Samples per channel, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative size, or more than 2³¹ values.</exception>
    public AudioBuffer(int channels, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channels);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        long stride = ((long)length + Lanes - 1) / Lanes * Lanes + Lanes;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stride * Math.Max(channels, 1), int.MaxValue, nameof(length));
        Channels = channels;
        Length = length;
        _stride = (int)stride;
        nuint bytes = (nuint)stride * (nuint)Math.Max(channels, 1) * sizeof(float);
        _samples = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(_samples, bytes);
    }

    /// <summary>Frees a buffer that was never disposed, and counts it.</summary>
    ~AudioBuffer()
    {
        Interlocked.Increment(ref s_leaked);
        Free();
    }

    /// <summary>Buffers that were finalised without being disposed since the process started.</summary>
    public static long Leaked => Interlocked.Read(ref s_leaked);

    /// <summary>Planes.</summary>
    public int Channels { get; }

    /// <summary>Samples per channel.</summary>
    public int Length { get; }

    /// <summary>The whole buffer as a block.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public AudioBlock Block
    {
        get
        {
            ObjectDisposedException.ThrowIf(_samples == null, this);
            return new AudioBlock(new Span<float>(_samples, _stride * Math.Max(Channels, 1)), _stride, Channels, 0, Length);
        }
    }

    /// <summary>Fills every plane with silence.</summary>
    public void Clear() => Block.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_samples);
        _samples = null;
    }
}
