using System.Security.Cryptography;
using Roomtone.Platform;

namespace Roomtone.Delivery;

/// <summary>A file as it was left: as long as size and time of change stay, so do its bytes.</summary>
/// <param name="Bytes">Size.</param>
/// <param name="Ticks">Time of the last change, UTC, in 100 ns.</param>
/// <param name="Sha256">Of its bytes, lower-case hexadecimal.</param>
internal sealed record FileStamp(long Bytes, long Ticks, string Sha256)
{
    /// <summary>A file as it is now.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="sha256">Its hash where it is known; null = it is read.</param>
    /// <returns>Null where there is no such file, or it changes while it is looked at.</returns>
    public static FileStamp? Of(string path, string? sha256 = null)
    {
        (long Bytes, long Ticks)? before = Look(path);
        string? hash = sha256 ?? HashOf(path);
        return before is { } found && hash is not null && Look(path) == found ? new FileStamp(found.Bytes, found.Ticks, hash) : null;
    }

    /// <summary>SHA-256 of a file; null where it can't be read.</summary>
    /// <param name="path">Full path.</param>
    public static string? HashOf(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            return null;
        }
    }

    /// <summary>Whether a file is still this one; it is read only where its time of change is another.</summary>
    /// <param name="path">Full path.</param>
    public bool Is(string path) =>
        Look(path) is { } now && now.Bytes == Bytes && (now.Ticks == Ticks || HashOf(path) == Sha256);

    /// <summary>A link is no file that a render left.</summary>
    private static (long Bytes, long Ticks)? Look(string path)
    {
        try
        {
            FileInfo file = new(path);
            return file.Exists && file.LinkTarget is null ? (file.Length, file.LastWriteTimeUtc.Ticks) : null;
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            return null;
        }
    }
}
