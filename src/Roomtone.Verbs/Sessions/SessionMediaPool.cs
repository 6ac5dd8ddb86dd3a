using System.Globalization;
using Roomtone.Media;
using Roomtone.Rendering;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Opens the media of a session from its folder.</summary>
/// <param name="session">The session.</param>
/// <param name="context">Receives what readers report; cancellation of decoding.</param>
internal sealed class SessionMediaPool(OpenedSession session, VerbContext context) : IMediaPool
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IAudioSource Open(MediaReference media)
    {
        IMediaReader reader = MediaFile.Open(session.PathOf(media), new MediaOpenOptions { Cancellation = context.Cancellation, Progress = context.Progress });
        lock (_lock)
        {
            if (_told.Add(media.Path))
            {
                context.Report(reader.Info.Findings);
            }
        }

        return reader;
    }

    /// <inheritdoc/>
    public string Fingerprint(MediaReference media)
    {
        var file = new FileInfo(session.PathOf(media));
        return file.Exists
            ? string.Create(CultureInfo.InvariantCulture, $"{media.Path} {file.Length} {file.LastWriteTimeUtc.Ticks} {media.AudioSha256}")
            : media.Path;
    }
}
