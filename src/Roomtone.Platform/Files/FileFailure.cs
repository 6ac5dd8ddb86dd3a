using System.Globalization;

namespace Roomtone.Platform;

/// <summary>Turns what the system says about a file into a message for the user.</summary>
public static class FileFailure
{
    private const int NoSpace = 28;
    private const int TooLarge = 27;
    private const int Quota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    // .NET reports room that can't be reserved without the system's error number.
    private const int Unnumbered = unchecked((int)0x80131620);

    /// <summary>Is an error of the file system, not a bug.</summary>
    /// <param name="error">What was thrown.</param>
    /// <remarks>.NET throws <see cref="ArgumentOutOfRangeException"/> where a file passes the size limit of the process (EFBIG).</remarks>
    public static bool IsFileError(Exception error) =>
        error is (IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException)
            or ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>The failure to read a file.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="error">What was thrown.</param>
    public static RoomtoneException Reading(string path, Exception error) =>
        new(ExitCode.Media, new Finding("RT9001", Severity.Error, $"cannot read {path}: {Reason(error)}") { File = path }, error);

    /// <summary>The failure to write a file.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="neededBytes">Bytes of the file, written and to be written.</param>
    /// <param name="hasEarlier">An earlier file of that name exists and stays.</param>
    /// <param name="error">What was thrown.</param>
    public static RoomtoneException Writing(string path, long neededBytes, bool hasEarlier, Exception error)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        string earlier = hasEarlier ? $"; the earlier {path} is unchanged" : "";
        bool isFull = error is ArgumentOutOfRangeException || error.HResult is NoSpace or Quota or TooLarge or WindowsDiskFull or Unnumbered;
        string message = isFull
            ? $"cannot write {path}: disk full on {folder} (needs {Bytes(neededBytes)}, {Bytes(FreeBytes(folder))} free){earlier}"
            : $"cannot write {path}: {Reason(error)}{earlier}";
        string? hint = isFull ? "free space, or choose another folder" : null;
        return new RoomtoneException(ExitCode.Media, new Finding("RT9002", Severity.Error, message) { File = path, Hint = hint }, error);
    }

    /// <summary>A refusal to write a file.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="hint">What to do instead.</param>
    internal static RoomtoneException Refused(string path, string reason, string? hint) =>
        new(ExitCode.Media, new Finding("RT9003", Severity.Error, $"cannot write {path}: {reason}") { File = path, Hint = hint });

    /// <summary>A number of bytes for people: "1.9 GB", "212 MB".</summary>
    /// <param name="bytes">Bytes.</param>
    public static string Bytes(long bytes)
    {
        string[] units = ["bytes", "kB", "MB", "GB", "TB"];
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        string format = unit == 0 || value >= 100 ? "0" : "0.0";
        return value.ToString(format, CultureInfo.InvariantCulture) + " " + units[unit];
    }

    private static string Reason(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException => "no permission",
        PathTooLongException => "the path is too long",
        _ when error.HResult == NoSpace => "disk full",
        _ => FirstLine(error.Message),
    };

    // .NET appends the path to the system's words; the message names the file already.
    private static string FirstLine(string text)
    {
        int end = text.IndexOf(" : '", StringComparison.Ordinal);
        string first = end > 0 ? text[..end] : text;
        return first.ReplaceLineEndings(" ").TrimEnd('.', ' ');
    }

    private static long FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return 0;
        }
    }
}
