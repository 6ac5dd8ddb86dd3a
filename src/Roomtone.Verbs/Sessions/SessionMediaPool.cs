using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Media;
using Roomtone.Rendering;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Opens the media of a session from its folder.</summary>
/// <param name="session">The session.</param>
/// <param name="context">Receives what readers report; cancellation of decoding.</param>
/// <param name="sessions">Full paths of the session and of those that it stands in, the outermost first; default = it stands in none.</param>
internal sealed class SessionMediaPool(OpenedSession session, VerbContext context, ImmutableArray<string> sessions = default) : IMediaPool
{
    private readonly ImmutableArray<string> _sessions = sessions.IsDefault ? [Path.GetFullPath(session.File.Path)] : sessions;
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>What nested sessions render is kept in their own caches.</summary>
    public bool Keeps { get; init; }

    /// <inheritdoc/>
    public IAudioSource Open(MediaReference media)
    {
        if (OpenedSession.IsSession(media.Path))
        {
            // What it has to tell was told when the session was read.
            return NestedSession.Open(session.PathOf(media), _sessions, new VerbContext { Cancellation = context.Cancellation }, Keeps);
        }

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
        if (OpenedSession.IsSession(media.Path))
        {
            return KeyOf(media);
        }

        var file = new FileInfo(session.PathOf(media));
        return file.Exists
            ? string.Create(CultureInfo.InvariantCulture, $"{media.Path} {file.Length} {file.LastWriteTimeUtc.Ticks} {media.AudioSha256}")
            : media.Path;
    }

    private string KeyOf(MediaReference media)
    {
        lock (_lock)
        {
            if (!_keys.TryGetValue(media.Path, out string? key))
            {
                using NestedSource source = NestedSession.Open(session.PathOf(media), _sessions, new VerbContext { Cancellation = context.Cancellation }, keeps: false);
                _keys[media.Path] = key = source.ContentKey;
            }

            return key;
        }
    }
}
