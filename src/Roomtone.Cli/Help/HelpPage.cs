using System.Collections.Immutable;
using System.CommandLine;
using System.Text;

namespace Roomtone.Cli;

/// <summary>The help page of a verb: usage, what it does, arguments, options, examples.</summary>
internal static class HelpPage
{
    /// <summary>The page.</summary>
    public static string Text(Command command)
    {
        var page = new StringBuilder();
        page.Append(Usage(command)).Append('\n').Append("  ").Append(command.Description).Append('\n');
        if (command is VerbCommand { Details: { Length: > 0 } details })
        {
            page.Append('\n').Append(details.TrimEnd()).Append('\n');
        }

        Section(page, "Arguments", command.Arguments.Select(a => new[] { Name(a), a.Description ?? string.Empty }));
        Section(page, "Verbs", command.Subcommands.Where(c => !c.Hidden).Select(c => new[] { Arguments(c.Name, c), c.Description ?? string.Empty }));
        Section(page, "Options", command.Options.Where(o => !o.Hidden).Select(o => new[] { Name(o), o.Description ?? string.Empty }));
        ImmutableArray<string> examples = command switch { VerbCommand verb => verb.Examples, VerbGroup group => group.Examples, _ => [] };
        Section(page, "Examples", examples.Select(e => new[] { e }));
        return page.ToString();
    }

    /// <summary>The usage line.</summary>
    public static string Usage(Command command)
    {
        string path = command.Name;
        for (Symbol? parent = command.Parents.FirstOrDefault(); parent is Command and not RootCommand; parent = parent.Parents.FirstOrDefault())
        {
            path = parent.Name + " " + path;
        }

        string words = Arguments("roomtone " + path, command);
        words += command.Subcommands.Count > 0 ? " VERB" : string.Empty;
        foreach (Option option in command.Options.Where(o => o.Required))
        {
            words += " " + Shortest(option) + " " + option.HelpName;
        }

        return words + (command.Options.Any(o => !o.Required && !o.Hidden) ? " [options]" : string.Empty);
    }

    private static string Arguments(string name, Command command) =>
        command.Arguments.Aggregate(name, (text, a) => text + " " + (a.Arity.MinimumNumberOfValues == 0 ? $"[{Name(a)}]" : Name(a)));

    private static string Name(Argument argument) =>
        argument.Arity.MaximumNumberOfValues > 1 && !argument.Name.EndsWith('…') ? argument.Name + "…" : argument.Name;

    private static string Name(Option option)
    {
        string names = string.Join(", ", option.Aliases.Where(a => a.StartsWith('-')).Append(option.Name).OrderBy(n => n.Length));
        return option.HelpName is null ? names : names + " " + option.HelpName;
    }

    private static string Shortest(Option option) => option.Aliases.Append(option.Name).MinBy(n => n.Length)!;

    private static void Section(StringBuilder page, string title, IEnumerable<string[]> rows)
    {
        string table = Texts.Table(rows, "  ");
        if (table.Length > 0)
        {
            page.Append('\n').Append(title).Append('\n').Append(table);
        }
    }
}
