using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Roomtone.Platform;

/// <summary>Names of unfinished files, <c>.target.pid-start.rt-tmp</c>, and the removal of those whose writer is gone.</summary>
internal static class Leftovers
{
    internal const string Suffix = ".rt-tmp";
    private const int MaximumNameBytes = 255;
    private static readonly string s_own = $"{Environment.ProcessId}-{StartOf(Environment.ProcessId)}";
    private static int s_serial;

    /// <summary>A new name beside the target for this process.</summary>
    internal static string NameFor(string target, bool isShared)
    {
        string serial = isShared ? string.Create(CultureInfo.InvariantCulture, $"-{Interlocked.Increment(ref s_serial)}") : "";
        return Prefix(target) + s_own + serial + Suffix;
    }

    /// <summary>Removes what dead writers left in a folder; tells the pid of a living other writer of the target, or 0.</summary>
    internal static int Sweep(string folder, string target)
    {
        int other = 0;
        string prefix = Prefix(target);
        foreach (string path in Directory.EnumerateFiles(folder, ".*" + Suffix))
        {
            string name = Path.GetFileName(path);
            if (!TryParse(name, out int pid, out string start))
            {
                continue;
            }

            if (!IsAlive(pid, start))
            {
                File.Delete(path);
            }
            else if (name.StartsWith(prefix, StringComparison.Ordinal) && pid != Environment.ProcessId)
            {
                other = pid;
            }
        }

        return other;
    }

    private static bool IsAlive(int pid, string start) => StartOf(pid) is { } running && running == start;

    private static bool TryParse(string name, out int pid, out string start)
    {
        pid = 0;
        start = "";
        ReadOnlySpan<char> stem = name.AsSpan(0, name.Length - Suffix.Length);
        int dot = stem.LastIndexOf('.');
        string[] parts = stem[(dot + 1)..].ToString().Split('-');
        if (dot < 1 || parts.Length is < 2 or > 3 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out pid))
        {
            return false;
        }

        start = parts[1];
        return pid > 0;
    }

    // A name near the limit of the file system leaves no room for pid and start: its hash stands in.
    private static string Prefix(string target)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(target);
        return bytes.Length + 64 <= MaximumNameBytes
            ? $".{target}."
            : $".{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}.";
    }

    private static string? StartOf(int pid)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // Field 22, counted after the parenthesised name, which may itself hold blanks and parentheses.
                string text = File.ReadAllText($"/proc/{pid}/stat");
                return text[(text.LastIndexOf(')') + 2)..].Split(' ')[19];
            }

            using Process process = Process.GetProcessById(pid);
            return process.StartTime.ToFileTimeUtc().ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
