using Roomtone.Platform;

namespace Roomtone.Cli;

/// <summary>The command line can't be followed: says what is wrong and what to type (exit 2).</summary>
/// <param name="message">What is wrong.</param>
/// <param name="hint">What to type.</param>
internal sealed class UsageException(string message, string? hint = null)
    : RoomtoneException(ExitCode.Usage, new Finding("RT1001", Severity.Error, message) { Hint = hint });
