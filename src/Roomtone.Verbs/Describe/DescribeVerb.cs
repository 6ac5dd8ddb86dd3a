using System.Collections.Immutable;
using Roomtone.Delivery;
using Roomtone.Platform;
using Roomtone.Processes;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Verbs;

/// <summary>Asks what something is.</summary>
/// <param name="Id">A process, a statement of sessions, or a profile.</param>
public sealed record DescribeRequest(string Id);

/// <summary>What something is; a name may be a process and a statement.</summary>
public sealed record DescribeResult
{
    /// <summary>A process.</summary>
    public ProcessDescriptor? Process { get; init; }

    /// <summary>Statements of sessions with that keyword, one for each place where it means something of its own; empty elsewhere.</summary>
    public ImmutableArray<StatementSpec> Statements { get; init; } = [];

    /// <summary>A delivery profile.</summary>
    public DeliveryProfile? Profile { get; init; }
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
        var result = new DescribeResult
        {
            Process = ProcessCatalog.Standard.Find(request.Id),
            Profile = ProfileCatalog.Shipped.Profiles.FirstOrDefault(p => p.Id == request.Id),
            Statements = SessionSchema.Named(request.Id),
        };
        if (result.Process is not null || result.Profile is not null || !result.Statements.IsEmpty)
        {
            return result;
        }

        throw new RoomtoneException(ExitCode.Usage, new Finding("RT1005", Severity.Error, $"nothing is named '{request.Id}'")
        {
            Hint = "roomtone list processes and roomtone list profiles show what there is",
        });
    }
}
