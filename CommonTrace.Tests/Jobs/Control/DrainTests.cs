using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Jobs.Control;

public sealed class DrainTests(TestApp app)
{
    private static readonly TimeSpan Longer = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task An_idle_queue_is_drained_at_once()
    {
        await using var stage = await JobStage.CreateAsync(app);

        var answer = await stage.DrainAsync();

        Assert.True(answer.Succeeded(out var drained, out _));
        Assert.Equal(("drained", 0L), (drained.Status, drained.Remaining));
        Assert.Equal(1, await stage.AuditedAsync("queue.drain"));
    }

    [Fact]
    public async Task It_waits_for_what_is_due_and_for_what_is_in_hand()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddTraceAsync();

        var draining = stage.DrainAsync();
        var whileDue = await Task.WhenAny(draining, Task.Delay(Longer, TestContext.Current.CancellationToken)) == draining;
        var inHand = await stage.ClaimAsync();
        var whileInHand = await Task.WhenAny(draining, Task.Delay(Longer, TestContext.Current.CancellationToken)) == draining;
        await stage.CompleteAsync(inHand);

        Assert.False(whileDue);
        Assert.False(whileInHand);
        Assert.True((await draining).Succeeded(out var drained, out _) && drained.IsDrained);
    }

    [Fact]
    public async Task Failed_jobs_and_those_due_later_do_not_hold_it()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddTraceAsync("later", secondsUntilDue: 600);
        await stage.AddFailedAsync("dead");

        Assert.True((await stage.DrainAsync(seconds: 5)).Succeeded(out var drained, out _) && drained.IsDrained);
    }

    [Fact]
    public async Task Out_of_time_it_says_how_much_remains()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(3);
        await stage.ClaimAsync(1);

        var answer = await stage.DrainAsync(seconds: 0.3);

        Assert.True(answer.Succeeded(out var drained, out _));
        Assert.Equal(("timeout", 3L), (drained.Status, drained.Remaining));
        Assert.InRange(drained.ElapsedSeconds, 0.3, 5);
    }

    [Fact]
    public async Task A_paused_queue_is_refused_at_once_also_when_somebody_pauses_meanwhile()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddTraceAsync();

        var draining = stage.DrainAsync();
        await stage.PauseAsync();

        Assert.Equal("queue.paused", (await draining).Failure?.Code);
        Assert.Equal("queue.paused", (await stage.DrainAsync()).Failure?.Code);
        Assert.Equal("queue.paused", (await stage.QuiesceAsync()).Failure?.Code);
    }

    [Fact]
    public async Task A_caller_who_goes_away_ends_the_wait()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddTraceAsync();
        using var gone = new CancellationTokenSource(Longer);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stage.DrainAsync(token: gone.Token));

        Assert.Equal(0, await stage.AuditedAsync("queue.drain"));
    }

    [Fact]
    public async Task Jobs_of_a_re_embedding_hold_it_unless_that_is_paused()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync(withJob: false);
        var job = await stage.AddJobAsync(trace, priority: -10);
        await stage.Database.SqlAsync(
            """
            with next as (
                insert into embedding_sets (id, role, phase, provider, model_id, model_version, dimensions, paused)
                values (gen_random_uuid(), 'next', 'filling', 'openai', 'm', '1', 8, false) returning id)
            update embedding_jobs set embedding_set_id = next.id from next where embedding_jobs.id = $1
            """,
            job);

        var running = await stage.DrainAsync(seconds: 0.2);
        await stage.Database.SqlAsync("update embedding_sets set paused = true where role = 'next'");
        var paused = await stage.DrainAsync(seconds: 0.2);

        Assert.True(running.Succeeded(out var held, out _) && held is { IsDrained: false, Remaining: 1 });
        Assert.True(paused.Succeeded(out var free, out _) && free.IsDrained);
    }
}
