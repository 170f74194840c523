using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

public sealed class ReembedCommandTests(TestApp app) : OwnServer(app)
{
    [Fact]
    public async Task A_change_of_the_model_is_estimated_begun_followed_and_given_up()
    {
        await Stage.AddTraceAsync();
        await Stage.PassAsync();
        var model = (string)(await Stage.Database.SqlAsync("select model_id from embedding_sets"))!;
        string[] start = ["reembed", "start", "--provider", "local", "--model", model, "--model-version", "3", "--dimensions", "1536"];

        var none = await Cli.RunAsync("reembed", "status");
        var estimate = await Cli.RunAsync([.. start, "--dry-run", "--json"]);
        var begun = await Cli.RunAsync([.. start, "--detach"]);
        using var following = Cli.Start("reembed", "status", "--watch");
        var aborted = await Cli.RunAsync("reembed", "abort");
        var followed = await following.EndedAsync();

        Assert.Equal(1, none.ExitCode);
        Assert.True(estimate.ExitCode == 0, estimate.Error);
        Assert.Equal(1, JsonElement.Parse(estimate.Output).GetProperty("traces").GetInt32());
        Assert.Equal(0, begun.ExitCode);
        Assert.Contains("filling", begun.Output, StringComparison.Ordinal);
        Assert.Equal(0, aborted.ExitCode);
        Assert.Equal(0, followed.ExitCode);
        Assert.Contains("aborted", followed.Output, StringComparison.Ordinal);
    }
}
