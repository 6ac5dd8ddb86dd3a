using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>Opens the media that a session names.</summary>
public interface IMediaPool
{
    /// <summary>Opens a medium; the caller disposes of it where it is disposable.</summary>
    /// <param name="media">The statement.</param>
    /// <exception cref="Platform.RoomtoneException">It cannot be opened.</exception>
    IAudioSource Open(MediaReference media);

    /// <summary>What changes whenever the audio of a medium changes: its hash, or file, size and time of change. Cheap.</summary>
    /// <param name="media">The statement.</param>
    string Fingerprint(MediaReference media);
}

/// <summary>One medium that several strips read at the same time.</summary>
internal sealed class SharedSource(IAudioSource source) : IAudioSource, IDisposable
{
    private readonly Lock _gate = new();

    /// <summary>The medium itself.</summary>
    public IAudioSource Medium => source;

    /// <inheritdoc/>
    public int SampleRate => source.SampleRate;

    /// <inheritdoc/>
    public ChannelLayout Layout => source.Layout;

    /// <inheritdoc/>
    public long Length => source.Length;

    /// <inheritdoc/>
    public void Read(long position, AudioBlock destination)
    {
        lock (_gate)
        {
            source.Read(position, destination);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => (source as IDisposable)?.Dispose();
}
