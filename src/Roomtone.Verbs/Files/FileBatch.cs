using System.Collections.Immutable;
using System.Globalization;
using Roomtone.Platform;

namespace Roomtone.Verbs;

/// <summary>How several files are worked on.</summary>
/// <param name="Jobs">Files at once; 0 = the free cores.</param>
/// <param name="KeepGoing">Goes on after a failure.</param>
public readonly record struct BatchOptions(int Jobs, bool KeepGoing)
{
    /// <summary>Reads <c>--jobs</c>.</summary>
    /// <param name="jobs">As typed; null = not typed.</param>
    /// <param name="keepGoing">As typed.</param>
    /// <exception cref="RoomtoneException">No number from 1 to 1024 (exit 2).</exception>
    public static BatchOptions Parse(string? jobs, bool keepGoing)
    {
        if (jobs is null)
        {
            return new BatchOptions(0, keepGoing);
        }

        return int.TryParse(jobs, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= 1024
            ? new BatchOptions(count, keepGoing)
            : throw Quantities.Refuse("--jobs", jobs, "a number from 1 to 1024");
    }
}

/// <summary>What became of one file of several.</summary>
/// <typeparam name="T">The result of one.</typeparam>
/// <param name="Path">The file.</param>
/// <param name="Result">The result; null where it failed.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
public sealed record FileOutcome<T>(string Path, T? Result, RoomtoneException? Failure)
    where T : class;

/// <summary>Does the same to several files, some at once; results in the order of the files.</summary>
public static class FileBatch
{
    /// <summary>Works on every file.</summary>
    /// <typeparam name="T">The result of one file.</typeparam>
    /// <param name="files">The files.</param>
    /// <param name="options">How many at once, and whether a failure ends it.</param>
    /// <param name="work">The work on the file of an index; called from several threads.</param>
    /// <param name="cancellation">Stops before the next file.</param>
    /// <returns>One outcome a file; without <see cref="BatchOptions.KeepGoing"/> none has failed.</returns>
    /// <exception cref="RoomtoneException">The first failure, where going on was not asked for.</exception>
    public static ImmutableArray<FileOutcome<T>> Run<T>(
        ImmutableArray<string> files, BatchOptions options, Func<int, T> work, CancellationToken cancellation)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(work);
        if (files.Length == 1)
        {
            return [One(files, 0, options, work)];
        }

        using WorkPool? own = options.Jobs > 0 ? new WorkPool(options.Jobs) : null;
        return [.. (own ?? WorkPool.Shared).Map(files.Length, i => One(files, i, options, work), cancellation)];
    }

    /// <summary>The worst way in which any file ended.</summary>
    /// <typeparam name="T">The result of one file.</typeparam>
    /// <param name="outcomes">All files.</param>
    /// <param name="of">How a result ended.</param>
    public static ExitCode Worst<T>(ImmutableArray<FileOutcome<T>> outcomes, Func<T, ExitCode>? of = null)
        where T : class
    {
        ExitCode worst = ExitCode.Done;
        foreach (FileOutcome<T> outcome in outcomes)
        {
            ExitCode code = outcome.Failure?.ExitCode ?? (of is null ? ExitCode.Done : of(outcome.Result!));
            worst = Rank(code) > Rank(worst) ? code : worst;
        }

        return worst;
    }

    private static FileOutcome<T> One<T>(ImmutableArray<string> files, int index, BatchOptions options, Func<int, T> work)
        where T : class
    {
        try
        {
            return new FileOutcome<T>(files[index], work(index), null);
        }
        catch (RoomtoneException failure) when (options.KeepGoing)
        {
            return new FileOutcome<T>(files[index], null, failure);
        }
    }

    // A file that could not be read is worse than one that was read and failed a check.
    private static int Rank(ExitCode code) => code switch
    {
        ExitCode.Done => 0,
        ExitCode.CheckFailed => 1,
        ExitCode.Usage => 2,
        ExitCode.Media => 3,
        _ => 4,
    };
}
