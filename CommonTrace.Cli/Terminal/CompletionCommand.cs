using System.CommandLine;

namespace CommonTrace.Cli.Terminal;

/// <summary><c>commontrace completion</c>. The scripts ask the command itself, by the parser's <c>[suggest]</c>, what may come next.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        # bash completion of commontrace
        _commontrace() {
            local typed="${COMP_LINE:0:COMP_POINT}" IFS=$'\n'
            typed="${typed#*"${COMP_WORDS[0]}" }"
            COMPREPLY=($(compgen -W "$("$1" "[suggest:${#typed}]" "$typed" 2>/dev/null)" -- "$2"))
        }
        complete -o default -F _commontrace commontrace

        """;

    private const string Zsh =
        """
        #compdef commontrace
        # zsh completion of commontrace
        _commontrace() {
            local typed="${(j: :)words[2,CURRENT]}"
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${#typed}]" "$typed" 2>/dev/null)}")
            compadd -- ${found:#} || _files
        }
        if [[ "${funcstack[1]}" == _commontrace ]]; then
            _commontrace "$@"
        else
            compdef _commontrace commontrace
        fi

        """;

    private const string Fish =
        """
        # fish completion of commontrace
        function __commontrace
            set -l typed (string replace -r '^\s*\S+\s' '' -- (commandline -cp))
            commontrace "[suggest:"(string length -- "$typed")"]" "$typed" 2>/dev/null
        end
        complete -c commontrace -a '(__commontrace)'

        """;

    private const string PowerShell =
        """
        # PowerShell completion of commontrace
        Register-ArgumentCompleter -Native -CommandName commontrace -ScriptBlock {
            param($word, $line, $cursor)
            $typed = $line.ToString().PadRight($cursor).Substring(0, $cursor) -replace '^\s*\S+\s', ''
            commontrace "[suggest:$($typed.Length)]" "$typed" 2>$null |
                Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    private static readonly Argument<string> Shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." }.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");

    public static Command Create() => new Command("completion", "Write a script that completes commands in your shell.") { Shell }
        .WithExamples(
            "eval \"$(commontrace completion bash)\"          # ~/.bashrc",
            "eval \"$(commontrace completion zsh)\"           # ~/.zshrc, after compinit",
            "commontrace completion fish | source           # ~/.config/fish/config.fish",
            "commontrace completion pwsh | Out-String | Invoke-Expression   # $PROFILE")
        .Runs((verb, _) =>
        {
            Console.Out.Write(verb.Value(Shell) switch { "bash" => Bash, "zsh" => Zsh, "fish" => Fish, _ => PowerShell });
            return Task.FromResult(ExitCode.Done);
        });
}
