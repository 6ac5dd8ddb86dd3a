using Roomtone.Verbs;

namespace Roomtone.Cli;

/// <summary>Words that completion offers.</summary>
internal static class Vocabulary
{
    public static IEnumerable<string> Layouts => ListVerb.Run(new ListRequest("layouts")).Entries.Select(e => e.Id);

    public static IEnumerable<string> Profiles => ListVerb.Run(new ListRequest("profiles")).Entries.Select(e => e.Id);

    public static IEnumerable<string> Processes => ListVerb.Run(new ListRequest("processes")).Entries.Select(e => e.Id);
}
