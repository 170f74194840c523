using CommonTrace.Core.Trust;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Trust;

/// <summary>Fifty callers at once: no fault, no double effect, no deadlock, sums right.</summary>
public sealed class TrustRaceTests(TestApp app)
{
    private const int Callers = 50;

    [Fact]
    public async Task The_same_vote_fifty_times_counts_once()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var voter = await stage.UserAsync();
        var trace = await stage.TraceAsync(await stage.UserAsync(), "postgres");

        var answers = await AtOnceAsync(_ => stage.CastAsync(voter, trace));

        Assert.Single(answers, answer => answer.Failure is null);
        Assert.Equal(Callers - 1, answers.Count(answer => answer.Failure?.Code == "vote.exists"));
        Assert.Equal("0.1 1 pending", await stage.StandingAsync(trace));
        await stage.AgreesAsync();
    }

    [Fact]
    public async Task Fifty_voters_of_one_trace_all_count()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var voters = await stage.UsersAsync(Callers);
        var author = await stage.UserAsync();
        var trace = await stage.TraceAsync(author, "npgsql", "postgres");

        var answers = await AtOnceAsync(i => stage.CastAsync(voters[i], trace, i % 5 == 0 ? VoteType.Down : VoteType.Up));

        Assert.All(answers, answer => Assert.Null(answer.Failure));
        Assert.Equal("3.0 40 validated", await stage.StandingAsync(trace));
        Assert.Equal(" 40/10, npgsql 40/10, postgres 40/10", await stage.ReputationAsync(author));
        await stage.AgreesAsync();
    }

    [Fact]
    public async Task A_vote_for_a_trace_that_is_deleted_meanwhile_counts_or_finds_none()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var voters = await stage.UsersAsync(Callers);
        var author = await stage.UserAsync();
        var traces = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => stage.TraceAsync(author, "postgres")));

        var answers = await AtOnceAsync(async i =>
        {
            if (i % 10 == 5)
            {
                await stage.Database.SqlAsync("delete from traces where id = $1", traces[i / 10]);
            }

            stage.Open(traces[i / 10], voters[i]);
            return i % 2 == 0 ? (await stage.CastAsync(voters[i], traces[i / 10])).Failure : (await stage.TellAsync(voters[i], traces[i / 10], true)).Failure;
        });

        Assert.All(answers, failure => Assert.True(failure is null or { Code: "trace.not_found" }, failure?.Detail));
        Assert.Equal(0, await stage.DeadlocksAsync());
    }

    [Fact]
    public async Task Opposite_votes_on_traces_with_common_tags_do_not_wait_in_a_circle()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var voters = await stage.UsersAsync(Callers);
        string[] tags = ["a", "b", "c", "d", "e"];
        var authors = await stage.UsersAsync(2);
        Guid[] traces =
        [
            await stage.TraceAsync(authors[0], tags), await stage.TraceAsync(authors[1], [.. tags.Reverse()]),
            await stage.TraceAsync(authors[0], [.. tags.Reverse()]), await stage.TraceAsync(authors[1], tags),
        ];

        await AtOnceAsync(async i =>
        {
            foreach (var trace in i % 2 == 0 ? traces : traces.Reverse())
            {
                (await stage.CastAsync(voters[i], trace, i % 2 == 0 ? VoteType.Up : VoteType.Down)).Value();
                (await stage.ChangeAsync(voters[i], trace, i % 3 == 0 ? VoteType.Up : VoteType.Down)).Value();
            }

            return true;
        });

        await stage.AgreesAsync();
        Assert.Equal(0, await stage.DeadlocksAsync());
    }

    [Fact]
    public async Task A_recount_disturbs_nobody_and_is_disturbed_by_nobody()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var voters = await stage.UsersAsync(Callers);
        var authors = await stage.UsersAsync(3);
        var traces = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => stage.TraceAsync(authors[i % 3], "postgres", $"tag-{i % 2}")));
        await stage.CastAsync(voters[0], traces[0]);
        await stage.Database.SqlAsync("update traces set trust_score = 7, confirmation_count = 3");
        await stage.Database.SqlAsync("update reputations set upvote_count = 9");

        await AtOnceAsync(async i =>
        {
            if (i % 10 == 0)
            {
                await stage.RecountAsync();
            }

            var trace = traces[i % traces.Length];
            stage.Open(trace, voters[i]);
            await stage.CastAsync(voters[i], trace, i % 3 == 0 ? VoteType.Down : VoteType.Up);
            await stage.TellAsync(voters[i], trace, i % 2 == 0);
            return true;
        });

        await stage.AgreesAsync();
        Assert.Equal(0, await stage.DeadlocksAsync());
    }

    private static Task<T[]> AtOnceAsync<T>(Func<int, Task<T>> call) =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => call(i), TestContext.Current.CancellationToken)));
}

internal static class Agreement
{
    /// <summary>Trust, confirmations and status as they stand.</summary>
    public static async Task<string> StandingAsync(this TrustStage stage, Guid trace) =>
        (string)(await stage.Database.SqlAsync("select format('%s %s %s', trust_score, confirmation_count, status) from traces where id = $1", trace))!;

    /// <summary>How many deadlocks there were, which a retry may have hidden. Ends all connections: a server process tells its figures when it goes.</summary>
    public static async Task<long> DeadlocksAsync(this TrustStage stage)
    {
        await stage.Database.SqlAsync(
            "select count(pg_terminate_backend(pid, 10000)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        return (long)(await stage.Database.SqlAsync("select deadlocks from pg_stat_database where datname = current_database()"))!;
    }

    /// <summary>Asserts that a recount finds nothing to mend.</summary>
    public static async Task AgreesAsync(this TrustStage stage) => Assert.Equal(new TrustDifferences(0, 0, 0), await stage.RecountAsync());
}
