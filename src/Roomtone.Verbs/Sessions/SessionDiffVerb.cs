using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Session;

namespace Roomtone.Verbs;

/// <summary>Compares sessions by what they say.</summary>
public static class SessionDiffVerb
{
    /// <summary>The differences, in the order of the later session.</summary>
    /// <param name="before">The earlier session's file.</param>
    /// <param name="after">The later one.</param>
    /// <exception cref="RoomtoneException">A file can't be read (exit 4).</exception>
    public static ImmutableArray<SessionChange> Run(string before, string after) =>
        SessionDiff.Compare(SessionFile.ReadTree(before), SessionFile.ReadTree(after));
}
