using System.Collections.Immutable;

namespace Roomtone.Platform;

/// <summary>How the command ends.</summary>
public enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>A bug.</summary>
    Internal = 1,

    /// <summary>Wrong usage, or an invalid session.</summary>
    Usage = 2,

    /// <summary>Done, but a check failed or a target is infeasible.</summary>
    CheckFailed = 3,

    /// <summary>Media could not be read or written.</summary>
    Media = 4,

    /// <summary>Stopped by the user.</summary>
    Interrupted = 130,
}

/// <summary>Ends the work with findings for the user and an exit code; never a bug.</summary>
public class RoomtoneException : Exception
{
    /// <summary>Ends the work with one finding.</summary>
    /// <param name="exitCode">How the command ends.</param>
    /// <param name="finding">What is wrong.</param>
    /// <param name="inner">The cause, for the log.</param>
    public RoomtoneException(ExitCode exitCode, Finding finding, Exception? inner = null)
        : this(exitCode, [finding], inner)
    {
    }

    /// <summary>Ends the work with several findings.</summary>
    /// <param name="exitCode">How the command ends.</param>
    /// <param name="findings">What is wrong, in the order of the text.</param>
    /// <param name="inner">The cause, for the log.</param>
    public RoomtoneException(ExitCode exitCode, ImmutableArray<Finding> findings, Exception? inner = null)
        : base(string.Join('\n', findings.Select(f => f.Message)), inner)
    {
        ExitCode = exitCode;
        Findings = findings;
    }

    /// <summary>How the command ends.</summary>
    public ExitCode ExitCode { get; }

    /// <summary>What is wrong.</summary>
    public ImmutableArray<Finding> Findings { get; }
}
