using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Signal;

namespace Roomtone.Rendering;

/// <summary>What a cache holds.</summary>
/// <param name="Files">Entries.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="LimitBytes">Largest size.</param>
public sealed record CacheInfo(int Files, long Bytes, long LimitBytes);

/// <summary>How a render fared with its cache.</summary>
/// <param name="Hits">Segments of strips that were known.</param>
/// <param name="Misses">Segments of strips that were rendered.</param>
public readonly record struct CacheStatistics(long Hits, long Misses);

/// <summary>Results of earlier renders by content: states of strips after each segment, audio of the mix and of wide buses.</summary>
/// <remarks>
/// Everything is verified by its seal when it is read; what is wrong is deleted, rendered again and told. Files are written whole under names
/// that are hashes, so that several renders may share a folder. A folder that cannot be written is told and then not used.
/// </remarks>
public sealed class RenderCache
{
    private const int MaximumFiles = 8192;
    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly long _limitBytes;
    private readonly Dictionary<Hash256, StateEntry> _states = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];
    private bool _isBroken;
    private bool _hasWritten;

    private RenderCache(string folder, long limitBytes)
    {
        _folder = folder;
        _limitBytes = limitBytes;
    }

    /// <summary>What was deleted, or why the cache is not used.</summary>
    internal IReadOnlyList<Finding> Findings
    {
        get
        {
            lock (_gate)
            {
                return [.. _findings];
            }
        }
    }

    /// <summary>What a folder holds.</summary>
    /// <param name="folder">The cache's folder; it may not exist.</param>
    /// <param name="limitBytes">Largest size.</param>
    public static CacheInfo Info(string folder, long limitBytes)
    {
        FileInfo[] files = [.. Entries(folder)];
        return new CacheInfo(files.Length, files.Sum(f => f.Length), limitBytes);
    }

    /// <summary>Deletes every entry.</summary>
    /// <param name="folder">The cache's folder.</param>
    /// <returns>What was deleted.</returns>
    /// <exception cref="RoomtoneException">A file cannot be deleted (exit 4).</exception>
    public static CacheInfo Clear(string folder)
    {
        FileInfo[] files = [.. Entries(folder)];
        long bytes = 0;
        foreach (FileInfo file in files)
        {
            try
            {
                bytes += file.Length;
                file.Delete();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new RoomtoneException(ExitCode.Media, new Finding("RT9910", Severity.Error, $"cannot delete {file.FullName}: {e.Message}"), e);
            }
        }

        return new CacheInfo(files.Length, bytes, 0);
    }

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder; made on the first write.</param>
    /// <param name="limitBytes">Largest size.</param>
    internal static RenderCache Open(string folder, long limitBytes)
    {
        var cache = new RenderCache(folder, limitBytes);
        foreach (FileInfo file in Entries(folder).Where(f => f.Extension == StateFile.Extension).OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            cache.ReadStates(file.FullName);
        }

        return cache;
    }

    /// <summary>The state after a segment.</summary>
    /// <param name="key">The segment's key.</param>
    internal StateEntry? Find(Hash256 key)
    {
        StateEntry? entry = _states.GetValueOrDefault(key);
        if (entry is not null)
        {
            Use(entry.File);
        }

        return entry;
    }

    /// <summary>The bytes of a state.</summary>
    /// <param name="entry">Where they lie.</param>
    /// <returns>Null where they are gone or wrong; the file is then deleted.</returns>
    internal byte[]? Load(StateEntry entry)
    {
        byte[]? bytes = StateFile.TryLoad(entry);
        if (bytes is null)
        {
            Delete(entry.File, "a state does not match its hash");
            foreach (Hash256 key in _states.Where(s => s.Value.File == entry.File).Select(s => s.Key).ToArray())
            {
                _states.Remove(key);
            }
        }

        return bytes;
    }

    /// <summary>Keeps the states after a segment.</summary>
    /// <param name="states">Key, hash and bytes.</param>
    internal void Keep(IReadOnlyList<(Hash256 Key, Hash256 State, byte[] Bytes)> states) => Write(() =>
        StateFile.Write(_folder, states, (key, entry) =>
        {
            _states[key] = entry;
            Use(entry.File);
        }));

    /// <summary>Whether audio of a segment is there, not yet verified.</summary>
    /// <param name="key">The segment's key.</param>
    internal bool HasAudio(Hash256 key) => File.Exists(AudioPath(key));

    /// <summary>The audio of a segment. Thread-safe.</summary>
    /// <param name="key">The segment's key.</param>
    /// <param name="channels">Planes.</param>
    /// <param name="start">Render time of its start.</param>
    /// <param name="end">Render time of its end.</param>
    /// <returns>Null where it is gone or wrong; the file is then deleted.</returns>
    internal AudioFile? Audio(Hash256 key, int channels, long start, long end)
    {
        string path = AudioPath(key);
        try
        {
            if (AudioFile.TryRead(path, key, channels, start, end) is { } audio)
            {
                Use(path);
                return audio;
            }

            Delete(path, "its audio does not match its hash");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another render has evicted it: a miss like any other.
        }

        return null;
    }

    /// <summary>The audio of a segment that is there, to be read when it is wanted; it counts as used.</summary>
    /// <param name="key">The segment's key.</param>
    /// <param name="channels">Planes.</param>
    /// <param name="start">Render time of its start.</param>
    /// <param name="end">Render time of its end.</param>
    internal KeptAudio Refer(Hash256 key, int channels, long start, long end)
    {
        Use(AudioPath(key));
        return new KeptAudio(this, key, channels, start, end);
    }

    /// <summary>Begins to keep audio.</summary>
    /// <param name="key">The segment's key.</param>
    /// <param name="channels">Planes.</param>
    /// <param name="start">Render time of its start.</param>
    /// <param name="end">Render time of its end.</param>
    /// <returns>Null where the folder cannot be written.</returns>
    internal AudioFile.Writer? BeginAudio(Hash256 key, int channels, long start, long end)
    {
        AudioFile.Writer? writer = null;
        Write(() => writer = new AudioFile.Writer(AudioPath(key), key, channels, start, end));
        return writer;
    }

    /// <summary>Runs something that writes to the folder; a failure is told once and ends all writing.</summary>
    /// <param name="write">Writes.</param>
    /// <returns>False where it failed, or writing has ended.</returns>
    internal bool Write(Action write)
    {
        if (_isBroken)
        {
            return false;
        }

        try
        {
            write();
            _hasWritten = true;
            return true;
        }
        catch (Exception e) when (IsFailure(e))
        {
            GiveUp(e);
            return false;
        }
    }

    /// <summary>Adds a window to audio that is being kept; a failure ends all writing, as in <see cref="Write"/>.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="audio">Planes.</param>
    /// <returns>False where it failed, or writing has ended.</returns>
    internal bool Append(AudioFile.Writer writer, ReadOnlyAudioBlock audio)
    {
        try
        {
            writer.Write(audio);
            return !_isBroken;
        }
        catch (Exception e) when (IsFailure(e))
        {
            GiveUp(e);
            return false;
        }
    }

    private static bool IsFailure(Exception e) => e is RoomtoneException or IOException or UnauthorizedAccessException;

    private void GiveUp(Exception reason)
    {
        _isBroken = true;
        Tell(new Finding("RT9911", Severity.Note, $"working without the cache: {reason.Message}") { File = _folder });
    }

    /// <summary>Marks what was used, and makes room.</summary>
    internal void Close()
    {
        if (_isBroken)
        {
            return;
        }

        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        string[] used;
        lock (_gate)
        {
            used = [.. _used];
            _used.Clear();
        }

        foreach (string path in used)
        {
            Quietly(() => File.SetLastWriteTimeUtc(path, now));
        }

        if (_hasWritten)
        {
            Evict();
        }
    }

    private static IEnumerable<FileInfo> Entries(string folder) =>
        Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Extension is StateFile.Extension or AudioFile.Extension)
            : [];

    // 256 folders, because every write looks through its folder for leftovers.
    private string AudioPath(Hash256 key) => Path.Combine(_folder, key.ToString()[..2], key + AudioFile.Extension);

    private void ReadStates(string path)
    {
        try
        {
            if (!StateFile.TryRead(path, (key, entry) => _states[key] = entry))
            {
                Delete(path, "its list of states does not match its hash");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another render has evicted it, or it may not be read: its states are rendered again.
        }
    }

    private void Use(string path)
    {
        lock (_gate)
        {
            _used.Add(path);
        }
    }

    private void Tell(Finding finding)
    {
        lock (_gate)
        {
            _findings.Add(finding);
        }
    }

    private void Delete(string path, string reason)
    {
        Quietly(() => File.Delete(path));
        Tell(new Finding("RT9912", Severity.Warning, $"a damaged cache entry was deleted and is rendered again: {reason}") { File = path });
    }

    // The least recently used go first, down to nine tenths of the limit.
    private void Evict()
    {
        FileInfo[] files = [.. Entries(_folder).OrderBy(f => f.LastWriteTimeUtc)];
        long bytes = files.Sum(f => f.Length);
        int count = files.Length;
        if (bytes <= _limitBytes && count <= MaximumFiles)
        {
            return;
        }

        foreach (FileInfo file in files)
        {
            if (bytes <= _limitBytes * 9 / 10 && count <= MaximumFiles * 9 / 10)
            {
                break;
            }

            bytes -= file.Length;
            count--;
            Quietly(file.Delete);
        }
    }

    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another render did it first, or the folder is read-only; nothing depends on it.
        }
    }
}
