using System.Collections.Immutable;

namespace Roomtone.Platform;

/// <summary>A program to run, and what it may use.</summary>
public sealed record ChildOptions
{
    /// <summary>Full path of the program, from <see cref="Executables.Find"/>.</summary>
    public required string Program { get; init; }

    /// <summary>Arguments, each passed as it is: no shell, no quoting.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The caller writes to the child; otherwise its input is empty.</summary>
    public bool HasInput { get; init; }

    /// <summary>Takes each whole line of the child's messages, from the draining thread; true = it counts as getting on and is not kept.</summary>
    public Func<string, bool>? OnMessage { get; init; }

    /// <summary>Time-out, memory and kept messages.</summary>
    public Limits Limits { get; init; } = Limits.Default;
}

/// <summary>How a child ended.</summary>
public enum ChildEnd
{
    /// <summary>By itself.</summary>
    Exited,

    /// <summary>Killed: it did not get on for <see cref="Limits.ChildTimeout"/>.</summary>
    TimedOut,

    /// <summary>Killed: the caller cancelled or gave it up.</summary>
    Stopped,
}

/// <summary>What is known of a child after its end.</summary>
/// <param name="End">How it ended.</param>
/// <param name="ExitCode">Its exit code; 128 + n where signal n ended it.</param>
/// <param name="Messages">The last of what it wrote to its error stream.</param>
public sealed record ChildResult(ChildEnd End, int ExitCode, string Messages)
{
    /// <summary>The last lines of the messages, for an error text.</summary>
    /// <param name="lines">How many at most.</param>
    public string LastLines(int lines = 3)
    {
        string[] all = Messages.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join("; ", all.AsSpan(Math.Max(0, all.Length - lines)).ToArray());
    }
}
