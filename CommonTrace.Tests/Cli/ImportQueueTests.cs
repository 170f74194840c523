using System.Text.Json;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

/// <summary>An import and a queue of its own.</summary>
public sealed class ImportQueueTests(TestApp app)
{
    private const string Queue = "/api/v1/admin/queue";

    [Fact]
    public async Task An_import_drains_and_pauses_the_queue_leaves_others_pauses_and_gives_up_when_it_cannot()
    {
        await using var api = await OwnApi.StartAsync(app);
        using var client = await api.CreateClientAsync();
        using var cli = new CliProcess();
        (cli.Environment["COMMONTRACE_URL"], cli.Environment["COMMONTRACE_API_KEY"]) = (client.BaseAddress!.ToString(), TestApp.OperatorKey);
        cli.Environment["XDG_STATE_HOME"] = Path.Combine(cli.Home, "state");
        var other = (await client.PostAnswerAsync($"{Queue}/pause", new { reason = "somebody else's" })).Body.GetProperty("pause_id").GetString();
        await cli.WriteAsync("a.ndjson", """{"title": "a", "context": "b", "solution": "c"}""");

        var paused = await cli.RunAsync("import", "a.ndjson");

        Assert.Equal(0, paused.ExitCode);
        Assert.Contains("The queue is paused already. That pause is left alone, and the import goes on.", paused.Error, StringComparison.Ordinal);
        Assert.Equal([other], await PausesAsync(client));

        await client.PostAnswerAsync($"{Queue}/resume", new { pause_id = other });
        await cli.WriteAsync("a.ndjson", """{"title": "b", "context": "b", "solution": "c"}""");

        // Nobody works on the job of the first.
        var busy = await cli.RunAsync("import", "a.ndjson", "--quiesce-timeout", "1s");

        Assert.Equal(1, busy.ExitCode);
        Assert.Contains("After 1 s the queue has still 1 jobs due or in hand, so nothing was imported.", busy.Error, StringComparison.Ordinal);
        Assert.Contains("--no-quiesce", busy.Error, StringComparison.Ordinal);

        await api.Stage.Database.SqlAsync("delete from embedding_jobs");

        var quiet = await cli.RunAsync("import", "a.ndjson");

        Assert.StartsWith("imported 1, unchanged 0", quiet.Output, StringComparison.Ordinal);
        Assert.Empty(await PausesAsync(client));
        Assert.Equal(["queue.resume", "tenant.import", "queue.quiesce"], (await ActionsAsync(client)).Take(3));
    }

    [Fact]
    public async Task Interrupted_while_it_waits_for_its_input_it_ends_the_pause()
    {
        await using var api = await OwnApi.StartAsync(app);
        using var client = await api.CreateClientAsync();
        using var cli = new CliProcess();
        (cli.Environment["COMMONTRACE_URL"], cli.Environment["COMMONTRACE_API_KEY"]) = (client.BaseAddress!.ToString(), TestApp.OperatorKey);
        using var running = cli.Start("import", "-", "--pause-limit", "10m");
        await running.WriteAsync("{\"title\": ");
        await Jobs.Eventually.TrueAsync(async () => (await PausesAsync(client)).Count == 1);

        running.Interrupt();
        var answer = await running.EndedAsync();

        Assert.Equal(130, answer.ExitCode);
        Assert.Empty(await PausesAsync(client));
    }

    private static async Task<List<string?>> PausesAsync(HttpClient client) =>
        [.. (await client.GetAnswerAsync($"{Queue}/status")).Body.GetProperty("pauses").EnumerateArray().Select(pause => pause.GetProperty("id").GetString())];

    private static async Task<List<string?>> ActionsAsync(HttpClient client) =>
        [.. (await client.GetAnswerAsync("/api/v1/admin/audit")).Body.EnumerateObject().First(field => field.Value.ValueKind == JsonValueKind.Array)
            .Value.EnumerateArray().Select(entry => entry.GetProperty("action").GetString())];
}
