using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Roomtone.Media;
using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Verbs;

/// <summary>Facts of media with the hash over their audio; a file that has not changed is not hashed again.</summary>
/// <remarks>
/// Kept in <c>.roomtone/media</c> of the session's folder, a line a file: hash, bytes, time of change, path. Not writable = everything is
/// hashed each time.
/// </remarks>
internal sealed class MediaHashes
{
    private readonly string _path;
    private readonly ImmutableArray<string> _sessions;
    private readonly Dictionary<string, (string Hash, string Stamp)> _known = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private bool _isChanged;

    private MediaHashes(string path, ImmutableArray<string> sessions) => (_path, _sessions) = (path, sessions);

    /// <summary>The hashes kept for a session's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="sessions">Full paths of the session and of those that it stands in, the outermost first.</param>
    public static MediaHashes Open(string folder, ImmutableArray<string> sessions)
    {
        var hashes = new MediaHashes(Path.Combine(folder, ".roomtone", "media"), sessions);
        try
        {
            foreach (string line in File.Exists(hashes._path) ? File.ReadLines(hashes._path) : [])
            {
                string[] parts = line.Split(' ', 4);
                if (parts.Length == 4 && parts[0].Length == 64)
                {
                    hashes._known[parts[3]] = (parts[0], parts[1] + " " + parts[2]);
                }
            }
        }
        catch (Exception e) when (FileFailure.IsFileError(e))
        {
            hashes._known.Clear();
        }

        return hashes;
    }

    /// <summary>The facts of several files, read side by side; a file that is not there is left out.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="context">Progress and cancellation of hashing.</param>
    public Dictionary<string, MediaFacts?> FactsOf(IEnumerable<string> paths, VerbContext context)
    {
        string[] files = [.. paths.Distinct(StringComparer.Ordinal).Where(File.Exists)];
        MediaFacts?[] facts = WorkPool.Shared.Map(files.Length, i => Facts(files[i], context), context.Cancellation);
        return files.Zip(facts).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
    }

    /// <summary>Rate, length, layout and hash of a file; null where it is no media that can be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="context">Progress and cancellation of hashing.</param>
    public MediaFacts? Facts(string path, VerbContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        if (OpenedSession.IsSession(path))
        {
            return NestedSession.Facts(path, _sessions, context);
        }

        try
        {
            var options = new MediaOpenOptions { Cancellation = context.Cancellation, Progress = context.Progress };
            MediaInfo info = MediaFile.Probe(path, options);
            return new MediaFacts(info.SampleRate, info.Length, info.Layout) { AudioSha256 = Hash(path, options) };
        }
        catch (RoomtoneException)
        {
            return null;
        }
    }

    /// <summary>Keeps what was learned for the next time.</summary>
    public void Save()
    {
        if (!_isChanged)
        {
            return;
        }

        var text = new StringBuilder();
        foreach ((string path, (string hash, string stamp)) in _known.Where(k => !k.Key.Contains('\n', StringComparison.Ordinal)).OrderBy(k => k.Key, StringComparer.Ordinal))
        {
            text.Append(hash).Append(' ').Append(stamp).Append(' ').Append(path).Append('\n');
        }

        try
        {
            OutputFile.WriteAll(_path, text.ToString(), OutputOptions.Shared);
        }
        catch (RoomtoneException)
        {
            // The folder can't be written: nothing is lost but the time of hashing again.
        }
    }

    private string Hash(string path, MediaOpenOptions options)
    {
        string full = Path.GetFullPath(path);
        var file = new FileInfo(full);
        string stamp = string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}");
        lock (_gate)
        {
            if (_known.TryGetValue(full, out (string Hash, string Stamp) known) && known.Stamp == stamp)
            {
                return known.Hash;
            }
        }

        string hash = AudioHash.Compute(path, options);
        lock (_gate)
        {
            _known[full] = (hash, stamp);
            _isChanged = true;
        }

        return hash;
    }
}
