using System.Collections.Concurrent;

namespace Roomtone.Platform;

/// <summary>Finds programs once, in the absolute folders of PATH and never in the current one.</summary>
public static class Executables
{
    private static readonly ConcurrentDictionary<string, string?> s_found = new(StringComparer.Ordinal);

    /// <summary>The full path of a program.</summary>
    /// <param name="name">Its name (<c>ffmpeg</c>), without folders.</param>
    /// <returns>The path, or null where no folder of PATH holds it.</returns>
    public static string? Find(string name) => s_found.GetOrAdd(name, Search);

    private static string? Search(string name)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            string path = Path.Combine(folder, file);
            if (Path.IsPathFullyQualified(folder) && File.Exists(path) && IsExecutable(path))
            {
                return path;
            }
        }

        return null;
    }

    private static bool IsExecutable(string path) =>
        OperatingSystem.IsWindows()
        || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None;
}
