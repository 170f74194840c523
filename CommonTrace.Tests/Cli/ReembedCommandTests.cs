using System.Text.Json;
using CommonTrace.Tests.Reembed;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

public sealed class ReembedCommandTests(TestApp app)
{
    [Fact]
    public async Task A_change_of_the_model_is_estimated_begun_followed_and_given_up()
    {
        await using var stage = await ReembedStage.CreateAsync(app, traces: 1);
        await using var api = await StartApiAsync(stage);
        using var client = await api.CreateClientAsync();
        using var cli = new CliProcess();
        (cli.Environment["COMMONTRACE_URL"], cli.Environment["COMMONTRACE_API_KEY"]) = (client.BaseAddress!.ToString(), TestApp.OperatorKey);
        string[] start = ["reembed", "start", "--provider", "openai", "--model", "another-model", "--dimensions", "256"];

        var none = await cli.RunAsync("reembed", "status");
        var estimate = await cli.RunAsync([.. start, "--dry-run", "--json"]);
        var begun = await cli.RunAsync([.. start, "--detach"]);
        using var following = cli.Start("reembed", "status", "--watch");
        var aborted = await cli.RunAsync("reembed", "abort");
        var followed = await following.EndedAsync();

        Assert.Equal(1, none.ExitCode);
        Assert.True(estimate.ExitCode == 0, estimate.Error);
        Assert.Equal(1, JsonElement.Parse(estimate.Output).GetProperty("traces").GetInt32());
        Assert.True(begun.ExitCode == 0, begun.Error);
        Assert.Contains("filling", begun.Output, StringComparison.Ordinal);
        Assert.True(aborted.ExitCode == 0, aborted.Error);
        Assert.True(followed.ExitCode == 0, followed.Error);
        Assert.Contains("aborted", followed.Output, StringComparison.Ordinal);
    }

    // No worker: what is begun waits.
    private static async Task<ServiceProcess> StartApiAsync(ReembedStage stage)
    {
        var api = ServiceProcess.Start(
            "CommonTrace.Api",
            ("ConnectionStrings__commontrace", stage.Database.ConnectionString),
            ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200"),
            ("Embedding__Provider", "openai"),
            ("Embedding__ApiKey", "key-of-the-tests"),
            ("Embedding__Endpoint", stage.Provider.Endpoint),
            ("Auth__OperatorKey", TestApp.OperatorKey));
        await api.HealthyAsync();
        return api;
    }
}
