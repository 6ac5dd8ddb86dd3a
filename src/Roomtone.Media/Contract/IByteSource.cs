namespace Roomtone.Media;

/// <summary>Bytes that can be read at any place: a file, or a stand-in that fails on purpose.</summary>
public interface IByteSource : IDisposable
{
    /// <summary>The file, as the user named it.</summary>
    string Name { get; }

    /// <summary>Bytes in all.</summary>
    long Length { get; }

    /// <summary>Reads bytes.</summary>
    /// <param name="position">Byte offset.</param>
    /// <param name="destination">Receives the bytes.</param>
    /// <returns>How many; fewer than asked only near the end, 0 past it.</returns>
    int Read(long position, Span<byte> destination);
}
