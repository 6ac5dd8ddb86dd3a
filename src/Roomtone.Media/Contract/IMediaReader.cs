using Roomtone.Signal;

namespace Roomtone.Media;

/// <summary>A media file as audio.</summary>
/// <remarks>NaN and ±∞ end here: they read as 0 and are counted. Thread: one at a time.</remarks>
public interface IMediaReader : IAudioSource, IDisposable
{
    /// <summary>What is known of the file.</summary>
    MediaInfo Info { get; }

    /// <summary>NaN and ±∞ met so far; each was read as 0.</summary>
    long ReplacedValues { get; }

    /// <summary>Sample position of the first NaN or ±∞ met; −1 where none was.</summary>
    long FirstReplaced { get; }

    /// <summary>Reads samples as the file holds them, channel after channel, least significant byte first.</summary>
    /// <param name="position">First sample, 0 or more.</param>
    /// <param name="destination">Whole samples of all channels, within the length.</param>
    void ReadNative(long position, Span<byte> destination);
}

/// <summary>A media file being written; without <see cref="Complete"/> nothing stays.</summary>
/// <remarks>NaN and ±∞ are written as 0 and counted. Thread: one at a time.</remarks>
public interface IMediaWriter : IAudioSink, IDisposable
{
    /// <summary>NaN and ±∞ given so far; each was written as 0.</summary>
    long ReplacedValues { get; }

    /// <summary>Samples per channel written so far.</summary>
    long Length { get; }

    /// <summary>Ends the file, makes it durable and gives it its name.</summary>
    /// <exception cref="Roomtone.Platform.RoomtoneException">The disk is full, or the encoder failed (exit 4).</exception>
    void Complete();
}
