using System.Collections.Immutable;
using Roomtone.Platform;

namespace Roomtone.Verbs;

/// <summary>From arguments to session files: names, folders (their <c>.room</c> files), patterns.</summary>
internal static class SessionFiles
{
    /// <summary>Expands arguments, in the order typed.</summary>
    /// <param name="arguments">As typed.</param>
    /// <exception cref="RoomtoneException">A pattern or folder holds no session (exit 4).</exception>
    public static ImmutableArray<string> Expand(ImmutableArray<string> arguments)
    {
        var files = ImmutableArray.CreateBuilder<string>();
        foreach (string argument in arguments)
        {
            ImmutableArray<string> found = Glob.Expand(argument, ".room");
            if (found.IsEmpty)
            {
                throw new RoomtoneException(ExitCode.Media, new Finding("RT9201", Severity.Error, "no session is there") { File = argument });
            }

            files.AddRange(found);
        }

        return files.ToImmutable();
    }
}
