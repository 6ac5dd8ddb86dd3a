using System.Runtime.InteropServices;

namespace Roomtone.Platform;

/// <summary>What a path names.</summary>
public enum FileKind
{
    /// <summary>Nothing, or a link to nothing.</summary>
    Missing,

    /// <summary>A file with bytes.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A named pipe: opening it may wait for ever.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A device.</summary>
    Device,
}

/// <summary>A path looked at without opening it: kind, length, and the identity that all its aliases share.</summary>
/// <param name="Kind">What the path names, links followed.</param>
/// <param name="Length">Bytes; 0 where the kind has none.</param>
/// <param name="Identity">Device and inode, or the resolved path where the system has none; null for what is missing.</param>
public sealed record FileIdentity(FileKind Kind, long Length, string? Identity)
{
    private const int FollowLinksFromCurrentFolder = -100;
    private const uint BasicStatistics = 0x7ff;

    /// <summary>Looks at a path; never opens it.</summary>
    /// <param name="path">Any path; links are followed.</param>
    public static FileIdentity Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return OfPortable(path);
        }

        Span<byte> result = stackalloc byte[256];
        if (NativeFiles.Statx(FollowLinksFromCurrentFolder, path, 0, BasicStatistics, result) != 0)
        {
            return new FileIdentity(FileKind.Missing, 0, null);
        }

        // struct statx: mode at 28, inode at 32, size at 40, device major and minor at 136 and 140.
        int mode = MemoryMarshal.Read<ushort>(result[28..]) & 0xF000;
        ulong inode = MemoryMarshal.Read<ulong>(result[32..]);
        long size = MemoryMarshal.Read<long>(result[40..]);
        uint major = MemoryMarshal.Read<uint>(result[136..]);
        uint minor = MemoryMarshal.Read<uint>(result[140..]);
        FileKind kind = mode switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0x1000 => FileKind.Pipe,
            0xC000 => FileKind.Socket,
            _ => FileKind.Device,
        };
        return new FileIdentity(kind, kind == FileKind.Regular ? size : 0, $"{major}:{minor}:{inode}");
    }

    /// <summary>Both paths name the same file, under whatever alias.</summary>
    /// <param name="a">A path.</param>
    /// <param name="b">Another path.</param>
    public static bool AreSame(string a, string b) => Of(a).Identity is { } identity && identity == Of(b).Identity;

    private static FileIdentity OfPortable(string path)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        string target = info.Exists ? (info.ResolveLinkTarget(returnFinalTarget: true) ?? info).FullName : path;
        if (!info.Exists)
        {
            return new FileIdentity(FileKind.Missing, 0, null);
        }

        string identity = target.ToUpperInvariant();
        return info is FileInfo file
            ? new FileIdentity(FileKind.Regular, file.Length, identity)
            : new FileIdentity(FileKind.Folder, 0, identity);
    }
}
