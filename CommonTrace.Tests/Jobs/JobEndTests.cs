using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Tests.Jobs;

public sealed class JobEndTests(TestApp app)
{
    [Fact]
    public async Task A_failed_attempt_is_due_again_later()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync();
        var claimed = Assert.Single(await stage.ClaimAsync());

        var status = await stage.FailAsync(claimed, delay: TimeSpan.FromSeconds(60));

        var job = await stage.JobAsync(trace);
        Assert.Equal("pending", status);
        Assert.InRange(job.GetProperty("due_in").GetDouble(), 40, 60);
        Assert.Equal(("provider.failed", "It broke."), (job.GetProperty("error_code").GetString(), job.GetProperty("error").GetString()));
        Assert.Empty(await stage.ClaimAsync());
    }

    [Fact]
    public async Task What_cannot_be_helped_fails_at_once()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddTraceAsync();
        var claimed = Assert.Single(await stage.ClaimAsync());

        var status = await stage.FailAsync(claimed, isPermanent: true);

        Assert.Equal("failed", status);
        Assert.Empty(await stage.ClaimAsync());
    }

    [Fact]
    public async Task The_last_attempt_that_fails_ends_the_job()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddTraceAsync();

        var statuses = new List<string?>();
        while (await stage.ClaimAsync() is [var job])
        {
            statuses.Add(await stage.FailAsync(job));
        }

        Assert.Equal(["pending", "pending", "pending", "pending", "failed"], statuses);
    }

    [Fact]
    public async Task A_job_whose_worker_was_lost_in_the_last_attempt_is_ended_by_the_sweep()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync();
        await stage.Database.SqlAsync("update embedding_jobs set max_attempts = 1");
        await stage.ClaimAsync();
        await stage.ExpireLeasesAsync();

        var claimedAgain = await stage.ClaimAsync();
        await stage.SweepAsync();

        Assert.Empty(claimedAgain);
        Assert.Equal("failed", await stage.StatusAsync(trace));
        Assert.Equal("job.lease_expired", (await stage.JobAsync(trace)).GetProperty("error_code").GetString());
    }

    [Fact]
    public async Task Released_jobs_are_due_at_once_and_have_lost_no_attempt()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddTraceAsync();
        var claimed = await stage.ClaimAsync();

        await stage.Queue.ReleaseAsync(claimed, TestContext.Current.CancellationToken);

        Assert.Equal(1, Assert.Single(await stage.ClaimAsync(worker: "two")).Attempt);
    }

    [Fact]
    public async Task The_sweep_gives_a_job_to_a_trace_without_vector_and_job_and_to_no_other()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var orphan = await stage.AddTraceAsync("neither vector nor job", withJob: false);
        await stage.AddTraceAsync("has a job");
        var embedded = await stage.AddTraceAsync("has a vector", withJob: false);
        await stage.Database.SqlAsync("update traces set embedding = array_fill(0.1, array[1536])::vector, embedding_hash = content_hash, embedding_model_id = 'm', embedding_model_version = '1' where id = $1", embedded);

        var made = await stage.SweepAsync();
        var madeAgain = await stage.SweepAsync();

        Assert.Equal((1, 0), (made, madeAgain));
        Assert.Equal("pending", await stage.StatusAsync(orphan));
        Assert.Equal(2L, await stage.Database.SqlAsync("select count(*) from embedding_jobs"));
    }

    [Fact]
    public async Task A_trace_has_at_most_one_live_job()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync();

        var besidePending = await Assert.ThrowsAsync<PostgresException>(() => stage.AddJobAsync(trace));
        var claimed = await stage.ClaimAsync();
        var besideProcessing = await Assert.ThrowsAsync<PostgresException>(() => stage.AddJobAsync(trace));
        await stage.CompleteAsync(claimed);
        await stage.AddJobAsync(trace);

        Assert.Equal(("ix_embedding_jobs_live", "ix_embedding_jobs_live"), (besidePending.ConstraintName, besideProcessing.ConstraintName));
    }
}
