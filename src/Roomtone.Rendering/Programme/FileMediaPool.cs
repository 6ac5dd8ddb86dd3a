using System.Globalization;
using Roomtone.Media;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>The media of a session as files under its folder.</summary>
/// <param name="folder">The session's folder.</param>
/// <param name="options">Limits, and where decoded media are kept.</param>
public sealed class FileMediaPool(string folder, MediaOpenOptions? options = null) : IMediaPool
{
    /// <summary>The file of a medium.</summary>
    /// <param name="media">The statement.</param>
    public string PathOf(MediaReference media)
    {
        ArgumentNullException.ThrowIfNull(media);
        return Path.Combine(folder, media.Path.Replace('/', Path.DirectorySeparatorChar));
    }

    /// <inheritdoc/>
    public IAudioSource Open(MediaReference media) => MediaFile.Open(PathOf(media), options);

    /// <summary>Path within the session, size, time of the last change, and the hash where the session states one.</summary>
    /// <param name="media">The statement.</param>
    public string Fingerprint(MediaReference media)
    {
        var file = new FileInfo(PathOf(media));
        return file.Exists
            ? string.Create(CultureInfo.InvariantCulture, $"{media.Path}|{file.Length}|{file.LastWriteTimeUtc.Ticks}|{media.AudioSha256}")
            : media.Path;
    }
}
