using System.Diagnostics;

namespace CommonTrace.Tests.Cli;

public sealed class CompletionCommandTests
{
    [Theory]
    [InlineData("commontrace sea", "search")]
    [InlineData("commontrace keys ", "create list revoke")]
    [InlineData("commontrace search --mode ", "auto hybrid keyword semantic")]
    [InlineData("commontrace search deadlock --mode se", "semantic")]
    [InlineData("commontrace completion ", "bash fish pwsh zsh")]
    public async Task Bash_completes_verbs_and_values(string typed, string expected)
    {
        using var cli = new CliProcess();
        var script = await cli.RunAsync("completion", "bash");

        var completed = await BashAsync(cli,
            $$"""
            commontrace() { dotnet '{{CliProcess.CommandPath}}' "$@"; }
            {{script.Output}}
            COMP_LINE='{{typed}}'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=($COMP_LINE)
            _commontrace commontrace '{{typed[(typed.LastIndexOf(' ') + 1)..]}}' ''
            for word in "${COMPREPLY[@]}"; do [[ $word == -* ]] || printf '%s ' "$word"; done
            """);

        Assert.Equal(expected, completed.Trim());
    }

    [Theory]
    [InlineData("zsh", "#compdef commontrace")]
    [InlineData("fish", "complete -c commontrace")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName commontrace")]
    public async Task Every_shell_has_its_script(string shell, string line)
    {
        using var cli = new CliProcess();

        var answer = await cli.RunAsync("completion", shell);

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains(line, answer.Output);
    }

    private static async Task<string> BashAsync(CliProcess cli, string script)
    {
        var file = Path.Combine(cli.Home, "complete.sh");
        await File.WriteAllTextAsync(file, script, TestContext.Current.CancellationToken);
        using var bash = Process.Start(new ProcessStartInfo("bash", [file]) { RedirectStandardOutput = true })!;
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
