using System.Net;
using System.Text.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Jobs.Control;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>What an operator is answered, over a queue that is nobody else's.</summary>
public sealed class QueueEndpointTests(TestApp app) : IAsyncLifetime
{
    private const string Queue = "/api/v1/admin/queue";

    private OwnApi? _api;
    private HttpClient? _client;

    private HttpClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        _api = await OwnApi.StartAsync(app);
        _client = await _api.CreateClientAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _api!.DisposeAsync();
    }

    [Fact]
    public async Task A_pause_is_made_shown_and_ended()
    {
        var paused = (await Client.PostAnswerAsync($"{Queue}/pause", new { reason = "moving", expires_in_seconds = 60 })).Is(HttpStatusCode.OK);
        var status = (await Client.GetAnswerAsync($"{Queue}/status")).Is(HttpStatusCode.OK).Body;
        var id = paused.Body.GetProperty("pause_id").GetGuid();
        var drain = (await Client.PostAnswerAsync($"{Queue}/drain", new { })).Is(HttpStatusCode.Conflict);
        var resumed = (await Client.PostAnswerAsync($"{Queue}/resume", new { pause_id = id })).Is(HttpStatusCode.OK);
        var again = (await Client.PostAnswerAsync($"{Queue}/resume", new { pause_id = id })).Is(HttpStatusCode.Conflict);
        var unknown = (await Client.PostAnswerAsync($"{Queue}/resume", new { pause_id = Guid.CreateVersion7() })).Is(HttpStatusCode.NotFound);
        var all = (await Client.PostAnswerAsync($"{Queue}/resume", new { all = true })).Is(HttpStatusCode.OK);

        Assert.True(status.GetProperty("paused").GetBoolean());
        var shown = Assert.Single(status.GetProperty("pauses").EnumerateArray());
        Assert.Equal(["id", "owner_id", "reason", "created_at", "expires_at"], shown.EnumerateObject().Select(field => field.Name));
        Assert.Equal((id, User.OperatorId, "moving"), (shown.GetProperty("id").GetGuid(), shown.GetProperty("owner_id").GetGuid(), shown.GetProperty("reason").GetString()));
        Assert.Equal(TimeSpan.FromSeconds(60), shown.GetProperty("expires_at").GetDateTimeOffset() - shown.GetProperty("created_at").GetDateTimeOffset());
        Assert.Equal(("queue.paused", "queue.pause_ended", "queue.pause_not_found"), (drain.Code, again.Code, unknown.Code));
        Assert.Equal($$"""{"resumed":["{{id}}"],"paused":false}""", resumed.Body.GetRawText());
        Assert.Equal("""{"resumed":[],"paused":false}""", all.Body.GetRawText());
    }

    [Fact]
    public async Task The_status_tells_everything()
    {
        await _api!.Stage.AddTraceAsync("due", secondsUntilDue: -30);
        await _api.Stage.AddTraceAsync("later", secondsUntilDue: 60);
        await _api.Stage.AddFailedAsync("dead");
        await _api.Stage.SetAsync();
        await _api.Stage.Database.SqlAsync(
            "insert into embedding_circuits (provider, model_id, state, faults, code, open_until) select provider, model_id, 'open', 1, 'provider.denied', now() + interval '1 minute' from embedding_sets");
        await BeatAsync();

        var status = (await Client.GetAnswerAsync($"{Queue}/status")).Is(HttpStatusCode.OK).Body;

        Assert.Equal(["queue", "paused", "pauses", "provider", "workers", "totals"], status.EnumerateObject().Select(field => field.Name));
        var queue = status.GetProperty("queue");
        Assert.Equal((2, 1, 0, 1), (queue.GetProperty("pending").GetInt32(), queue.GetProperty("due").GetInt32(), queue.GetProperty("processing").GetInt32(), queue.GetProperty("failed").GetInt32()));
        Assert.InRange(queue.GetProperty("oldest_due_seconds").GetDouble(), 30, 60);
        var provider = status.GetProperty("provider");
        Assert.Equal(("local", "open", "provider.denied"), (provider.GetProperty("name").GetString(), provider.GetProperty("breaker").GetString(), provider.GetProperty("error_code").GetString()));
        Assert.Equal("""{"pending":2,"processing":0,"completed":0,"failed":1}""", status.GetProperty("totals").GetRawText());
        var worker = Assert.Single(status.GetProperty("workers").EnumerateArray());
        Assert.Equal(
            ["id", "host", "started_at", "last_seen_at", "paused", "jobs_processed", "jobs_succeeded", "jobs_failed"],
            worker.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task Before_the_first_job_there_is_no_provider_and_the_breaker_is_closed()
    {
        var provider = (await Client.GetAnswerAsync($"{Queue}/status")).Is(HttpStatusCode.OK).Body.GetProperty("provider");

        Assert.Equal("""{"name":null,"model":null,"breaker":"closed","open_until":null,"error_code":null}""", provider.GetRawText());
    }

    [Fact]
    public async Task Workers_are_listed_while_they_are_seen()
    {
        await BeatAsync();
        await _api!.Stage.PauseAsync();

        var seen = (await Client.GetAnswerAsync("/api/v1/admin/workers")).Is(HttpStatusCode.OK).Body;
        await _api.Stage.Database.SqlAsync("update embedding_workers set last_seen_at = now() - interval '61 seconds'");
        var lost = (await Client.GetAnswerAsync("/api/v1/admin/workers")).Is(HttpStatusCode.OK).Body;

        Assert.True(Assert.Single(seen.GetProperty("workers").EnumerateArray()).GetProperty("paused").GetBoolean());
        Assert.Empty(lost.GetProperty("workers").EnumerateArray());
    }

    [Fact]
    public async Task Drain_and_quiesce_say_how_they_ended()
    {
        var drained = (await Client.CallAsync(HttpMethod.Post, $"{Queue}/drain", null)).Is(HttpStatusCode.OK).Body;
        await _api!.Stage.AddTraceAsync();
        var late = (await Client.PostAnswerAsync($"{Queue}/quiesce", new { timeout_seconds = 1 })).Is(HttpStatusCode.OK).Body;
        await _api.Stage.PassAsync();
        var quiesced = (await Client.CallAsync(HttpMethod.Post, $"{Queue}/quiesce", null)).Is(HttpStatusCode.OK).Body;

        Assert.Equal(["status", "elapsed_seconds", "remaining"], drained.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("drained", 0), (drained.GetProperty("status").GetString(), drained.GetProperty("remaining").GetInt32()));
        Assert.Equal(("timeout", 1, JsonValueKind.Null), (late.GetProperty("status").GetString(), late.GetProperty("remaining").GetInt32(), late.GetProperty("pause_id").ValueKind));
        Assert.Equal("drained", quiesced.GetProperty("status").GetString());
        Assert.Equal(quiesced.GetProperty("pause_id").GetGuid(), Assert.Single((await _api.Stage.QueueStatusAsync()).Pauses).Id);
    }

    [Fact]
    public async Task A_client_that_hangs_up_ends_its_drain()
    {
        await _api!.Stage.AddTraceAsync();
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.PostAsync($"{Queue}/drain", null, gone.Token));
        await _api.Stage.PassAsync();
        (await Client.PostAnswerAsync($"{Queue}/drain", new { })).Is(HttpStatusCode.OK);

        Assert.Equal(1, await _api.Stage.AuditedAsync("queue.drain"));
    }

    [Fact]
    public async Task A_server_that_stops_keeps_nobody_waiting()
    {
        await _api!.Stage.AddTraceAsync();
        var draining = Client.PostAnswerAsync($"{Queue}/drain", new { });
        await Task.WhenAny(draining, Task.Delay(500, TestContext.Current.CancellationToken));

        var exitCode = await _api.StopAsync().WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);

        Assert.Equal("server.stopping", (await draining).Is(HttpStatusCode.ServiceUnavailable).Code);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Failed_and_stale_jobs_are_counted_as_they_come_back()
    {
        await _api!.Stage.AddFailedAsync("one", "provider.refused");
        await _api.Stage.AddFailedAsync("two", "provider.failed");

        var some = (await Client.PostAnswerAsync($"{Queue}/retry-failed", new { error_code = "provider.refused", reason = "the model was changed" })).Is(HttpStatusCode.OK);
        var rest = (await Client.CallAsync(HttpMethod.Post, $"{Queue}/retry-failed", null)).Is(HttpStatusCode.OK);
        await _api.Stage.ClaimAsync();
        await _api.Stage.Database.SqlAsync("update embedding_jobs set updated_at = now() - interval '1 hour'");
        var stale = (await Client.PostAnswerAsync($"{Queue}/requeue-stale", new { older_than_seconds = 60 })).Is(HttpStatusCode.OK);

        Assert.Equal(("""{"retried":1}""", """{"retried":1}""", """{"requeued":2}"""), (some.Body.GetRawText(), rest.Body.GetRawText(), stale.Body.GetRawText()));
    }

    [Fact]
    public async Task The_audit_log_is_paged_from_the_newest()
    {
        await Client.PostAnswerAsync($"{Queue}/pause", new { reason = "first" });
        await Client.PostAnswerAsync($"{Queue}/pause", new { reason = "second" });

        var first = (await Client.GetAnswerAsync("/api/v1/admin/audit?limit=1")).Is(HttpStatusCode.OK).Body;
        var second = (await Client.GetAnswerAsync($"/api/v1/admin/audit?limit=1&cursor={first.GetProperty("next_cursor").GetString()}")).Is(HttpStatusCode.OK).Body;

        var entry = Assert.Single(first.GetProperty("entries").EnumerateArray());
        Assert.Equal(["id", "actor_id", "action", "reason", "detail", "created_at"], entry.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("second", "first"), (entry.GetProperty("reason").GetString(), second.GetProperty("entries")[0].GetProperty("reason").GetString()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next_cursor").ValueKind);
        (await Client.GetAnswerAsync("/api/v1/admin/audit?cursor=xyz")).IsRefusalOf("cursor");
        (await Client.GetAnswerAsync("/api/v1/admin/audit?limit=101")).IsRefusalOf("limit");
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_field()
    {
        foreach (var (path, body, field) in new[]
        {
            ("pause", "{}", "reason"),
            ("pause", """{"reason":""}""", "reason"),
            ("pause", $$"""{"reason":"{{new string('x', 501)}}"}""", "reason"),
            ("pause", """{"reason":"r","expires_in_seconds":0}""", "expires_in_seconds"),
            ("pause", """{"reason":"r","expires_in_seconds":2592001}""", "expires_in_seconds"),
            ("resume", "{}", "pause_id"),
            ("resume", """{"all":false}""", "pause_id"),
            ("resume", """{"pause_id":"00000000-0000-7000-8000-000000000009","all":true}""", "pause_id"),
            ("resume", """{"pause_id":"xyz"}""", "pause_id"),
            ("drain", """{"timeout_seconds":0}""", "timeout_seconds"),
            ("drain", """{"timeout_seconds":3601}""", "timeout_seconds"),
            ("drain", """{"timeout_seconds":"long"}""", "timeout_seconds"),
            ("quiesce", """{"timeout_seconds":0}""", "timeout_seconds"),
            ("quiesce", """{"expires_in_seconds":0}""", "expires_in_seconds"),
            ("retry-failed", """{"limit":0}""", "limit"),
            ("retry-failed", """{"limit":10001}""", "limit"),
            ("requeue-stale", "{}", "older_than_seconds"),
            ("requeue-stale", """{"older_than_seconds":0}""", "older_than_seconds"),
        })
        {
            (await Client.PostTextAsync($"{Queue}/{path}", body)).IsRefusalOf(field);
        }

        Assert.Empty((await _api!.Stage.QueueStatusAsync()).Pauses);
    }

    private async Task BeatAsync() => await _api!.Stage.Database.SqlAsync(
        "insert into embedding_workers (id, host, process_id, number, jobs_processed, jobs_succeeded, jobs_failed) values (gen_random_uuid(), 'host', 7, 1, 3, 2, 1)");
}
