using System.Globalization;

namespace Roomtone.Cli;

/// <summary>Whether the command may open enough files; asked before anything else, since without them not even its own parts can be loaded.</summary>
internal static class FileHandles
{
    /// <summary>With so many the command starts, and names the file that it could no more open; a render may need more.</summary>
    public const int Least = 128;

    private const string Limits = "/proc/self/limits";
    private const string Line = "Max open files";

    /// <summary>The most files that may be open at once; <see cref="int.MaxValue"/> where the system does not say.</summary>
    public static int Limit()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Limits))
        {
            return int.MaxValue;
        }

        // The hard limit counts: .NET raises the soft one to it.
        foreach (string line in File.ReadAllLines(Limits))
        {
            if (line.StartsWith(Line, StringComparison.Ordinal))
            {
                string[] words = line[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return words.Length > 1 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int hard) ? hard : int.MaxValue;
            }
        }

        return int.MaxValue;
    }
}
