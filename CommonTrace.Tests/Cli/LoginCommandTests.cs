using System.Runtime.Versioning;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

[UnsupportedOSPlatform("windows")]
public sealed class LoginCommandTests(TestApp app)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string Url => app.ApiAddress.ToString();

    [Fact]
    public async Task A_key_from_a_pipe_is_tried_and_kept_for_its_owner_alone()
    {
        var tenant = await app.CreateTenantAsync();
        using var cli = new CliProcess();
        var key = await tenant.CreateKeyAsync(Scopes.Read);

        var login = await cli.RunWithInputAsync(key + "\n", "login", Url);
        var search = await cli.RunAsync("search", "anything");

        Assert.Equal((0, ""), (login.ExitCode, login.Error));
        Assert.Contains($"user      tester {tenant.UserId}\ntenant    {tenant.Id}\nscopes    read\n", login.Output);
        Assert.Equal(0, search.ExitCode);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(FileOf(cli)));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(FileOf(cli))!));
    }

    [Fact]
    public async Task A_key_is_typed_unseen()
    {
        var tenant = await app.CreateTenantAsync();
        using var cli = new CliProcess();
        var key = await tenant.CreateKeyAsync(Scopes.Read);
        using var running = cli.StartOnTerminal("login", Url);
        await running.ReadUntilAsync("(it is not shown):");

        await running.WriteAsync(key + "\n");
        var answer = await running.EndedAsync();

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains($"{tenant.UserId}", answer.Output);
        Assert.DoesNotContain(key[3..], answer.Output);
    }

    [Theory]
    [InlineData("", 2, "No key was given.")]
    [InlineData("ct_nobody", 1, "The API key is not known")]
    [InlineData("ключ", 2, "The key has characters that no key has.")]
    public async Task A_wrong_key_is_not_kept(string key, int exitCode, string sentence)
    {
        using var cli = new CliProcess();

        var answer = await cli.RunWithInputAsync(key, "login", Url);

        Assert.Equal((exitCode, ""), (answer.ExitCode, answer.Output));
        Assert.Contains(sentence, answer.Error);
        Assert.False(File.Exists(FileOf(cli)));
    }

    [Fact]
    public async Task Registering_makes_a_key_and_does_not_throw_away_an_earlier_one()
    {
        using var cli = new CliProcess();

        var (first, second) = (await cli.RunAsync("login", Url, "--register", "--name", "ada"), await cli.RunAsync("login", Url, "--register"));
        var status = await cli.RunAsync("login", "--status");

        Assert.Equal((0, 2), (first.ExitCode, second.ExitCode));
        Assert.Contains("run `commontrace logout` first", second.Error);
        Assert.Contains("user      ada ", status.Output);
        Assert.Contains("scopes    read, contribute", status.Output);
    }

    [Fact]
    public async Task A_file_that_others_can_read_is_refused()
    {
        using var cli = await LoggedInAsync();
        File.SetUnixFileMode(FileOf(cli), OwnerOnly | UnixFileMode.GroupRead);

        var answer = await cli.RunAsync("search", "x");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains($"Run: chmod 600 {FileOf(cli)}", answer.Error);
    }

    [Fact]
    public async Task A_saved_key_goes_to_no_other_server()
    {
        using var elsewhere = new ScriptedServer((_, call) => ScriptedServer.Answer(call, 200, """{ "results": [] }"""));
        using var cli = await LoggedInAsync();

        var (other, own) = (await cli.RunAsync("search", "x", "--url", elsewhere.Address.ToString()), await cli.RunAsync("search", "x", "--url", Url.TrimEnd('/')));

        Assert.Equal((0, 0), (other.ExitCode, own.ExitCode));
        Assert.Null(Assert.Single(elsewhere.Calls).Key);
    }

    [Fact]
    public async Task The_environment_wins_over_what_was_saved()
    {
        using var cli = await LoggedInAsync();
        cli.Environment["COMMONTRACE_API_KEY"] = TestApp.OperatorKey;

        var answer = await cli.RunAsync("login", "--status");

        Assert.Contains("user      operator ", answer.Output);
        Assert.Contains("key from  COMMONTRACE_API_KEY", answer.Output);
    }

    [Fact]
    public async Task Logging_out_forgets_the_key()
    {
        using var cli = await LoggedInAsync();

        var (first, second) = (await cli.RunAsync("logout"), await cli.RunAsync("logout"));

        Assert.StartsWith("Logged out.", first.Output);
        Assert.Equal((0, "You were not logged in.\n"), (second.ExitCode, second.Output));
        Assert.False(File.Exists(FileOf(cli)));
    }

    private static string FileOf(CliProcess cli) => Path.Combine(cli.Home, ".config", "commontrace", "login.json");

    private async Task<CliProcess> LoggedInAsync()
    {
        var tenant = await app.CreateTenantAsync();
        var cli = new CliProcess();
        var answer = await cli.RunWithInputAsync(await tenant.CreateKeyAsync(Scopes.Read), "login", Url);
        Assert.Equal(0, answer.ExitCode);
        return cli;
    }
}
