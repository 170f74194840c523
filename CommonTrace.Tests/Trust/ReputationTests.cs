using System.Globalization;
using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Trust;
using CommonTrace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CommonTrace.Tests.Trust;

/// <summary>What votes make of those who wrote the traces.</summary>
public sealed class ReputationTests(TestApp app)
{
    [Fact]
    public async Task A_vote_counts_under_each_tag_and_once_overall()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var (author, fan, critic) = (await stage.UserAsync(), await stage.UserAsync(), await stage.UserAsync());
        var trace = await stage.TraceAsync(author, "npgsql", "postgres");
        var bare = await stage.TraceAsync(author);

        await stage.CastAsync(fan, trace);
        await stage.CastAsync(critic, trace, VoteType.Down);
        await stage.CastAsync(fan, bare);

        Assert.Equal(" 2/1, npgsql 1/1, postgres 1/1", await stage.ReputationAsync(author));
    }

    [Fact]
    public async Task A_changed_vote_moves_over_and_a_withdrawn_one_goes()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var (author, voter) = (await stage.UserAsync(), await stage.UserAsync());
        var trace = await stage.TraceAsync(author, "postgres");
        await stage.CastAsync(voter, trace);

        await stage.ChangeAsync(voter, trace, VoteType.Down);
        var changed = await stage.ReputationAsync(author);
        await stage.ChangeAsync(voter, trace, VoteType.Down);
        var again = await stage.ReputationAsync(author);
        await stage.WithdrawAsync(voter, trace);

        Assert.Equal(" 0/1, postgres 0/1", changed);
        Assert.Equal(changed, again);
        Assert.Equal("", await stage.ReputationAsync(author));
    }

    [Fact]
    public async Task Who_edits_the_tags_takes_what_the_trace_gave_along()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var author = await stage.UserAsync();
        var trace = await stage.TraceAsync(author, "npgsql", "postgres");
        await stage.CastAsync(await stage.UserAsync(), trace);
        await stage.CastAsync(await stage.UserAsync(), trace, VoteType.Down);

        await stage.AdjustAsync(reputation => reputation.MoveAsync(trace, ["npgsql"], ["dotnet", "pooling"], TestContext.Current.CancellationToken));

        Assert.Equal(" 1/1, dotnet 1/1, pooling 1/1, postgres 1/1", await stage.ReputationAsync(author));
    }

    [Fact]
    public async Task An_accepted_amendment_credits_both()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var (author, amender) = (await stage.UserAsync(), await stage.UserAsync());

        await stage.AdjustAsync(reputation => reputation.ExecuteAsync(
            [amender.UserId, author.UserId], ["postgres"], 1, 0, TestContext.Current.CancellationToken));
        await stage.AdjustAsync(reputation => reputation.ExecuteAsync(amender.UserId, ["postgres"], -1, 2, TestContext.Current.CancellationToken));

        Assert.Equal(" 1/0, postgres 1/0", await stage.ReputationAsync(author));
        Assert.Equal(" 0/2, postgres 0/2", await stage.ReputationAsync(amender));
    }

    [Fact]
    public async Task What_a_trace_gave_is_told_by_user()
    {
        await using var stage = await TrustStage.CreateAsync(app);
        var (author, amender) = (await stage.UserAsync(), await stage.UserAsync());
        var trace = await stage.TraceAsync(author, "postgres");
        await stage.CastAsync(await stage.UserAsync(), trace);
        await stage.CastAsync(await stage.UserAsync(), trace, VoteType.Down);
        await stage.CreditAmendmentAsync(trace, amender);
        await stage.CastAsync(amender, await stage.TraceAsync(author));

        var credits = (string)(await stage.Database.SqlAsync($"select ({ReputationSql.CreditsOfTrace})::text", Tenant.CommonsId, trace))!;

        var expected = new[] { (author.UserId, 2, 1), (amender.UserId, 1, 0) }.OrderBy(credit => credit.UserId.ToString(), StringComparer.Ordinal)
            .Select(credit => string.Create(
                CultureInfo.InvariantCulture, $$"""{"upvotes": {{credit.Item2}}, "user_id": "{{credit.UserId}}", "downvotes": {{credit.Item3}}}"""));
        Assert.Equal($"[{string.Join(", ", expected)}]", credits);
    }
}

internal static class Adjustments
{
    /// <summary>Adjusts on an open connection, as an edit and an accepted amendment do.</summary>
    public static Task<int> AdjustAsync(this TrustStage stage, Func<AdjustReputation, Task> adjust) => stage.RunAsync<CommonTraceDbContext, int>(async database =>
    {
        await database.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await adjust(new AdjustReputation(database));
        return 0;
    });

    /// <summary>The row of an amendment that was accepted, and credited.</summary>
    public static Task CreditAmendmentAsync(this TrustStage stage, Guid trace, Core.Users.Caller amender) => stage.Database.SqlAsync(
        """
        insert into amendments (id, tenant_id, trace_id, contributor_id, improved_solution, explanation, status, is_credited, safety_flags, decided_at)
        values (gen_random_uuid(), $1, $2, $3, 'better', 'because', 'accepted', true, '{}', now())
        """,
        Tenant.CommonsId, trace, amender.UserId);
}
