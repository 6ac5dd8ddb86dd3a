namespace Roomtone.Cli;

/// <summary>The <c>roomtone</c> command.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        using var shell = new Shell();
        return (int)FailureReport.Guard(shell, () => CommandLine.Run(arguments, shell));
    }
}
