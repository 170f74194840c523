using CommonTrace.Core.Traces;
using CommonTrace.Core.Trust;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Trust;

/// <summary>What came of a trace, from those who opened it.</summary>
public sealed class OutcomeTests(TestApp app)
{
    [Fact]
    public async Task An_outcome_weighs_twice_a_vote_and_confirms_nothing()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync(), "postgres");
        var (known, unknown) = (await stage.UserAsync(), await stage.UserAsync());
        await stage.ReputeAsync(known, "postgres", 10, 0);
        stage.Open(trace, known, unknown);

        var solved = (await stage.TellAsync(known, trace, solved: true)).Value();
        var failed = (await stage.TellAsync(unknown, trace, solved: false)).Value();

        Assert.Equal((1.445m, null), (solved.Weight, solved.Uncounted));
        Assert.Equal(new TraceStanding(1.445m, 0, TraceStatus.Pending), solved.Trace);
        Assert.Equal(new TraceStanding(1.245m, 0, TraceStatus.Pending), failed.Trace);
        Assert.Equal(new OutcomeCounts(1, 1), failed.Outcomes);
    }

    [Fact]
    public async Task The_last_word_of_a_user_counts_alone()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync());
        var user = await stage.UserAsync();
        stage.Open(trace, user);
        await stage.TellAsync(user, trace, solved: true);
        await stage.TellAsync(user, trace, solved: true);

        var last = (await stage.TellAsync(user, trace, solved: false)).Value();

        Assert.Equal(new OutcomeCounts(0, 1), last.Outcomes);
        Assert.Equal(-0.2m, last.Trace.TrustScore);
        Assert.Equal(1L, await stage.Database.SqlAsync("select count(*) from outcomes"));
    }

    [Fact]
    public async Task Who_never_opened_it_is_heard_and_does_not_count()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync());
        var user = await stage.UserAsync();

        var unopened = (await stage.TellAsync(user, trace, solved: true)).Value();
        stage.Open(trace, user);
        var opened = (await stage.TellAsync(user, trace, solved: true)).Value();

        Assert.Equal((UncountedReason.NotOpened, new OutcomeCounts(0, 0), 0m), (unopened.Uncounted, unopened.Outcomes, unopened.Trace.TrustScore));
        Assert.Equal((null, new OutcomeCounts(1, 0), 0.2m), (opened.Uncounted, opened.Outcomes, opened.Trace.TrustScore));
    }

    [Fact]
    public async Task Who_wrote_it_does_not_count()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var author = await stage.UserAsync();
        var trace = await stage.TraceAsync(author);
        stage.Open(trace, author);

        var own = (await stage.TellAsync(author, trace, solved: true)).Value();

        Assert.Equal((UncountedReason.OwnTrace, new OutcomeCounts(0, 0), 0m), (own.Uncounted, own.Outcomes, own.Trace.TrustScore));
        Assert.Equal(false, await stage.Database.SqlAsync("select counts from outcomes"));
    }

    [Fact]
    public async Task When_it_was_last_solved_follows_those_who_still_say_so()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync());
        var (first, second) = (await stage.UserAsync(), await stage.UserAsync());
        stage.Open(trace, first, second);
        var solved = (await stage.TellAsync(first, trace, solved: true)).Value();
        var later = (await stage.TellAsync(second, trace, solved: true)).Value();
        var atLater = await stage.LastSolvedAsync();

        await stage.TellAsync(second, trace, solved: false);
        var atFirst = await stage.LastSolvedAsync();
        await stage.TellAsync(first, trace, solved: false);

        Assert.Equal(later.UpdatedAt.UtcDateTime, atLater);
        Assert.Equal(solved.UpdatedAt.UtcDateTime, atFirst);
        Assert.Equal(DBNull.Value, await stage.LastSolvedAsync());
    }

    [Fact]
    public async Task Failures_take_a_trace_out_of_the_validated()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync());
        var user = await stage.NewcomerAsync();
        await stage.CastAsync(await stage.UserAsync(), trace);
        await stage.CastAsync(await stage.UserAsync(), trace);
        stage.Open(trace, user);

        var failed = (await stage.TellAsync(user, trace, solved: false)).Value();

        Assert.Equal(new TraceStanding(0m, 2, TraceStatus.Pending), failed.Trace);
    }
}

internal static class Outcomes
{
    public static void Open(this TrustStage stage, Guid trace, params Core.Users.Caller[] users)
    {
        foreach (var user in users)
        {
            stage.Opens.Note(user.TenantId, trace, user.UserId);
        }
    }

    public static Task<object?> LastSolvedAsync(this TrustStage stage) => stage.Database.SqlAsync("select last_solved_at from trace_stats");
}
