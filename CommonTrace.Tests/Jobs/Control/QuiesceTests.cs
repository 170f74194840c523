using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Jobs.Control;

public sealed class QuiesceTests(TestApp app)
{
    [Fact]
    public async Task It_pauses_in_the_moment_in_which_nothing_is_left_to_do()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddTraceAsync();
        var inHand = await stage.ClaimAsync();

        var quiescing = stage.QuiesceAsync();
        var before = (await stage.QueueStatusAsync()).Pauses;
        await stage.CompleteAsync(inHand);
        var answer = await quiescing;
        await stage.AddTraceAsync("late");

        Assert.Empty(before);
        Assert.True(answer.Succeeded(out var quiesced, out _) && quiesced.Drained.IsDrained);
        Assert.Equal(quiesced.Pause, Assert.Single((await stage.QueueStatusAsync()).Pauses));
        Assert.Empty(await stage.ClaimAsync());
        Assert.Equal(1, await stage.AuditedAsync("queue.quiesce"));
    }

    [Fact]
    public async Task Out_of_time_nothing_is_paused()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(2);

        var answer = await stage.QuiesceAsync(seconds: 0.3);

        Assert.True(answer.Succeeded(out var quiesced, out _));
        Assert.Equal((false, 2L, null), (quiesced.Drained.IsDrained, quiesced.Drained.Remaining, quiesced.Pause));
        Assert.Empty((await stage.QueueStatusAsync()).Pauses);
        Assert.Equal(1, await stage.AuditedAsync("queue.quiesce"));
    }

    [Fact]
    public async Task Under_load_nothing_is_in_hand_once_it_has_answered_and_nothing_is_lost()
    {
        await using var stage = await JobStage.CreateAsync(app);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var workers = Enumerable.Range(0, 3).Select(number => WorkAsync(stage, $"worker {number}", ended.Token)).ToArray();
        var writing = WriteAsync(stage, ended.Token);

        for (var round = 0; round < 5; round++)
        {
            var answer = await stage.QuiesceAsync();

            Assert.True(answer.Succeeded(out var quiesced, out var failure), failure?.Detail);
            Assert.Equal(0L, await stage.Database.SqlAsync("select count(*) from embedding_jobs where status = 'processing'"));
            await stage.ResumeAsync(quiesced.Pause!.Id);
        }

        await ended.CancelAsync();
        await writing;
        await Task.WhenAll(workers);
        await stage.PassAsync(1_000);
        Assert.Equal(0L, await stage.Database.SqlAsync("select count(*) from embedding_jobs where status <> 'completed' or attempt > 1"));
    }

    [Fact]
    public async Task Twenty_callers_get_a_pause_each_or_are_told_that_the_queue_is_paused()
    {
        await using var stage = await JobStage.CreateAsync(app);

        var answers = await ControlCalls.TwentyTimesAsync(_ => stage.QuiesceAsync());

        var pauses = answers.Select(answer => answer.Succeeded(out var quiesced, out _) ? quiesced.Pause!.Id : (Guid?)null).OfType<Guid>().ToList();
        Assert.NotEmpty(pauses);
        Assert.All(answers, answer => Assert.True(answer.Failure is null or { Code: "queue.paused" }));
        Assert.Equal(pauses.Order(), (await stage.QueueStatusAsync()).Pauses.Select(pause => pause.Id).Order());
    }

    private static async Task WorkAsync(JobStage stage, string worker, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await stage.CompleteAsync(await stage.ClaimAsync(5, worker));
            await Task.Yield();
        }
    }

    private static async Task WriteAsync(JobStage stage, CancellationToken ended)
    {
        for (var number = 0; !ended.IsCancellationRequested; number++)
        {
            await stage.AddTraceAsync($"trace {number}");
            await Task.Delay(10, CancellationToken.None);
        }
    }
}
