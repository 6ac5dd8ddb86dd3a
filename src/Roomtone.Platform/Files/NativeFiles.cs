using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Roomtone.Platform;

/// <summary>The few calls of the C library that .NET does not offer.</summary>
internal static partial class NativeFiles
{
    /// <summary>Signal of an exceeded file-size limit.</summary>
    internal const int SignalFileSize = 25;

    private const int OpenReadOnly = 0;

    /// <summary>Makes the entries of a folder durable; does nothing on systems without such a call.</summary>
    internal static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int handle = Open(folder, OpenReadOnly);
        if (handle < 0)
        {
            throw new IOException($"cannot open folder {folder}", Marshal.GetLastPInvokeError());
        }

        // Some network file systems refuse to sync a folder (EINVAL); their rename is as durable as they make it.
        _ = Sync(handle);
        _ = Close(handle);
    }

    /// <summary>Turns a write past the file-size limit into an error instead of the end of the process.</summary>
    internal static void IgnoreFileSizeSignal()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Signal(SignalFileSize, 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> result);
}
