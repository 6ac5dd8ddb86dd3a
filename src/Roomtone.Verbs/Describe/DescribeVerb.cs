using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Asks what something is.</summary>
/// <param name="Id">A process, a statement of sessions, or a profile.</param>
public sealed record DescribeRequest(string Id);

/// <summary>What something is; exactly one of the members is set.</summary>
public sealed record DescribeResult
{
    /// <summary>A process.</summary>
    public ProcessDescriptor? Process { get; init; }
}

/// <summary>Describes processes, statements and profiles from the tables that the program itself uses.</summary>
public static class DescribeVerb
{
    /// <summary>Looks a name up.</summary>
    /// <param name="request">The name.</param>
    /// <exception cref="RoomtoneException">Nothing has that name (exit 2).</exception>
    public static DescribeResult Run(DescribeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ProcessCatalog.Standard.Find(request.Id) is { } process
            ? new DescribeResult { Process = process }
            : throw new RoomtoneException(ExitCode.Usage, new Finding("RT1005", Severity.Error, $"nothing is named '{request.Id}'")
            {
                Hint = "roomtone list processes and roomtone list profiles show what there is",
            });
    }
}
