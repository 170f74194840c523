using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

public sealed class KeysCommandTests(TestApp app)
{
    [Fact]
    public async Task A_key_is_made_listed_and_ended()
    {
        using var stage = await CliStage.CreateAsync(app);

        var made = JsonElement.Parse((await stage.Cli.RunAsync("keys", "create", "ci [1]", "--scope", "read", "--days", "3", "--json")).Output);
        var id = made.GetProperty("key_id").GetString()!;
        var listed = await stage.Cli.RunAsync("keys", "list");
        var ended = await stage.Cli.RunAsync("keys", "revoke", id);
        using var holder = new CliProcess(app, made.GetProperty("api_key").GetString());
        var refused = await holder.RunAsync("search", "x");

        Assert.Matches($@"(?m)^ci \[1\] +ct_.{{8}}… +read +never +\d{{4}}-\d\d-\d\d +{id}$", listed.Output);
        Assert.Equal((0, "The key has ended.\n"), (ended.ExitCode, ended.Output));
        Assert.Equal(1, refused.ExitCode);
    }

    [Fact]
    public async Task A_new_key_is_shown_once_with_a_warning()
    {
        using var stage = await CliStage.CreateAsync(app);

        var answer = await stage.Cli.RunAsync("keys", "create", "laptop");

        Assert.Matches("^ct_[A-Za-z0-9_-]{49}\nkey id  ", answer.Output);
        Assert.EndsWith("Keep the key now: it is not shown again.\n", answer.Output);
    }

    [Fact]
    public async Task An_operator_makes_keys_for_others_and_ends_those_that_leaked()
    {
        using var stage = await CliStage.CreateAsync(app);
        using var cli = new CliProcess(app);

        var made = await cli.RunAsync("keys", "create", "for them", "--user", stage.Tenant.UserId.ToString(), "--tenant", stage.Tenant.Id.ToString(), "--scope", "moderate", "--json");
        var prefix = JsonElement.Parse(made.Output).GetProperty("prefix").GetString()!;
        var ended = await cli.RunAsync("keys", "revoke", "--prefix", prefix, "--reason", "Seen in a log.", "--tenant", stage.Tenant.Id.ToString());

        Assert.Equal((0, "1 ended.\n"), (ended.ExitCode, ended.Output));
    }

    [Fact]
    public async Task Revoking_needs_to_know_which_key()
    {
        using var cli = new CliProcess(app);

        var answer = await cli.RunAsync("keys", "revoke");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("Which key?", answer.Error);
    }
}
