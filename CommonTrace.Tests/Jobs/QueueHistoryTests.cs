using CommonTrace.Core.Jobs.History;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Jobs;

/// <summary>How the queue stood, minute by minute.</summary>
public sealed class QueueHistoryTests(TestApp app)
{
    // Half an hour ago, where five minutes begin.
    private const string Begin = "date_bin('5 minutes', now(), timestamptz '2000-01-01 00:00Z') - interval '30 minutes'";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_minute_is_written_once_however_many_workers_there_are()
    {
        await using var stage = await JobStage.CreateAsync(app);

        var written = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RecordAsync(stage)));

        // Two, when the minute ended meanwhile.
        Assert.InRange(written.Count(one => one), 1, 2);
        Assert.Equal((long)written.Count(one => one), await stage.Database.SqlAsync("select count(*) from queue_history"));
    }

    [Fact]
    public async Task A_row_tells_how_the_queue_stands_and_what_the_minute_before_brought()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(5);
        await stage.AddTraceAsync("later", secondsUntilDue: 600);
        var claimed = await stage.ClaimAsync(4);
        await stage.CompleteAsync(claimed.Take(2));
        await stage.FailAsync(claimed[2], isPermanent: true);
        await stage.Database.SqlAsync("update embedding_jobs set completed_at = date_trunc('minute', now()) - interval '30 seconds' where id = any($1)", claimed.Take(1).Append(claimed[2]).Select(job => job.Id).ToArray());
        await stage.Database.SqlAsync("update embedding_jobs set completed_at = date_trunc('minute', now()) - interval '90 seconds' where id = $1", claimed[1].Id);

        await RecordAsync(stage);

        Assert.Equal(
            "pending 2, due 1, processing 1, failed 1, waits True, completed 1, newly failed 1",
            await stage.Database.SqlAsync(
                """
                select format('pending %s, due %s, processing %s, failed %s, waits %s, completed %s, newly failed %s', pending, due, processing, failed,
                    case when oldest_due_seconds between 0 and 60 then 'True' end, completed_in_minute, failed_in_minute)
                from queue_history order by at limit 1
                """));
    }

    [Fact]
    public async Task What_is_older_than_two_days_is_forgotten()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await AddAsync(stage, "date_trunc('minute', now()) - interval '49 hours'", 1);
        await AddAsync(stage, "date_trunc('minute', now()) - interval '47 hours'", 1);

        await RecordAsync(stage);

        Assert.Equal(0L, await stage.Database.SqlAsync("select count(*) from queue_history where at < now() - interval '48 hours'"));
        Assert.Equal(1L, await stage.Database.SqlAsync("select count(*) from queue_history where at < now() - interval '46 hours'"));
    }

    [Fact]
    public async Task A_missed_minute_stays_a_gap_and_the_steps_of_a_day_add_up()
    {
        await using var stage = await JobStage.CreateAsync(app);
        foreach (var minute in new[] { 1, 2, 4, 5, 6, 7, 8, 9, 10 })
        {
            await AddAsync(stage, $"{Begin} + interval '{minute} minutes'", minute);
        }

        var begin = new DateTimeOffset((DateTime)(await stage.Database.SqlAsync($"select {Begin}"))!);
        var hour = await stage.UseAsync<GetQueueHistory, List<QueueMoment>>(history => history.ExecuteAsync(HistoryWindow.Hour, Token));
        var day = await stage.UseAsync<GetQueueHistory, List<QueueMoment>>(history => history.ExecuteAsync(HistoryWindow.Day, Token));

        Assert.Equal((60, 288), (hour.Count, day.Count));
        Assert.Equal([1, 2, null, 4, 5], hour.Where(moment => moment.Ends > begin && moment.Ends <= begin.AddMinutes(5)).Select(moment => moment.Load?.Completed));
        Assert.Equal(new QueueLoad(4, 50, 0, 0, 0, null, 12, 0), day.Single(moment => moment.Ends == begin.AddMinutes(5)).Load);
        Assert.Equal(new QueueLoad(5, 100, 0, 0, 0, null, 40, 0), day.Single(moment => moment.Ends == begin.AddMinutes(10)).Load);
        Assert.Equal(2, day.Count(moment => moment.Load is not null));
        Assert.Equal(3, day.First(moment => moment.Load is not null).Load!.CompletedPerMinute);
    }

    private static Task<bool> RecordAsync(JobStage stage) => stage.UseAsync<RecordQueueMinute, bool>(record => record.ExecuteAsync(Token));

    private static Task<object?> AddAsync(JobStage stage, string at, int completed) => stage.Database.SqlAsync(
        $"insert into queue_history (at, pending, due, processing, failed, completed_in_minute, failed_in_minute) values ({at}, $1 * 10, 0, 0, 0, $1, 0)", completed);
}
