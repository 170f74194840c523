using CommonTrace.Core.Data;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Tests.Trust;

/// <summary>What a vote weighs, whom it makes what, and what becomes of the trace.</summary>
public sealed class VoteTests(TestApp app)
{
    [Fact]
    public async Task A_vote_of_one_whom_nobody_knows_weighs_a_tenth()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync(), "postgres");

        var vote = (await stage.CastAsync(await stage.NewcomerAsync(), trace)).Value();

        Assert.Equal(0.1m, vote.Weight);
        Assert.Equal(new TraceStanding(0.1m, 0, TraceStatus.Pending), vote.Trace);
    }

    [Fact]
    public async Task A_vote_weighs_as_the_voter_is_worth_under_the_best_of_the_traces_tags()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync(), "postgres", "npgsql");
        var voter = await stage.UserAsync();
        await stage.ReputeAsync(voter, "postgres", 8, 2);
        await stage.ReputeAsync(voter, "npgsql", 1, 0);
        await stage.ReputeAsync(voter, "redis", 10, 0);
        await stage.ReputeAsync(voter, "", 10, 0);

        var vote = (await stage.CastAsync(voter, trace)).Value();

        Assert.Equal(0.4902m, vote.Weight);
    }

    [Fact]
    public async Task A_bad_name_weighs_no_less_than_none()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync(), "postgres");
        var voter = await stage.UserAsync();
        await stage.ReputeAsync(voter, "postgres", 1, 100);

        var vote = (await stage.CastAsync(voter, trace, VoteType.Down)).Value();

        Assert.Equal(0.1m, vote.Weight);
        Assert.Equal(-0.1m, vote.Trace.TrustScore);
    }

    [Fact]
    public async Task A_weight_is_frozen_when_cast_and_taken_anew_by_a_change()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync(), "postgres");
        var voter = await stage.NewcomerAsync();
        await stage.CastAsync(voter, trace);
        await stage.ReputeAsync(voter, "postgres", 10, 0);

        var other = (await stage.CastAsync(await stage.UserAsync(), trace)).Value();
        var changed = (await stage.ChangeAsync(voter, trace, VoteType.Down)).Value();
        var withdrawn = (await stage.WithdrawAsync(voter, trace)).Value();

        Assert.Equal(0.2m, other.Trace.TrustScore);
        Assert.Equal(0.1m - 0.7225m, changed.Trace.TrustScore);
        Assert.Equal(0.1m, withdrawn.Trace.TrustScore);
    }

    [Fact]
    public async Task Two_established_voters_validate_a_trace_and_newcomers_never_do()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync(), "postgres");
        for (var i = 0; i < 5; i++)
        {
            await stage.CastAsync(await stage.NewcomerAsync(), trace);
        }

        var first = (await stage.CastAsync(await stage.UserAsync(), trace)).Value();
        var second = (await stage.CastAsync(await stage.UserAsync(), trace)).Value();

        Assert.True(first.Confirms);
        Assert.Equal(new TraceStanding(0.6m, 1, TraceStatus.Pending), first.Trace);
        Assert.Equal(new TraceStanding(0.7m, 2, TraceStatus.Validated), second.Trace);
    }

    [Theory]
    [InlineData(23 * 60 + 59, false)]
    [InlineData(24 * 60 + 1, true)]
    public async Task A_user_is_established_after_a_day(int minutes, bool expected)
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync());

        var vote = (await stage.CastAsync(await stage.UserAsync(TimeSpan.FromMinutes(minutes)), trace)).Value();

        Assert.Equal(expected, vote.Confirms);
    }

    [Fact]
    public async Task A_validated_trace_of_ones_own_establishes_at_once_and_a_seed_does_not()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync());
        var author = await stage.NewcomerAsync();
        var own = await stage.TraceAsync(author);
        await stage.CastAsync(await stage.UserAsync(), own);
        await stage.CastAsync(await stage.UserAsync(), own);
        var seeder = await stage.NewcomerAsync();
        await stage.TraceAsync(seeder, isSeed: true);

        Assert.True((await stage.CastAsync(author, trace)).Value().Confirms);
        Assert.False((await stage.CastAsync(seeder, trace)).Value().Confirms);
    }

    [Theory]
    [InlineData(Scopes.Moderate)]
    [InlineData(Scopes.Operate)]
    public async Task Moderators_and_operators_are_established(string scope)
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync());

        Assert.True((await stage.CastAsync(await stage.UserAsync(TimeSpan.Zero, scope), trace)).Value().Confirms);
    }

    [Fact]
    public async Task The_rule_can_be_switched_off_and_the_threshold_moved()
    {
        await using var stage = await TrustStage.CreateAsync(app, ("Trust:EstablishedAfter", "0"), ("Trust:ValidationThreshold", "1"));
        var trace = await stage.TraceAsync(await stage.UserAsync());

        var vote = (await stage.CastAsync(await stage.NewcomerAsync(), trace)).Value();

        Assert.Equal(new TraceStanding(0.1m, 1, TraceStatus.Validated), vote.Trace);
    }

    [Fact]
    public async Task A_trace_falls_back_when_its_trust_is_gone_or_its_confirmations_are()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync(), "postgres");
        var (first, second) = (await stage.UserAsync(), await stage.UserAsync());
        await stage.CastAsync(first, trace);
        await stage.CastAsync(second, trace);
        await stage.CastAsync(await stage.NewcomerAsync(), trace, VoteType.Down);

        var gone = (await stage.CastAsync(await stage.NewcomerAsync(), trace, VoteType.Down)).Value();
        var back = (await stage.CastAsync(await stage.NewcomerAsync(), trace)).Value();
        var unconfirmed = (await stage.WithdrawAsync(second, trace)).Value();

        Assert.Equal(new TraceStanding(0m, 2, TraceStatus.Pending), gone.Trace);
        Assert.Equal(new TraceStanding(0.1m, 2, TraceStatus.Validated), back.Trace);
        Assert.Equal(1, unconfirmed.Trace.ConfirmationCount);
        Assert.Equal(TraceStatus.Pending, unconfirmed.Trace.Status);
    }

    [Fact]
    public async Task A_seed_stays_validated_until_its_trust_is_below_0()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var seed = await stage.TraceAsync(await stage.UserAsync(), isSeed: true);
        var (fan, critic) = (await stage.UserAsync(), await stage.UserAsync());

        Assert.Equal(TraceStatus.Validated, (await stage.CastAsync(fan, seed)).Value().Trace.Status);
        Assert.Equal(TraceStatus.Validated, (await stage.WithdrawAsync(fan, seed)).Value().Trace.Status);
        Assert.Equal(TraceStatus.Pending, (await stage.CastAsync(critic, seed, VoteType.Down)).Value().Trace.Status);
        Assert.Equal(TraceStatus.Validated, (await stage.ChangeAsync(critic, seed, VoteType.Up)).Value().Trace.Status);
    }

    [Fact]
    public async Task A_vote_that_changes_no_status_leaves_the_vector_index_alone()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var trace = await stage.TraceAsync(await stage.UserAsync(), "postgres");
        var voter = await stage.NewcomerAsync();

        await using var connection = new NpgsqlConnection(stage.Database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        foreach (var sql in new[] { VoteSql.Cast, VoteSql.Change, VoteSql.Withdraw })
        {
            var parameters = VoteSql.Parameters(voter, trace, new NewVote(VoteType.Up), Guid.CreateVersion7(), new TrustOptions());
            await connection.ExecuteAsync(sql, parameters, TestContext.Current.CancellationToken);
        }

        var updates = await connection.QueryAsync(
            "select n_tup_upd, n_tup_hot_upd from pg_stat_xact_user_tables where relname = 'traces'", [],
            row => (All: row.GetInt64(0), Hot: row.GetInt64(1)), TestContext.Current.CancellationToken);

        Assert.Equal((3, 3), updates.Single());
    }
}
