using System.Diagnostics;
using System.Globalization;

namespace Roomtone.Platform;

/// <summary>Starts programs so that they end with this process, whatever ends it, and within their memory.</summary>
internal static class ChildLauncher
{
    // The kernel kills such a child when the thread that started it ends: the threads of one pool live as long as the process.
    private static readonly Lazy<WorkPool> s_starter = new(() => new WorkPool(2));

    internal static Process Start(ChildOptions options)
    {
        ProcessStartInfo start = new()
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        List<string> line = [.. Wrappers(options), options.Program, .. options.Arguments];
        start.FileName = line[0];
        foreach (string argument in line.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        using var started = new ManualResetEventSlim();
        PoolTask<Process> task = s_starter.Value.Start(() =>
        {
            try
            {
                return Process.Start(start) ?? throw new InvalidOperationException("no process was started");
            }
            finally
            {
                started.Set();
            }
        });
        started.Wait();
        return task.Result;
    }

    // setpriv and prlimit (util-linux) replace themselves by the program, so its process id and exit code stay its own.
    private static IEnumerable<string> Wrappers(ChildOptions options)
    {
        if (Executables.Find("setpriv") is { } setpriv)
        {
            yield return setpriv;
            yield return "--pdeathsig";
            yield return "KILL";
        }

        if (options.Limits.ChildMemoryBytes > 0 && Executables.Find("prlimit") is { } prlimit)
        {
            yield return prlimit;
            yield return string.Create(CultureInfo.InvariantCulture, $"--as={options.Limits.ChildMemoryBytes}");
        }
    }
}
