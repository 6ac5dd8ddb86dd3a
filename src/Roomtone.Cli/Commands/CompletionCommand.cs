using System.Collections.Immutable;
using System.CommandLine;
using Roomtone.Platform;

namespace Roomtone.Cli;

/// <summary><c>roomtone completion</c>: the scripts ask <c>roomtone "[suggest]" WORDS</c>.</summary>
internal sealed class CompletionCommand : VerbCommand
{
    private readonly Argument<string> _kind = CommonOptions.One("bash|zsh|fish|pwsh", "Which shell.");

    public CompletionCommand(string name, string summary)
        : base(name, summary) => Take(_kind);

    public override ImmutableArray<string> Examples =>
    [
        "eval \"$(roomtone completion bash)\"          # or in ~/.bashrc",
        "roomtone completion zsh > ~/.zfunc/_roomtone",
        "roomtone completion fish > ~/.config/fish/completions/roomtone.fish",
    ];

    public override ExitCode Run(Call call)
    {
        call.Shell.Terminal.Write(call.Get(_kind) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            "pwsh" => PowerShell,
            string other => throw new UsageException($"there is no completion for '{other}'", "shells: bash, zsh, fish, pwsh"),
        });
        return ExitCode.Done;
    }

    private const string Bash =
        """
        _roomtone() {
          local words="${COMP_WORDS[*]:0:COMP_CWORD} ${COMP_WORDS[COMP_CWORD]}"
          mapfile -t COMPREPLY < <(roomtone "[suggest]" "$words" 2>/dev/null)
        }
        complete -o default -o bashdefault -F _roomtone roomtone

        """;

    private const string Zsh =
        """
        #compdef roomtone
        _roomtone() {
          local -a found
          found=("${(@f)$(roomtone '[suggest]' "${words[1,CURRENT]}" 2>/dev/null)}")
          compadd -- $found
          _files
        }
        compdef _roomtone roomtone

        """;

    private const string Fish =
        """
        complete -c roomtone -a '(roomtone "[suggest]" (commandline -cp | string collect) 2>/dev/null)'

        """;

    private const string PowerShell =
        """
        Register-ArgumentCompleter -Native -CommandName roomtone -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
          $line = $commandAst.ToString().PadRight($cursorPosition, ' ').Substring(0, $cursorPosition)
          roomtone '[suggest]' "$line" 2>$null | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }

        """;
}
