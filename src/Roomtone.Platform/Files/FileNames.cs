namespace Roomtone.Platform;

/// <summary>What a file's name may be.</summary>
public static class FileNames
{
    private const char Replacement = '\uFFFD';

    /// <summary>What to do about a broken name.</summary>
    public const string BrokenHint = "rename it so that its name is UTF-8";

    /// <summary>The bytes of the name are not UTF-8: .NET put replacement characters for them, and no file is reached by what is left.</summary>
    /// <param name="path">The file, as .NET decoded its name.</param>
    /// <returns>False also where a file or folder truly has that character in its name.</returns>
    public static bool IsBroken(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.GetFileName(path).Contains(Replacement, StringComparison.Ordinal)
            ? !Path.Exists(path)
            : path.Contains(Replacement, StringComparison.Ordinal) && !Directory.Exists(Path.GetDirectoryName(path));
    }
}
