using Roomtone.Platform;

namespace Roomtone.Delivery;

/// <summary>Where a session may write: under its own folder, unless it was allowed outside.</summary>
public static class OutputPaths
{
    /// <summary>The full path of a deliverable.</summary>
    /// <param name="folder">The session's folder, or the one that <c>-o</c> names.</param>
    /// <param name="relative">As the template gives it.</param>
    /// <param name="allowOutside">The user has allowed it (<c>--allow-outside</c>, <c>-o</c>).</param>
    /// <exception cref="RoomtoneException">Usage: the path leaves the folder, by name or through a link, or is no file name.</exception>
    public static string Resolve(string folder, string relative, bool allowOutside)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(relative);
        if (relative.Length == 0 || relative.Any(char.IsControl) || Path.GetFileName(relative).Length == 0)
        {
            throw Refused("RT0805", relative, "it is no file name", "give a name without control characters that does not end in '/'");
        }

        string[] steps = relative.Split('/', '\\');
        bool isOutside = Path.IsPathRooted(relative) || relative.Contains(':', StringComparison.Ordinal) || steps.Contains("..", StringComparer.Ordinal);
        if (isOutside && !allowOutside)
        {
            throw Refused("RT0703", relative, "it leaves the session's folder", "name a folder with -o, or allow it with --allow-outside");
        }

        string full = Path.GetFullPath(Path.Combine(folder, relative));
        if (!allowOutside && !IsInside(Real(Path.GetDirectoryName(full)!), Real(Path.GetFullPath(folder))))
        {
            throw Refused("RT0703", relative, "a link leads out of the session's folder", "name a folder with -o, or allow it with --allow-outside");
        }

        return full;
    }

    private static bool IsInside(string path, string folder) =>
        path == folder || path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The folder with every link followed; what does not exist yet is kept as written.</summary>
    private static string Real(string folder)
    {
        string root = Path.GetPathRoot(folder) ?? string.Empty;
        string real = root;
        foreach (string step in folder[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, step);
            if (Directory.Exists(real) && new DirectoryInfo(real).ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                real = target.FullName;
            }
        }

        return real;
    }

    private static RoomtoneException Refused(string code, string path, string why, string hint) =>
        new(ExitCode.Usage, new Finding(code, Severity.Error, $"cannot write '{path}': {why}") { Hint = hint });
}
