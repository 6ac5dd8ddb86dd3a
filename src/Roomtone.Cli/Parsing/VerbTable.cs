using System.CommandLine;

namespace Roomtone.Cli;

/// <summary>A verb in the table: enough to list it without making its command.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Stage">The stage of the work that it belongs to.</param>
/// <param name="Summary">One line on what it does.</param>
/// <param name="Create">Makes the command.</param>
internal sealed record VerbEntry(string Name, string Stage, string Summary, Func<string, string, Command> Create);

/// <summary>Every verb, by stage. Only the verb that was typed is made: the others cost nothing at start.</summary>
internal static class VerbTable
{
    public static VerbEntry[] Entries { get; } =
    [
        new("list", "help", "What there is: processes, profiles, layouts.", static (n, s) => new ListCommand(n, s)),
        new("describe", "help", "What a process, statement or profile is, from the tables.", static (n, s) => new DescribeCommand(n, s)),
        new("completion", "help", "Completion for a shell: bash, zsh, fish, pwsh.", static (n, s) => new CompletionCommand(n, s)),
    ];

    public static IEnumerable<string> Names => Entries.Select(e => e.Name);

    public static bool Contains(string name) => Find(name) is not null;

    /// <summary>The root with one verb.</summary>
    public static RootCommand CreateRoot(string name)
    {
        VerbEntry entry = Find(name) ?? throw new ArgumentException($"No verb is named '{name}'.", nameof(name));
        var root = new RootCommand("roomtone");
        root.Subcommands.Add(entry.Create(entry.Name, entry.Summary));
        return root;
    }

    private static VerbEntry? Find(string name)
    {
        foreach (VerbEntry entry in Entries)
        {
            if (entry.Name == name)
            {
                return entry;
            }
        }

        return null;
    }
}
