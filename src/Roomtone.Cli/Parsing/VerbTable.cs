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
        new("new", "start", "A commented session to start from, media placed on tracks.", static (n, s) => new NewCommand(n, s)),
        new("measure", "intake", "Loudness, true peak, range, levels, noise floor, correlation.", static (n, s) => new MeasureCommand(n, s)),
        new("info", "intake", "Container, encoding, layout, timecode, every chunk and tag.", static (n, s) => new InfoCommand(n, s)),
        new("apply", "editing", "Any process or chain on any file.", static (n, s) => new ApplyCommand(n, s)),
        new("convert", "editing", "Another rate, word length, layout or container; all metadata kept.", static (n, s) => new ConvertCommand(n, s)),
        new("play", "listening", "Plays a file or a session through the sound card.", static (n, s) => new PlayCommand(n, s)),
        new("compare", "listening", "How two files or sessions differ: levels, residual, where.", static (n, s) => new CompareCommand(n, s)),
        new("render", "mixing", "The deliverables of a session: mixed, levelled, encoded, checked.", static (n, s) => new RenderCommand(n, s)),
        new("deliver", "delivery", "Finished files to a profile: levelled, encoded, measured.", static (n, s) => new DeliverCommand(n, s)),
        new("master", "delivery", "Masters of finished mixes: as an album, a series or a book.", static (n, s) => new MasterCommand(n, s)),
        new("check", "delivery", "Pass or fail per clause of a profile, with margins.", static (n, s) => new CheckCommand(n, s)),
        new("session", "session", "The document's own tools: check, fmt, json, from-json, diff, collect, schema.", SessionCommands.Create),
        new("cache", "session", "What is kept between renders: info, clear.", CacheCommands.Create),
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
