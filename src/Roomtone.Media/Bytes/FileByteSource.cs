using Microsoft.Win32.SafeHandles;
using Roomtone.Platform;

namespace Roomtone.Media;

/// <summary>A file, read at any place; looked at before it is opened, so that a pipe or device never blocks.</summary>
public sealed class FileByteSource : IByteSource
{
    private readonly SafeFileHandle _handle;

    private FileByteSource(string path, SafeFileHandle handle)
    {
        Name = path;
        _handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public long Length { get; }

    /// <summary>Opens a file for reading; others may write, rename or remove it meanwhile.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MediaFormatException">It does not exist, is no file, or may not be read.</exception>
    public static FileByteSource Open(string path)
    {
        string? reason = FileIdentity.Of(path).Kind switch
        {
            FileKind.Regular => null,
            FileKind.Missing when FileNames.IsBroken(path) => "its name is not valid UTF-8",
            FileKind.Missing => "it does not exist",
            FileKind.Folder => "it is a folder",
            FileKind.Pipe => "it is a named pipe, not a file",
            FileKind.Socket => "it is a socket, not a file",
            _ => "it is a device, not a file",
        };
        if (reason is not null)
        {
            throw new MediaFormatException(path, null, reason, FileNames.IsBroken(path) ? FileNames.BrokenHint : null);
        }

        try
        {
            return new FileByteSource(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception e) when (FileFailure.IsFileError(e) || e is ArgumentException)
        {
            throw Failure(path, null, e);
        }
    }

    /// <inheritdoc/>
    public int Read(long position, Span<byte> destination)
    {
        int total = 0;
        try
        {
            while (total < destination.Length && RandomAccess.Read(_handle, destination[total..], position + total) is var read and > 0)
            {
                total += read;
            }
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            throw Failure(Name, position + total, e);
        }

        return total;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static MediaFormatException Failure(string path, long? offset, Exception error) =>
        new(path, offset, error is UnauthorizedAccessException ? "no permission" : error.Message.ReplaceLineEndings(" "), inner: error);
}
