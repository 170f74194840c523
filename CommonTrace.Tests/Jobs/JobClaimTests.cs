using CommonTrace.Core.Jobs;
using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Tests.Jobs;

public sealed class JobClaimTests(TestApp app)
{
    [Fact]
    public async Task The_most_urgent_goes_first_then_the_longest_due_then_the_oldest()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var second = await stage.AddTraceAsync("due long since", secondsUntilDue: -90);
        var fourth = await stage.AddTraceAsync("younger");
        var third = await stage.AddTraceAsync("older", secondsUntilDue: -30);
        var first = await stage.AddTraceAsync("urgent", priority: 10);
        await stage.Database.SqlAsync("update embedding_jobs set scheduled_at = (select scheduled_at from embedding_jobs where trace_id = $1) where trace_id = $2", third, fourth);
        await stage.Database.SqlAsync("update embedding_jobs set id = '00000000-0000-7000-8000-000000000000' where trace_id = $1", third);

        var claimed = new List<Guid>();
        while (await stage.ClaimAsync(1) is [var job])
        {
            claimed.Add(job.TraceId);
        }

        Assert.Equal([first, second, third, fourth], claimed);
    }

    [Fact]
    public async Task A_job_is_not_claimed_before_its_time()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddTraceAsync(secondsUntilDue: 3);

        var early = await stage.ClaimAsync();
        await stage.Database.SqlAsync("update embedding_jobs set scheduled_at = now()");
        var due = await stage.ClaimAsync();

        Assert.Empty(early);
        Assert.Single(due);
    }

    [Fact]
    public async Task Eight_claimers_at_once_get_each_job_once()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(400);

        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            var mine = new List<Guid>();
            while (await stage.ClaimAsync(7, $"claimer {number}") is { Count: > 0 } jobs)
            {
                mine.AddRange(jobs.Select(job => job.Id));
            }

            return mine;
        }));

        var all = claimed.SelectMany(ids => ids).ToList();
        Assert.Equal(400, all.Count);
        Assert.Equal(400, all.Distinct().Count());
    }

    [Fact]
    public async Task A_claim_names_the_worker_the_attempt_and_the_text()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync("the title");

        var claimed = Assert.Single(await stage.ClaimAsync(worker: "host:7:1"));

        var job = await stage.JobAsync(trace);
        Assert.Equal(("the title\nc\ns", 1, 5), (claimed.Text, claimed.Attempt, claimed.MaxAttempts));
        Assert.Equal(("processing", "host:7:1"), (job.GetProperty("status").GetString(), job.GetProperty("claimed_by").GetString()));
    }

    [Fact]
    public async Task A_running_lease_holds_and_an_expired_one_is_claimed_again_as_the_next_attempt()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddTraceAsync();
        var first = Assert.Single(await stage.ClaimAsync());

        var whileItRuns = await stage.ClaimAsync();
        await stage.ExpireLeasesAsync();
        var second = Assert.Single(await stage.ClaimAsync(worker: "two"));

        Assert.Empty(whileItRuns);
        Assert.Equal((first.Id, 2), (second.Id, second.Attempt));
    }

    [Fact]
    public async Task A_cached_plan_of_the_claim_uses_the_partial_indexes_beside_100000_finished_jobs()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(1_000);
        var trace = await stage.AddTraceAsync(withJob: false);
        await stage.Database.SqlAsync(
            """
            insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash, completed_at)
            select gen_random_uuid(), tenant_id, id, 'completed', 0, 1, 5, content_hash, now() from traces, generate_series(1, 100000) where id = $1
            """,
            trace);
        await stage.Database.SqlAsync("analyze embedding_jobs");

        var plan = await PlanAsync(stage, $"prepare claim (int, text, interval, text, text, text, uuid) as {JobQueueSql.Active.Claim}", "explain execute claim (10, 'one', '1 minute', 'm', '1', 'p', '00000000-0000-7000-8000-000000000001')");

        Assert.Contains("ix_embedding_jobs_due", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on embedding_jobs", plan, StringComparison.Ordinal);
    }

    private static async Task<string> PlanAsync(JobStage stage, string prepare, string explain)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(stage.Database.ConnectionString) { Pooling = false, Options = "-c role=commontrace_worker -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off" }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using (var first = new NpgsqlCommand(prepare, connection))
        {
            await first.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var second = new NpgsqlCommand(explain, connection);
        await using var lines = await second.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var plan = new List<string>();
        while (await lines.ReadAsync(TestContext.Current.CancellationToken))
        {
            plan.Add(lines.GetString(0));
        }

        return string.Join('\n', plan);
    }
}
