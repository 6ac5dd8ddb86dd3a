using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Samples that an earlier render has kept, in memory.</summary>
public interface IKeptSamples : IDisposable
{
    /// <summary>Copies a stretch.</summary>
    /// <param name="position">The session's sample at which it begins.</param>
    /// <param name="destination">Channels × samples, inside of what was kept.</param>
    void Read(long position, AudioBlock destination);
}

/// <summary>Audio that an earlier render has kept, not yet read: a segment of the mix or of a stem.</summary>
public sealed class KeptAudio
{
    private readonly RenderCache _cache;
    private readonly Hash256 _key;
    private readonly int _channels;
    private readonly long _start;
    private readonly long _end;

    internal KeptAudio(RenderCache cache, Hash256 key, int channels, long start, long end)
    {
        _cache = cache;
        _key = key;
        _channels = channels;
        _start = start;
        _end = end;
    }

    /// <summary>Reads and verifies it. Thread-safe.</summary>
    /// <returns>Null where it is gone or damaged meanwhile; rendering the same range again gives it.</returns>
    public IKeptSamples? Open() => _cache.Audio(_key, _channels, _start, _end);
}

/// <summary>A sink that takes kept audio without its samples, to read it when it is wanted.</summary>
public interface IKeptAudioSink : IAudioSink
{
    /// <summary>Takes a stretch in its order among the blocks.</summary>
    /// <param name="audio">Holds it.</param>
    /// <param name="start">The session's sample at which it begins.</param>
    /// <param name="length">Samples.</param>
    void Write(KeptAudio audio, long start, long length);
}
