using System.Runtime.CompilerServices;
using Roomtone.Platform;

namespace Roomtone.Cli;

/// <summary>The <c>roomtone</c> command.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        int limit = FileHandles.Limit();
        if (limit >= FileHandles.Least)
        {
            return Run(arguments);
        }

#pragma warning disable RS0030 // the terminal needs parts that can't be loaded now
        Console.Error.WriteLine($"error RT1011: only {limit} files may be open at once; roomtone needs {FileHandles.Least} or more\n  = raise the limit: ulimit -n 1024");
#pragma warning restore RS0030
        return (int)ExitCode.Media;
    }

    // Apart, so that what it needs is loaded only after the limit is known.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(string[] arguments)
    {
        using var shell = new Shell();
        return (int)FailureReport.Guard(shell, () => CommandLine.Run(arguments, shell));
    }
}
