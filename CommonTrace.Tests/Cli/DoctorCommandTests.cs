using System.Text.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

public sealed class DoctorCommandTests(TestApp app) : OwnServer(app)
{
    [Fact]
    public async Task An_operator_is_told_of_everything()
    {
        await Stage.Database.SqlAsync("drop index ix_traces_status");

        var json = await Cli.RunAsync("doctor", "--json");
        var table = await Cli.RunAsync("doctor");

        var answer = JsonElement.Parse(json.Output);
        var checks = answer.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!);
        Assert.Equal((1, 1), (json.ExitCode, table.ExitCode));
        Assert.Equal(answer.GetProperty("command_version").GetString(), answer.GetProperty("version").GetString());
        Assert.Equal(
            ["server", "version", "clock", "database", "redis", "embedding_worker", "embedding_model", "key", "migrations", "extensions", "indexes", "vector_index",
                "database_clock", "disk", "embeddings", "words", "queue", "failed_jobs", "pauses", "reembedding"],
            answer.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()));
        Assert.Equal("failed", checks["indexes"].GetProperty("status").GetString());
        Assert.Equal("warning", checks["redis"].GetProperty("status").GetString());
        Assert.Contains("→ CREATE INDEX ix_traces_status ON traces (status);", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_scope_the_public_part_is_done_and_the_rest_named()
    {
        var tenant = await App.CreateTenantAsync();
        using var cli = new CliProcess(App, await tenant.CreateKeyAsync(Scopes.Read));

        var answer = await cli.RunAsync("doctor", "--json");

        var checks = JsonElement.Parse(answer.Output).GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!);
        Assert.Equal(0, answer.ExitCode);
        Assert.Equal(("ok", "ok"), (checks["server"].GetProperty("status").GetString(), checks["key"].GetProperty("status").GetString()));
        Assert.Equal("skipped", checks["system"].GetProperty("status").GetString());
        Assert.Contains("migrations", checks["system"].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_key_is_a_failed_check()
    {
        Cli.Environment["COMMONTRACE_API_KEY"] = "ct_wrong";

        var answer = await Cli.RunAsync("doctor");

        Assert.Equal(1, answer.ExitCode);
        Assert.Matches("failed +key +", answer.Output);
    }

    [Fact]
    public async Task A_server_that_is_away_is_said_to_be()
    {
        await Api.StopAsync();

        var answer = await Cli.RunAsync("doctor");

        Assert.Equal(3, answer.ExitCode);
        Assert.Contains("cannot be reached", answer.Output, StringComparison.Ordinal);
    }
}
