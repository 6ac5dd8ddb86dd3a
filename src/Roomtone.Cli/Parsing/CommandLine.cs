using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Roomtone.Platform;

namespace Roomtone.Cli;

/// <summary>From words to a verb: parses, explains what it can't follow, runs.</summary>
internal static class CommandLine
{
    // Bundled letters and @files would make names such as -out.wav or @take.wav mean something else.
    private static readonly ParserConfiguration s_configuration = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Name and version.</summary>
    public static string Version { get; } = "roomtone " + typeof(CommandLine).Assembly.GetName().Version!.ToString(3);

    /// <summary>Runs what was typed.</summary>
    public static ExitCode Run(string[] words, Shell shell)
    {
        switch (words)
        {
            case [] or ["--help" or "-h" or "-?" or "help"]:
                shell.Terminal.Write(StartPage.Text(isFull: words.Length > 0));
                return ExitCode.Done;
            case ["--version", ..]:
                shell.Print(Version);
                return ExitCode.Done;
            case ["help", .. string[] rest]:
                return Run([.. rest, "--help"], shell);
            case [['[', 's', 'u', 'g', 'g', 'e', 's', 't', ..], ..]:
                return Suggestions.Print(words, shell);
        }

        if (!VerbTable.Contains(words[0]))
        {
            throw UnknownVerb(words[0]);
        }

        RootCommand root = VerbTable.CreateRoot(words[0]);
        ParseResult parsed = root.Parse(words, s_configuration);
        shell.IsJson = HasFlag(parsed, "--json");
        shell.IsQuiet = HasFlag(parsed, "--quiet");
        shell.IsStrict = HasFlag(parsed, "--strict");
        Command command = parsed.CommandResult.Command;
        if (parsed.Action is HelpAction || (command is not VerbCommand && parsed.Errors.Count == 0))
        {
            shell.Terminal.Write(HelpPage.Text(command));
            return ExitCode.Done;
        }

        Check(parsed, words);
        ExitCode code = ((VerbCommand)command).Run(new Call(parsed, shell));
        shell.Streams.Send(shell.Terminal);
        return code;
    }

    private static bool HasFlag(ParseResult parsed, string name)
    {
        foreach (Option option in parsed.CommandResult.Command.Options)
        {
            if (option.Name == name)
            {
                return option is Option<bool> flag && parsed.GetResult(flag) is { Implicit: false };
            }
        }

        return false;
    }

    private static UsageException UnknownVerb(string word)
    {
        string? near = Spelling.Nearest(word, VerbTable.Names);
        string hint = near is null ? "verbs: " + string.Join(", ", VerbTable.Names) : $"did you mean 'roomtone {near}'?";
        return word.StartsWith('-')
            ? new UsageException($"'{word}' is no option of roomtone itself", "the verb comes first: roomtone VERB [options]; roomtone --help lists the verbs")
            : new UsageException($"no verb is named '{word}'", hint);
    }

    // A word with a dash that is no option would be taken for a file: it is one only where such a file exists, or after "--".
    private static void Check(ParseResult parsed, string[] words)
    {
        Command command = parsed.CommandResult.Command;
        string name = PathOf(parsed.CommandResult);
        foreach (string word in Loose(parsed, words))
        {
            string[] options = [.. command.Options.SelectMany(o => o.Aliases.Prepend(o.Name)).Where(o => o.StartsWith("--", StringComparison.Ordinal))];
            string? near = Spelling.Nearest(word.Split('=')[0], options);
            throw new UsageException(
                $"'{word}' is no option of {name}",
                near is null ? $"options: {string.Join(", ", options)}; a file of that name: -- {word}" : $"did you mean '{near}'?");
        }

        if (parsed.Errors is [ParseError error, ..])
        {
            string usage = command is VerbCommand ? HelpPage.Usage(command) : name + " " + string.Join('|', command.Subcommands.Select(c => c.Name));
            string[] subcommands = [.. command.Subcommands.Select(c => c.Name)];
            string? near = parsed.UnmatchedTokens is [string loose, ..] ? Spelling.Nearest(loose, subcommands) : null;
            throw new UsageException(error.Message.TrimEnd('.'), near is null ? usage : $"did you mean '{name} {near}'?");
        }
    }

    private static IEnumerable<string> Loose(ParseResult parsed, string[] words)
    {
        int end = Array.IndexOf(words, "--");
        HashSet<string> safe = end < 0 ? [] : [.. words[(end + 1)..]];
        IEnumerable<string> positional = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value);
        return positional.Concat(parsed.UnmatchedTokens)
            .Where(w => w.Length > 1 && w[0] == '-' && !safe.Contains(w) && !File.Exists(w));
    }

    private static string PathOf(SymbolResult? result) =>
        result is CommandResult { Parent: CommandResult parent, Command: { } command } ? PathOf(parent) + " " + command.Name : "roomtone";
}
