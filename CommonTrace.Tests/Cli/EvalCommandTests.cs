using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

public sealed class EvalCommandTests(TestApp app)
{
    private const string Traces =
        """
        [{"key": "pool", "title": "Npgsql pool exhausted", "context_text": "Every request opened a connection.", "solution_text": "Share one pool.", "tags": ["npgsql"]},
         {"key": "hook", "title": "React hook called in a loop", "context_text": "Rendered fewer hooks than expected.", "solution_text": "Call hooks at the top.", "tags": ["react"]}]
        """;

    private const string Queries =
        """
        [{"key": "one", "kind": "keyword", "text": "pool exhausted", "relevant": {"pool": 3}},
         {"key": "two", "kind": "sentence", "text": "react hook called in a loop", "relevant": {"hook": 3}},
         {"key": "none", "kind": "negative", "text": "sourdough hydration", "relevant": {}}]
        """;

    [Fact]
    public async Task The_search_of_a_running_server_is_measured_on_a_tenant_that_is_gone_afterwards()
    {
        using var cli = Cli();

        var json = await cli.RunAsync("eval", "set", "--json");
        var half = await cli.RunAsync("eval", "set", "--half", "report");

        Assert.Equal((0, ""), (json.ExitCode, json.Error));
        var tune = JsonElement.Parse(json.Output).GetProperty("halves")[0];
        var rows = tune.GetProperty("rows").EnumerateArray().Where(row => row.GetProperty("kind").GetString() == "all").ToList();
        Assert.Equal(["keyword", "semantic", "hybrid"], rows.Select(row => row.GetProperty("mode").GetString()));
        Assert.Equal((1.0, 1.0), (rows[0].GetProperty("figures").GetProperty("recall@5").GetDouble(), rows[0].GetProperty("figures").GetProperty("empty").GetDouble()));
        Assert.Contains("report: 1 queries, 2 traces", half.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("tune", half.Output, StringComparison.Ordinal);
        Assert.Equal(0L, await LeftAsync());
    }

    [Fact]
    public async Task Ctrl_C_deletes_the_tenant_too()
    {
        using var cli = Cli();
        using var running = cli.Start("eval", "set");
        await Jobs.Eventually.TrueAsync(async () => await LeftAsync() == 1);

        running.Interrupt();
        var answer = await running.EndedAsync();

        Assert.Equal((130, ""), (answer.ExitCode, answer.Output));
        Assert.Equal(0L, await LeftAsync());
    }

    [Fact]
    public async Task A_faulty_set_is_refused_before_anything_is_asked()
    {
        using var cli = Cli();
        await File.WriteAllTextAsync(Path.Combine(cli.Home, "set/queries/a.json"), Queries.Replace("\"pool\"", "\"pond\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var answer = await cli.RunAsync("eval", "set");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("there is no trace \"pond\"", answer.Error, StringComparison.Ordinal);
    }

    private CliProcess Cli()
    {
        var cli = new CliProcess(app);
        foreach (var (file, text) in new[] { ("traces/a.json", Traces), ("queries/a.json", Queries), ("split.json", """{"tune": ["one", "none"], "report": ["two"]}""") })
        {
            var path = Path.Combine(cli.Home, "set", file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        return cli;
    }

    private async Task<long> LeftAsync() => (long)(await app.SqlAsync("select count(*) from tenants where name like 'evaluation %'"))!;
}
