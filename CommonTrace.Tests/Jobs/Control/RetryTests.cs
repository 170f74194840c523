using System.Text.Json;
using CommonTrace.Core;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Jobs.Control;

public sealed class RetryTests(TestApp app)
{
    [Fact]
    public async Task A_failed_job_is_due_at_once_with_five_more_attempts_and_keeps_its_record()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var id = await stage.AddFailedAsync("dead");

        var answer = await stage.RetryAsync(id);

        var job = await stage.JobAsync(await stage.TraceOfAsync(id));
        Assert.True(answer.Succeeded(out var retried, out _) && retried == id);
        Assert.Equal(("pending", 5, 10), (job.GetProperty("status").GetString(), job.GetProperty("attempt").GetInt32(), job.GetProperty("max_attempts").GetInt32()));
        Assert.Equal((JsonValueKind.Null, 1), (job.GetProperty("completed_at").ValueKind, job.GetProperty("errors").GetArrayLength()));
        Assert.Equal(id, Assert.Single(await stage.ClaimAsync()).Id);
        Assert.Equal(1, await stage.AuditedAsync("job.retry"));
    }

    [Fact]
    public async Task Only_a_failed_job_is_retried()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var pending = await stage.AddJobAsync(await stage.AddTraceAsync(withJob: false));

        var answer = await stage.RetryAsync(pending);
        var unknown = await stage.RetryAsync(Guid.CreateVersion7());

        Assert.Equal((FailureKind.Conflict, "job.not_failed"), (answer.Failure!.Kind, answer.Failure.Code));
        Assert.Contains("is pending", answer.Failure.Detail, StringComparison.Ordinal);
        Assert.Equal((FailureKind.NotFound, "job.not_found"), (unknown.Failure!.Kind, unknown.Failure.Code));
        Assert.Equal(0, await stage.AuditedAsync("job.retry"));
    }

    [Fact]
    public async Task One_whose_work_another_job_does_is_superseded()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var dead = await stage.AddFailedAsync("dead");
        await stage.AddJobAsync(await stage.TraceOfAsync(dead));

        var answer = await stage.RetryAsync(dead);

        Assert.Equal((FailureKind.Conflict, "job.superseded"), (answer.Failure!.Kind, answer.Failure.Code));
    }

    [Fact]
    public async Task Of_twenty_callers_one_retries_it()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var dead = await stage.AddFailedAsync("dead");

        var answers = await ControlCalls.TwentyTimesAsync(_ => stage.RetryAsync(dead));

        Assert.Single(answers, answer => answer.Failure is null);
        Assert.Equal(19, answers.Count(answer => answer.Failure?.Code == "job.not_failed"));
        Assert.Equal(1, await stage.AuditedAsync("job.retry"));
    }

    [Fact]
    public async Task Many_are_retried_by_their_error_and_the_oldest_first()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var (first, second) = (await stage.AddFailedAsync("first", "provider.refused"), await stage.AddFailedAsync("second", "provider.refused"));
        var other = await stage.AddFailedAsync("other", "provider.failed");

        var limited = await stage.RetryFailedAsync("provider.refused", limit: 1);
        var claimed = await stage.ClaimAsync();
        var rest = await stage.RetryFailedAsync();

        Assert.Equal((1L, first), (limited, Assert.Single(claimed).Id));
        Assert.Equal((2L, true), (rest, (await stage.ClaimAsync()).Select(job => job.Id).Order().SequenceEqual(new[] { second, other }.Order())));
    }

    [Fact]
    public async Task Those_that_a_later_job_took_over_stay_failed()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var embedded = await stage.AddFailedAsync("embedded since");
        await stage.AddJobAsync(await stage.TraceOfAsync(embedded));
        await stage.CompleteAsync(await stage.ClaimAsync());
        var waiting = await stage.AddFailedAsync("with a live job");
        await stage.AddJobAsync(await stage.TraceOfAsync(waiting));
        var older = await stage.AddFailedAsync("failed twice");
        var newer = await stage.AddJobAsync(await stage.TraceOfAsync(older));
        await stage.Database.SqlAsync("update embedding_jobs set status = 'failed', error_code = 'provider.failed', completed_at = now() where id = $1", newer);

        var retried = await stage.RetryFailedAsync();

        Assert.Equal(1, retried);
        Assert.Equal("pending", await stage.Database.SqlAsync("select status from embedding_jobs where id = $1", newer));
        Assert.Equal(3L, await stage.Database.SqlAsync("select count(*) from embedding_jobs where status = 'failed' and id = any($1)", new[] { embedded, waiting, older }));
    }

    [Fact]
    public async Task Twenty_callers_retry_each_job_once()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(200);
        await stage.Database.SqlAsync("update embedding_jobs set status = 'failed', attempt = 5, error_code = 'provider.failed', completed_at = now()");

        var retried = await ControlCalls.TwentyTimesAsync(_ => stage.RetryFailedAsync(limit: 15));

        Assert.Equal(200, retried.Sum());
        Assert.Equal(200L, await stage.Database.SqlAsync("select count(*) from embedding_jobs where status = 'pending' and max_attempts = 10"));
        Assert.Equal(200m, await stage.Database.SqlAsync("select sum((detail ->> 'retried')::int)::numeric from audit_log where action = 'queue.retry_failed'"));
    }

    [Fact]
    public async Task A_stale_job_is_taken_from_its_worker_whose_late_answer_is_dropped()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync("stale");
        var late = await stage.ClaimAsync(worker: "late");
        await stage.Database.SqlAsync("update embedding_jobs set updated_at = now() - interval '90 seconds'");
        await stage.AddTraceAsync("fresh");
        await stage.ClaimAsync();

        var requeued = await stage.RequeueStaleAsync(60);
        var again = await stage.ClaimAsync(worker: "two");

        Assert.Equal(1, requeued);
        Assert.Equal((late[0].Id, 2), (Assert.Single(again).Id, again[0].Attempt));
        Assert.Empty(await stage.CompleteAsync(late, axis: 1));
        Assert.Single(await stage.CompleteAsync(again, axis: 2));
        Assert.Equal(2, await stage.AxisAsync(trace));
        var tried = Assert.Single((await stage.JobAsync(trace)).GetProperty("errors").EnumerateArray());
        Assert.Equal(("job.requeued", 1), (tried.GetProperty("code").GetString(), tried.GetProperty("attempt").GetInt32()));
        Assert.Contains("the worker late", tried.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, await stage.AuditedAsync("queue.requeue_stale"));
    }

    [Fact]
    public async Task A_stale_job_at_its_last_attempt_gets_one_more()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync();
        await stage.ClaimAsync();
        await stage.Database.SqlAsync("update embedding_jobs set attempt = 5, updated_at = now() - interval '90 seconds'");

        await stage.RequeueStaleAsync(60);

        var job = await stage.JobAsync(trace);
        Assert.Equal(("pending", 5, 6), (job.GetProperty("status").GetString(), job.GetProperty("attempt").GetInt32(), job.GetProperty("max_attempts").GetInt32()));
    }
}
