using System.Collections.Immutable;
using System.CommandLine;
using Roomtone.Platform;

namespace Roomtone.Cli;

/// <summary>A verb: its options and arguments, its examples, and what runs it.</summary>
/// <param name="name">As typed.</param>
/// <param name="summary">One line on what it does.</param>
internal abstract class VerbCommand(string name, string summary) : Command(name, summary)
{
    /// <summary>Two or three command lines that work.</summary>
    public abstract ImmutableArray<string> Examples { get; }

    /// <summary>Paragraphs of the help page below the summary; empty without any.</summary>
    public virtual string Details => string.Empty;

    /// <summary>Asks for, calls and prints the verb.</summary>
    public abstract ExitCode Run(Call call);

    /// <summary>Declares the arguments and options, in the order of the help page.</summary>
    protected void Take(params Symbol[] symbols)
    {
        foreach (Symbol symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    Arguments.Add(argument);
                    break;
                case Option option:
                    Options.Add(option);
                    break;
                case Command command:
                    Subcommands.Add(command);
                    break;
                default:
                    throw new ArgumentException($"A verb has no {symbol.GetType().Name}.", nameof(symbols));
            }
        }
    }
}

/// <summary>A verb that only gathers others: <c>session</c>, <c>cache</c>.</summary>
/// <param name="name">As typed.</param>
/// <param name="summary">One line on what they do.</param>
internal sealed class VerbGroup(string name, string summary) : Command(name, summary)
{
    /// <summary>Two or three command lines that work.</summary>
    public ImmutableArray<string> Examples { get; init; } = [];
}
