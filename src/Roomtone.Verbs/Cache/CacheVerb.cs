using Roomtone.Platform;
using Roomtone.Rendering;

namespace Roomtone.Verbs;

/// <summary>Asks about the cache of sessions.</summary>
/// <param name="Place">A session, or the folder of one.</param>
public sealed record CacheRequest(string Place)
{
    /// <summary>Empties it.</summary>
    public bool Clears { get; init; }
}

/// <summary>The cache of sessions.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Files">Entries; of an emptied cache those that were there.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="LimitBytes">The largest size.</param>
public sealed record CacheResult(string Folder, int Files, long Bytes, long LimitBytes);

/// <summary>Size of <c>.roomtone/cache</c>, or empties it.</summary>
public static class CacheVerb
{
    private const long LimitBytes = 20L << 30;

    /// <summary>Looks, or empties.</summary>
    /// <param name="request">Where.</param>
    /// <exception cref="RoomtoneException">There is no such place (exit 4).</exception>
    public static CacheResult Run(CacheRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        string folder = CacheFolders.Of(FolderOf(request.Place));
        CacheInfo info = request.Clears ? RenderCache.Clear(folder) : RenderCache.Info(folder, LimitBytes);
        return new CacheResult(folder, info.Files, info.Bytes, LimitBytes);
    }

    private static string FolderOf(string place)
    {
        if (Directory.Exists(place))
        {
            return place;
        }

        return File.Exists(place)
            ? Path.GetDirectoryName(place) is { Length: > 0 } folder ? folder : "."
            : throw new RoomtoneException(ExitCode.Media, new Finding("RT9207", Severity.Error, "there is no such session or folder") { File = place });
    }
}
