using System.Collections.Immutable;
using System.CommandLine;

namespace Roomtone.Cli;

/// <summary>One call of a verb: the parsed words, and the shell.</summary>
/// <param name="Parsed">What was typed.</param>
/// <param name="Shell">Where to print.</param>
internal sealed record Call(ParseResult Parsed, Shell Shell)
{
    public string? Get(Option<string> option) => Parsed.GetValue(option);

    public string Get(Argument<string> argument) => Parsed.GetValue(argument) ?? string.Empty;

    // Presence, not the parser's conversion: that one is generic over bool and would be compiled at each start.
    public bool Get(Option<bool> option) => Parsed.GetResult(option) is { Implicit: false };

    public ImmutableArray<string> Get(Option<string[]> option) => [.. Parsed.GetValue(option) ?? []];

    public ImmutableArray<string> Get(Argument<string[]> argument) => [.. Parsed.GetValue(argument) ?? []];

    /// <summary>An option that must be there.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public string Need(Option<string> option) =>
        Parsed.GetValue(option) ?? throw new UsageException($"{option.Name} {option.HelpName} is missing", HelpPage.Usage(Parsed.CommandResult.Command));

    /// <summary>One of a few words.</summary>
    /// <returns>The word; null where the option is not there.</returns>
    /// <exception cref="UsageException">Another word.</exception>
    public string? Choice(Option<string> option, params string[] words)
    {
        string? word = Parsed.GetValue(option);
        return word is null || words.Contains(word) ? word : throw UnknownWord(option.Name, word, words);
    }

    /// <summary>One of a few words.</summary>
    /// <exception cref="UsageException">Another word.</exception>
    public string Choice(Argument<string> argument, params string[] words)
    {
        string word = Get(argument);
        return words.Contains(word) ? word : throw UnknownWord(argument.Name, word, words);
    }

    /// <summary>Files to read; <c>-</c> is standard input, kept in a temporary file because audio is read at random.</summary>
    public ImmutableArray<string> Inputs(Argument<string[]> argument) => [.. Get(argument).Select(Input)];

    /// <summary>A file to read; <c>-</c> is standard input.</summary>
    public string Input(Argument<string> argument) => Input(Get(argument));

    /// <summary>A file to write; <c>-</c> is standard output.</summary>
    /// <exception cref="UsageException">Audio and JSON would share standard output.</exception>
    public string Output(Option<string> option)
    {
        string path = Need(option);
        if (path == "-" && Shell.IsJson)
        {
            throw new UsageException("--output - and --json both want standard output", "give the output a file name, or leave out --json");
        }

        return path == "-" ? Shell.Streams.OutputFile() : path;
    }

    private static UsageException UnknownWord(string place, string word, string[] words)
    {
        string? near = Spelling.Nearest(word, words);
        return new UsageException($"{place} does not take '{word}'", near is null ? "it takes " + string.Join(", ", words) : $"did you mean '{near}'?");
    }

    private string Input(string path) => path == "-" ? Shell.Streams.InputFile(Shell.Cancellation) : path;
}
