using System.Text;
using Roomtone.Platform;

namespace Roomtone.Cli;

/// <summary>Turns every way in which a run can fail into a message and an exit code; the one place that catches everything.</summary>
internal static class FailureReport
{
    /// <summary>Runs the command; no exception leaves it.</summary>
    public static ExitCode Guard(Shell shell, Func<ExitCode> run)
    {
        try
        {
            return run();
        }
        catch (StrictFailure failure)
        {
            return End(shell, failure.ExitCode, failure.Findings, isTold: true);
        }
        catch (RoomtoneException failure)
        {
            return End(shell, failure.ExitCode, failure.Findings, isTold: false);
        }
        catch (OperationCanceledException)
        {
            shell.Terminal.Tell("interrupted; nothing was left behind\n");
            return ExitCode.Interrupted;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return End(shell, ExitCode.Media, [new Finding("RT9000", Severity.Error, failure.Message)], isTold: false);
        }
#pragma warning disable CA1031 // the edge of the program: a bug becomes a log and an exit code, never a stack trace on the screen
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return EndInternal(shell, failure);
        }
    }

    private static ExitCode End(Shell shell, ExitCode code, System.Collections.Immutable.ImmutableArray<Finding> findings, bool isTold)
    {
        if (!isTold)
        {
            shell.Terminal.Tell(FindingPrinter.Text(findings));
        }

        if (shell.IsJson && !shell.HasPrintedJson)
        {
            shell.PrintJson(json =>
            {
                json.WriteNumber("exit_code"u8, (int)code);
                json.WritePropertyName("findings"u8);
                FindingPrinter.Write(json, findings);
            });
        }

        return code;
    }

    private static ExitCode EndInternal(Shell shell, Exception failure)
    {
        string? log = WriteLog(failure);
        var finding = new Finding("RT1999", Severity.Error, "internal failure, a bug in roomtone: " + failure.GetType().Name)
        {
            Hint = log is null ? "report what you did, with the command line" : "report it with " + log,
        };
        return End(shell, ExitCode.Internal, [finding], isTold: false);
    }

    private static string? WriteLog(Exception failure)
    {
        string path = Path.Combine(Path.GetTempPath(), "roomtone-failure-" + Guid.NewGuid().ToString("N")[..12] + ".log");
        try
        {
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            stream.Write(Encoding.UTF8.GetBytes(CommandLine.Version + "\n" + Environment.CommandLine + "\n" + failure + "\n"));
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
