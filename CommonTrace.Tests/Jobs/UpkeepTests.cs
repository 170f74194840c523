using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Jobs;

/// <summary>What comes round: counts, retention, the sweep.</summary>
public sealed class UpkeepTests(TestApp app)
{
    private const string Counts = "select string_agg(status || ' ' || jobs, ', ' order by status) from (select status, sum(jobs) as jobs from embedding_job_counts group by status having sum(jobs) <> 0) c";
    private const string Real = "select string_agg(status || ' ' || jobs, ', ' order by status) from (select status, count(*) as jobs from embedding_jobs group by status) c";

    [Fact]
    public async Task The_counts_are_those_of_the_rows_whatever_happens_to_them()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(20);
        var other = await stage.AddTenantAsync("other");
        await stage.AddTraceAsync("theirs", tenant: other);
        var claimed = await stage.ClaimAsync(10);
        await stage.CompleteAsync(claimed.Take(4));
        await stage.FailAsync(claimed[5], isPermanent: true);
        await stage.FailAsync(claimed[6]);
        await stage.ExpireLeasesAsync();
        await stage.Database.SqlAsync("delete from traces where id = $1", claimed[0].TraceId);
        var before = await stage.Database.SqlAsync(Counts);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => stage.Upkeep.AddUpCountsAsync(TestContext.Current.CancellationToken)));
        await stage.Database.SqlAsync("delete from tenants where id = $1", other);

        Assert.Contains("completed 3", (string)before!, StringComparison.Ordinal);
        Assert.Equal(await stage.Database.SqlAsync(Real), await stage.Database.SqlAsync(Counts));
    }

    [Fact]
    public async Task Completed_jobs_go_after_their_time_and_failed_ones_never()
    {
        await using var stage = await JobStage.CreateAsync(app, ("Queue:Retention", "2.00:00:00"));
        await stage.AddManyAsync(3);
        var claimed = await stage.ClaimAsync();
        await stage.CompleteAsync(claimed.Take(2));
        await stage.FailAsync(claimed[2], isPermanent: true);
        await stage.Database.SqlAsync("update embedding_jobs set completed_at = now() - interval '3 days' where id in ($1, $2)", claimed[0].Id, claimed[2].Id);

        var removed = await stage.Upkeep.RetainAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, removed);
        Assert.Equal("completed 1, failed 1", await stage.Database.SqlAsync(Real));
    }

    [Fact]
    public async Task A_trace_edited_by_SQL_gets_a_job_and_a_dead_letter_for_its_content_does_not()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var edited = await stage.AddTraceAsync("before");
        await stage.PassAsync();
        await stage.EditAsync(edited, "after");
        await stage.AddTraceAsync("dead");
        await stage.FailAsync(Assert.Single(await stage.ClaimAsync()), isPermanent: true);

        var made = await stage.SweepAsync();

        Assert.Equal(1, made);
        Assert.Equal(edited, Assert.Single(await stage.ClaimAsync()).TraceId);
    }

    [Fact]
    public async Task A_thousand_orphans_are_swept_once_by_two_sweeps_at_once()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(1_500);
        await stage.Database.SqlAsync("delete from embedding_jobs");

        var made = await Task.WhenAll(stage.SweepAsync(), stage.SweepAsync());
        await stage.SweepAsync();

        Assert.InRange(made.Sum(), 1_000, 1_500);
        Assert.Equal("pending 1500", await stage.Database.SqlAsync(Real));
    }

    [Fact]
    public async Task The_next_job_to_be_due_says_when()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var empty = await stage.Queue.NextDueAsync(await stage.SetAsync(), TestContext.Current.CancellationToken);
        await stage.AddTraceAsync(secondsUntilDue: 40);
        var due = await stage.Queue.NextDueAsync(await stage.SetAsync(), TestContext.Current.CancellationToken);
        await stage.Database.SqlAsync("insert into queue_pauses (id, reason, owner_id) values (gen_random_uuid(), 'r', gen_random_uuid())");
        var paused = await stage.Queue.NextDueAsync(await stage.SetAsync(), TestContext.Current.CancellationToken);

        Assert.Null(empty);
        Assert.InRange(due!.Value.TotalSeconds, 20, 40);
        Assert.Null(paused);
    }
}
