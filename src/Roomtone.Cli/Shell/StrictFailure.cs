using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Cli;

/// <summary>Warnings that <c>--strict</c> makes failures; they are printed already.</summary>
/// <param name="findings">The warnings.</param>
internal sealed class StrictFailure(ImmutableArray<Finding> findings) : RoomtoneException(Exit(findings), findings)
{
    // A doubtful session is wrong usage (2), doubtful media is a media failure (4).
    private static ExitCode Exit(ImmutableArray<Finding> findings) =>
        findings.Any(f => f.Severity != Severity.Note && f.Code.StartsWith("RT9", StringComparison.Ordinal)) ? ExitCode.Media : ExitCode.Usage;
}
