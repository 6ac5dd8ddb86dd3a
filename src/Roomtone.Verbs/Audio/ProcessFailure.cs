using Roomtone.Platform;
using Roomtone.Processes;

namespace Roomtone.Verbs;

/// <summary>Settings that can't run, as a failure for the user.</summary>
internal static class ProcessFailure
{
    /// <summary>Wrong usage (exit 2).</summary>
    /// <param name="e">What the process said.</param>
    public static RoomtoneException Of(ProcessSettingsException e) =>
        new(ExitCode.Usage, new Finding("RT1008", Severity.Error, e.Message) { Hint = e.Parameter is null ? null : $"parameter '{e.Parameter}'" }, e);
}
