using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Roomtone.Peers;

/// <summary>One finished run of a command.</summary>
/// <param name="CpuSeconds">User and system time of the process and its children.</param>
/// <param name="WallSeconds">From start to end.</param>
/// <param name="PeakMegabytes">Largest resident set of a single process.</param>
internal readonly record struct Run(double CpuSeconds, double WallSeconds, double PeakMegabytes);

/// <summary>Runs shell commands and takes the operating system's own accounting of them.</summary>
internal static partial class Measured
{
    /// <summary>Runs a command line, pinned to one core where asked.</summary>
    /// <exception cref="InvalidOperationException">The command failed; the message holds its last words.</exception>
    public static Run Command(string commandLine, string folder, bool onOneCore)
    {
        string rss = Path.Combine(folder, "rss.txt");
        string pinned = onOneCore ? "taskset -c 1 " : string.Empty;
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec {pinned}/usr/bin/time -o '{rss}' -f %M sh -c '{commandLine.Replace("'", "'\\''", StringComparison.Ordinal)}'"])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        double cpuBefore = ChildrenCpuSeconds();
        long clock = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double wall = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        double cpu = ChildrenCpuSeconds() - cpuBefore;
        if (process.ExitCode != 0)
        {
            string words = errors.Result;
            throw new InvalidOperationException($"exit code {process.ExitCode}: {commandLine}\n{words[Math.Max(0, words.Length - 600)..]}");
        }

        double kilobytes = double.Parse(File.ReadAllText(rss).Trim().Split('\n')[^1], CultureInfo.InvariantCulture);
        return new Run(cpu, wall, kilobytes / 1024);
    }

    /// <summary>What a command prints on both streams.</summary>
    public static string Output(string commandLine, string folder)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", commandLine + " 2>&1"]) { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    private static double ChildrenCpuSeconds()
    {
        Span<long> usage = stackalloc long[18];
        const int Children = -1;
        return GetResourceUsage(Children, usage) == 0 ? usage[0] + usage[1] * 1e-6 + usage[2] + usage[3] * 1e-6 : double.NaN;
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetResourceUsage(int who, Span<long> usage);
}
