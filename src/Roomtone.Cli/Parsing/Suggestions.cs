using System.CommandLine;
using Roomtone.Platform;

namespace Roomtone.Cli;

/// <summary>Answers the shell's completion scripts: <c>[suggest:POSITION] WORDS</c> gives the words that may stand there, one a line.</summary>
internal static class Suggestions
{
    /// <summary>Prints the candidates for the last word typed.</summary>
    public static ExitCode Print(string[] words, Shell shell)
    {
        string[] typed = words.Length > 1 ? words[1].Split(' ') : [];
        string last = typed.Length > 0 ? typed[^1] : string.Empty;
        string[] before = [.. typed.SkipLast(1).Where(w => w.Length > 0 && w != "roomtone")];
        foreach (string candidate in Candidates(before).Where(c => c.StartsWith(last, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            shell.Print(candidate);
        }

        return ExitCode.Done;
    }

    private static IEnumerable<string> Candidates(string[] before)
    {
        if (before.Length == 0)
        {
            return VerbTable.Names;
        }

        if (!VerbTable.Contains(before[0]))
        {
            return [];
        }

        Command command = VerbTable.CreateRoot(before[0]).Subcommands[0];
        if (before.Length > 1 && command.Subcommands.FirstOrDefault(c => c.Name == before[1]) is { } inner)
        {
            command = inner;
        }

        if (command.Options.FirstOrDefault(o => o.Name == before[^1] || o.Aliases.Contains(before[^1])) is { HelpName: { } values })
        {
            return Values(values);
        }

        return [.. command.Subcommands.Select(c => c.Name), .. command.Options.Select(o => o.Name), .. command.Arguments.SelectMany(a => Values(a.Name))];
    }

    // The names of values are words to choose from (tpdf|shaped|none), or say where the words are.
    private static IEnumerable<string> Values(string name) => name switch
    {
        "PROFILE" => Vocabulary.Profiles,
        "LAYOUT" => Vocabulary.Layouts,
        "PROCESS" => Vocabulary.Processes,
        _ => name.Contains('|', StringComparison.Ordinal) ? name.Split('|') : [],
    };
}
