using System.CommandLine;

namespace Roomtone.Cli;

/// <summary>Makes options and arguments, and the ones that many verbs share.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => Flag("--json", "One JSON document on standard output; messages go to standard error.");

    public static Option<bool> Quiet() => Flag("--quiet", "No progress and no notes.");

    public static Option<bool> Strict() => Flag("--strict", "Warnings are failures.");

    public static Option<bool> Force() => Flag("--force", "Replace existing files (never a source).");

    public static Option<bool> DryRun() => Flag("--dry-run", "Say what would be done, and why; write nothing.");

    public static Option<bool> KeepGoing() => Flag("--keep-going", "Go on with the next file after a failure; the exit code is the worst one.");

    public static Option<string> Jobs() => Value("--jobs", "N", "Files worked on at once (default: the free cores).");

    public static Option<string> Output(string name, string summary) => Value("--output", name, summary, "-o");

    public static Option<string> Range() => Value("--range", "A..B", "Only this part: 0:10..0:20, 90 s..2:00, or timecode.");

    public static Option<string> Bits() => Value("--bits", "16|24|32|float", "Word length of the output (default: the input's).");

    public static Option<string> Dither() => Value("--dither", "tpdf|shaped|none", "Dither where the word length shrinks (default: tpdf at 16 bits and less).");

    public static Argument<string[]> Files(string name = "FILE", string summary = "Files, folders or patterns; - reads WAV from standard input.") =>
        new(name) { Description = summary, Arity = ArgumentArity.OneOrMore };

    public static Argument<string> One(string name, string summary) =>
        new(name) { Description = summary, Arity = ArgumentArity.ExactlyOne };

    public static Option<bool> Flag(string name, string summary) => new(name) { Description = summary };

    public static Option<string> Value(string name, string value, string summary, params string[] aliases) =>
        new(name, aliases) { Description = summary, HelpName = value };

    public static Option<string[]> Values(string name, string value, string summary, bool takesMany = false) =>
        new(name) { Description = summary, HelpName = value, AllowMultipleArgumentsPerToken = takesMany, Arity = ArgumentArity.OneOrMore };
}
