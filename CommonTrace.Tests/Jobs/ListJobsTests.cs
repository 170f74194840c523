using CommonTrace.Core;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Tests.Jobs;

public sealed class ListJobsTests(TestApp app)
{
    private static readonly Caller Reader = new(User.OperatorId, Tenant.CommonsId, [Scopes.Read], ExpiresAt: null);
    private static readonly JobQuery Newest = new(null, null, null, 20, null);

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_while_jobs_come_in_and_change()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var jobs = new List<Guid>();
        for (var number = 0; number < 25; number++)
        {
            jobs.Add(await stage.AddJobAsync(await stage.AddTraceAsync($"trace {number}", withJob: false)));
        }

        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await PageAsync(stage, Newest with { Limit = 7, Cursor = cursor });
            seen.AddRange(page.Items.Select(job => job.Id));
            cursor = page.NextCursor;
            await stage.AddTraceAsync($"came in after {seen.Count}");
            await stage.CompleteAsync(await stage.ClaimAsync(3));
        }
        while (cursor is not null);

        Assert.Equal(jobs.OrderDescending(), seen);
    }

    [Fact]
    public async Task The_last_page_has_no_cursor_even_when_it_is_full()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(2);

        Assert.Null((await PageAsync(stage, Newest with { Limit = 2 })).NextCursor);
        Assert.NotNull((await PageAsync(stage, Newest with { Limit = 1 })).NextCursor);
    }

    [Fact]
    public async Task They_are_filtered_by_status_and_trace()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var done = await stage.AddTraceAsync("done");
        await stage.CompleteAsync(await stage.ClaimAsync());
        var inHand = await stage.AddTraceAsync("in hand");
        await stage.ClaimAsync();
        var waiting = await stage.AddTraceAsync("waiting");

        Assert.Equal([waiting, inHand, done], (await PageAsync(stage, Newest)).Items.Select(job => job.TraceId));
        Assert.Equal([done], (await PageAsync(stage, Newest with { Status = "completed" })).Items.Select(job => job.TraceId));
        Assert.Equal([inHand], (await PageAsync(stage, Newest with { TraceId = inHand })).Items.Select(job => job.TraceId));
        Assert.Empty((await PageAsync(stage, Newest with { TraceId = inHand, Status = "completed" })).Items);
    }

    [Theory]
    [InlineData("")]
    [InlineData("next please")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!")]
    public async Task A_cursor_that_nobody_gave_out_is_refused(string cursor)
    {
        await using var stage = await JobStage.CreateAsync(app);

        var answer = await stage.UseAsync<ListJobs, Result<Page<JobView>>>(
            list => list.ExecuteAsync(Reader, Newest with { Cursor = cursor }, TestContext.Current.CancellationToken));

        Assert.Equal(["cursor"], answer.Failure!.Errors!.Keys);
    }

    [Fact]
    public async Task Another_tenants_jobs_are_for_operators_only()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var theirs = await stage.AddTenantAsync("theirs");
        var trace = await stage.AddTraceAsync("theirs", tenant: theirs);
        var id = (await stage.JobAsync(trace)).GetProperty("id").GetGuid();
        var named = Newest with { TenantId = theirs };

        Assert.Empty((await PageAsync(stage, Newest)).Items);
        Assert.Empty((await PageAsync(stage, Newest with { TraceId = trace })).Items);
        Assert.Equal("auth.scope_missing", (await ListAsync(stage, Reader, named)).Failure?.Code);
        Assert.True((await ListAsync(stage, Reader with { Scopes = Scopes.All }, named)).Succeeded(out var page, out _));
        Assert.Equal(id, Assert.Single(page.Items).Id);
        Assert.Equal("tenant.not_found", (await ListAsync(stage, Reader with { Scopes = Scopes.All }, Newest with { TenantId = Guid.CreateVersion7() })).Failure?.Code);
        Assert.Equal("job.not_found", (await stage.UseAsync<GetJob, Result<TriedJob>>(get => get.ExecuteAsync(Reader, id, TestContext.Current.CancellationToken))).Failure?.Code);
    }

    [Fact]
    public async Task One_job_tells_what_its_attempts_met()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var id = await stage.AddJobAsync(await stage.AddTraceAsync(withJob: false));
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await stage.FailAsync(Assert.Single(await stage.ClaimAsync()));
        }

        var answer = await stage.UseAsync<GetJob, Result<TriedJob>>(get => get.ExecuteAsync(Reader, id, TestContext.Current.CancellationToken));

        Assert.True(answer.Succeeded(out var tried, out _));
        Assert.Equal(("pending", 1, "provider.failed"), (tried.Job.Status, tried.Job.RetryCount, tried.Job.ErrorCode));
        Assert.Equal([(1, "provider.failed", "It broke."), (2, "provider.failed", "It broke.")], tried.Attempts.Select(one => (one.Attempt, one.ErrorCode, one.Error)));
    }

    [Fact]
    public async Task The_figures_are_those_of_the_jobs()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(5);
        await stage.CompleteAsync(await stage.ClaimAsync(2));
        await stage.FailAsync((await stage.ClaimAsync(1))[0], isPermanent: true);
        await stage.ClaimAsync(1);
        await stage.AddTraceAsync("bulk", priority: -5, secondsUntilDue: -90);
        await stage.AddTraceAsync("later", secondsUntilDue: 90);

        var before = await StatsAsync(stage);
        await stage.Upkeep.AddUpCountsAsync(TestContext.Current.CancellationToken);
        var stats = await StatsAsync(stage);

        Assert.Equal((3L, 1L, 2L, 1L), (stats.Pending, stats.Processing, stats.Completed, stats.Failed));
        Assert.Equal((stats.Pending, stats.Processing, stats.Completed, stats.Failed), (before.Pending, before.Processing, before.Completed, before.Failed));
        Assert.InRange(stats.OldestDueSeconds!.Value, 90, 120);
        Assert.Equal(2, stats.CompletedLastMinute);
    }

    [Fact]
    public async Task Without_jobs_all_is_zero_and_none_is_due()
    {
        await using var stage = await JobStage.CreateAsync(app);

        Assert.Equal(new JobStats(0, 0, 0, 0, null, 0), await StatsAsync(stage));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("list by status")]
    [InlineData("stats")]
    public async Task Cached_plans_walk_the_indexes_beside_100000_finished_jobs(string which)
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(1_000);
        var trace = await stage.AddTraceAsync(withJob: false);
        await stage.Database.SqlAsync(
            """
            insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash, completed_at)
            select gen_random_uuid(), tenant_id, id, 'completed', 0, 1, 5, content_hash, now() - interval '1 hour' from traces, generate_series(1, 100000) where id = $1
            """,
            trace);
        await stage.Database.SqlAsync("analyze embedding_jobs");

        var plan = which == "stats"
            ? await PlanAsync(stage, $"prepare q (uuid) as {GetJobStats.Sql}", $"execute q ('{Tenant.CommonsId}')")
            : await PlanAsync(
                stage, $"prepare q (uuid, uuid, int) as {(which == "list" ? ListJobs.AllSql : ListJobs.OfStatusSql["completed"])}",
                $"execute q ('{Tenant.CommonsId}', '{Guid.AllBitsSet}', 21)");

        Assert.Contains(which == "stats" ? "ix_embedding_jobs_due" : "ix_embedding_jobs_tenant_id", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on embedding_jobs ", plan, StringComparison.Ordinal);
        Assert.All(RowsRead(plan), rows => Assert.InRange(rows, 0, 100));
    }

    private static async Task<Page<JobView>> PageAsync(JobStage stage, JobQuery query) =>
        (await ListAsync(stage, Reader, query)).Succeeded(out var page, out var failure) ? page : throw new InvalidOperationException(failure.Detail);

    private static Task<Result<Page<JobView>>> ListAsync(JobStage stage, Caller caller, JobQuery query) =>
        stage.UseAsync<ListJobs, Result<Page<JobView>>>(list => list.ExecuteAsync(caller, query, TestContext.Current.CancellationToken));

    private static async Task<JobStats> StatsAsync(JobStage stage) =>
        (await stage.UseAsync<GetJobStats, Result<JobStats>>(get => get.ExecuteAsync(Reader, null, TestContext.Current.CancellationToken)))
            .Succeeded(out var stats, out var failure) ? stats : throw new InvalidOperationException(failure.Detail);

    /// <summary>How many rows of <c>embedding_jobs</c> each node of the plan read.</summary>
    private static IEnumerable<int> RowsRead(string plan) => plan.Split('\n')
        .Where(line => line.Contains("embedding_jobs", StringComparison.Ordinal) && line.Contains("actual", StringComparison.Ordinal))
        .Select(line => (int)double.Parse(line[(line.LastIndexOf("rows=", StringComparison.Ordinal) + 5)..].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));

    private static async Task<string> PlanAsync(JobStage stage, string prepare, string execute)
    {
        var options = "-c role=commontrace_worker -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off -c jit=off";
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(stage.Database.ConnectionString) { Pooling = false, Options = options }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using (var first = new NpgsqlCommand(prepare, connection))
        {
            await first.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var second = new NpgsqlCommand($"explain (analyze, timing off) {execute}", connection);
        await using var lines = await second.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var plan = new List<string>();
        while (await lines.ReadAsync(TestContext.Current.CancellationToken))
        {
            plan.Add(lines.GetString(0));
        }

        return string.Join('\n', plan);
    }
}
