using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

public sealed class TenantsCommandTests(TestApp app)
{
    [Fact]
    public async Task A_tenant_is_made_limited_and_deleted()
    {
        using var cli = new CliProcess(app);
        var name = $"acme [{Guid.CreateVersion7()}]";

        var id = await CreateAsync(cli, name, "--max-traces", "5");
        var limited = await cli.RunAsync("tenants", "quotas", id, "--max-writes", "7");
        var listed = await cli.RunAsync("tenants", "list");
        var deleted = await cli.RunAsync("tenants", "delete", id, "--yes");
        var again = await cli.RunAsync("tenants", "delete", id, "--yes");

        Assert.Equal("traces        not limited\nwrites a day  7\ntokens a day  not limited\n", limited.Output);
        Assert.Matches($@"(?m)^acme \[[0-9a-f-]+\] +0 +0 of 7 +0 +0 +0 +{id}$", listed.Output);
        Assert.Equal((0, "Deleted.\n", 1), (deleted.ExitCode, deleted.Output, again.ExitCode));
    }

    [Fact]
    public async Task People_are_added_and_invited()
    {
        using var cli = new CliProcess(app);
        var id = await CreateAsync(cli, $"people {Guid.CreateVersion7()}");

        var added = await cli.RunAsync("tenants", "add-user", id, "--name", "joe", "--scope", "read", "--json");
        var invited = await cli.RunAsync("tenants", "invite", id, "--uses", "2", "--days", "3", "--json");
        using var guest = new CliProcess();
        var code = JsonElement.Parse(invited.Output).GetProperty("invitation_code").GetString()!;
        var registered = await guest.RunAsync("login", app.ApiAddress.ToString(), "--register", "--invitation", code);

        Assert.Equal(["read"], JsonElement.Parse(added.Output).GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.Contains($"tenant    {id}", registered.Output);
    }

    [Fact]
    public async Task Deleting_asks_for_the_name()
    {
        using var cli = new CliProcess(app);
        var name = $"asked {Guid.CreateVersion7()}";
        var id = await CreateAsync(cli, name);

        var (wrong, right) = (await DeleteAsync(cli, id, "asked"), await DeleteAsync(cli, id, name));
        var piped = await cli.RunWithInputAsync(name, "tenants", "delete", id);

        Assert.Equal((1, 0, 2), (wrong.ExitCode, right.ExitCode, piped.ExitCode));
        Assert.Contains("nothing was deleted", wrong.Output);
        Assert.Contains("add --yes", piped.Error);
    }

    [Fact]
    public async Task Quotas_are_not_taken_away_by_leaving_them_out()
    {
        using var cli = new CliProcess(app);

        var answer = await cli.RunAsync("tenants", "quotas", Guid.CreateVersion7().ToString());

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("--unlimited", answer.Error);
    }

    [Fact]
    public async Task Others_than_operators_are_refused()
    {
        using var stage = await CliStage.CreateAsync(app);

        var answer = await stage.Cli.RunAsync("tenants", "list");

        Assert.Equal((1, "This call needs a key with the scope operate.\n"), (answer.ExitCode, answer.Error));
    }

    private static async Task<string> CreateAsync(CliProcess cli, string name, params string[] quotas)
    {
        var made = await cli.RunAsync(["tenants", "create", name, .. quotas, "--json"]);
        return JsonElement.Parse(made.Output).GetProperty("id").GetString()!;
    }

    private static async Task<CliAnswer> DeleteAsync(CliProcess cli, string id, string name)
    {
        using var running = cli.StartOnTerminal("tenants", "delete", id);
        await running.ReadUntilAsync("to delete it:");
        await running.WriteAsync(name + "\n");
        return await running.EndedAsync();
    }
}
