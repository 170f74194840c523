using CommonTrace.Core;
using CommonTrace.Core.Jobs.Control;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

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
    public async Task What_comes_in_between_the_look_and_the_pause_is_waited_for()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await using var holder = await OpenAsync(stage);
        await using var holding = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(holder, "lock table queue_pauses in exclusive mode");

        var quiescing = stage.QuiesceAsync(seconds: 1);
        await Eventually.TrueAsync(async () => await stage.Database.SqlAsync(
            """
            select exists (select from pg_locks l join pg_database d on d.oid = l.database
                where not l.granted and l.relation = 'queue_pauses'::regclass and d.datname = current_database())
            """) is true);
        // Due before the statement began, which is its idea of now.
        await stage.AddTraceAsync(secondsUntilDue: -60);
        await holding.CommitAsync(TestContext.Current.CancellationToken);

        Assert.True((await quiescing).Succeeded(out var quiesced, out _));
        Assert.Equal((false, 1L, null), (quiesced.Drained.IsDrained, quiesced.Drained.Remaining, quiesced.Pause));
    }

    [Fact]
    public async Task A_claim_that_did_not_see_the_pause_is_finished_before_it_answers()
    {
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync(secondsUntilDue: 600);
        await using var claimer = await OpenAsync(stage);
        await using var claiming = await claimer.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(claimer, "update embedding_jobs set status = 'processing', attempt = 1, claimed_by = 'late', lease_expires_at = now() + interval '1 hour'");
        var steps = new Queue<Action>(
        [
            claiming.Commit,
            () => stage.Database.SqlAsync("update embedding_jobs set status = 'completed', completed_at = now(), claimed_by = null, lease_expires_at = null").GetAwaiter().GetResult(),
        ]);

        var answer = await stage.UseAsync<IServiceProvider, Result<Quiesced>>(services => ActivatorUtilities.CreateInstance<QuiesceQueue>(services, new StepwiseTime(steps))
            .ExecuteAsync(ControlCalls.Operator, TimeSpan.FromSeconds(20), "a reason", null, TestContext.Current.CancellationToken));

        Assert.True(answer.Succeeded(out var quiesced, out _) && quiesced.Pause is not null);
        Assert.Equal("completed", await stage.StatusAsync(trace));
    }

    [Fact]
    public async Task Whoever_hangs_up_before_the_answer_leaves_no_pause_behind()
    {
        await using var stage = await JobStage.CreateAsync(app);
        using var hangUp = new CancellationTokenSource();
        var steps = new Queue<Action>([hangUp.Cancel]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stage.UseAsync<IServiceProvider, Result<Quiesced>>(
            services => ActivatorUtilities.CreateInstance<QuiesceQueue>(services, new StepwiseTime(steps))
                .ExecuteAsync(ControlCalls.Operator, TimeSpan.FromSeconds(20), "a reason", null, hangUp.Token)));

        Assert.Empty((await stage.QueueStatusAsync()).Pauses);
        Assert.Equal((1L, 1L), (await stage.AuditedAsync("queue.quiesce"), await stage.AuditedAsync("queue.resume")));
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

    private static async Task<NpgsqlConnection> OpenAsync(JobStage stage)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(stage.Database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Time in which something happens at each wait, which then is over at once.</summary>
    private sealed class StepwiseTime(Queue<Action> steps) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (steps.TryDequeue(out var step))
            {
                step();
            }

            return System.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period);
        }
    }
}
