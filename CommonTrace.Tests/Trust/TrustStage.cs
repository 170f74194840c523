using CommonTrace.Core;
using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommonTrace.Tests.Trust;

/// <summary>A database of its own with the verbs of trust over it, in the role of the api: fifty callers at once disturb nobody.</summary>
internal sealed class TrustStage : IAsyncDisposable
{
    private TrustStage(TestDatabase database, IHost host) => (Database, Host) = (database, host);

    public TestDatabase Database { get; }

    public IHost Host { get; }

    public NoteOpens Opens => Host.Services.GetRequiredService<NoteOpens>();

    public static async Task<TrustStage> CreateAsync(TestApp app, params (string Key, string Value)[] settings)
    {
        var database = await TestDatabase.CreateAsync(app);
        return new TrustStage(database, database.CreateHost(DatabaseRole.Api, settings));
    }

    /// <summary>A user of this age; a week, if none is given, is established.</summary>
    public async Task<Caller> UserAsync(TimeSpan? age = null, params string[] scopes)
    {
        var id = Guid.CreateVersion7();
        await Database.SqlAsync(
            "insert into users (id, tenant_id, created_at) values ($1, $2, now() - $3)", id, Tenant.CommonsId, age ?? TimeSpan.FromDays(7));
        return new Caller(id, Tenant.CommonsId, [.. Scopes.OfContributor, .. scopes], null);
    }

    public Task<Caller> NewcomerAsync() => UserAsync(TimeSpan.Zero);

    public async Task<Caller[]> UsersAsync(int count)
    {
        var users = new Caller[count];
        for (var i = 0; i < count; i++)
        {
            users[i] = await UserAsync();
        }

        return users;
    }

    public Task<Guid> TraceAsync(Caller contributor, params string[] tags) => TraceAsync(contributor, isSeed: false, tags);

    public async Task<Guid> TraceAsync(Caller contributor, bool isSeed, params string[] tags)
    {
        var id = Guid.CreateVersion7();
        await Database.SqlAsync(
            """
            with made as (
                insert into traces (id, tenant_id, contributor_id, title, context_text, solution_text, content_hash, status, trust_score,
                    confirmation_count, is_seed)
                values ($1, $2, $3, $1::text, 'context', 'solution', sha256($1::text::bytea), case when $5 then 'validated' else 'pending' end, 0, 0, $5)
                returning id
            ), tag as (
                insert into tags (id, tenant_id, name) select gen_random_uuid(), $2, name from unnest($4::text[]) as name
                on conflict (tenant_id, name) do update set name = excluded.name returning id
            )
            insert into trace_tags (trace_id, tag_id, tenant_id) select made.id, tag.id, $2 from made, tag
            """,
            id, Tenant.CommonsId, contributor.UserId, tags, isSeed);
        return id;
    }

    /// <summary>What others thought of a user before.</summary>
    public Task ReputeAsync(Caller user, string tag, int up, int down) => Database.SqlAsync(
        "insert into reputations (tenant_id, user_id, domain_tag, upvote_count, downvote_count) values ($1, $2, $3, $4, $5)",
        Tenant.CommonsId, user.UserId, tag, up, down);

    public Task<Result<CountedVote>> CastAsync(Caller voter, Guid trace, string type = VoteType.Up) =>
        RunAsync<CastVote, Result<CountedVote>>(verb => verb.ExecuteAsync(voter, trace, Ballot(type), TestContext.Current.CancellationToken));

    public Task<Result<CountedVote>> ChangeAsync(Caller voter, Guid trace, string type) =>
        RunAsync<ChangeVote, Result<CountedVote>>(verb => verb.ExecuteAsync(voter, trace, Ballot(type), TestContext.Current.CancellationToken));

    public Task<Result<CountedVote>> WithdrawAsync(Caller voter, Guid trace) =>
        RunAsync<WithdrawVote, Result<CountedVote>>(verb => verb.ExecuteAsync(voter, trace, TestContext.Current.CancellationToken));

    public Task<Result<ToldOutcome>> TellAsync(Caller user, Guid trace, bool solved) =>
        RunAsync<ReportOutcome, Result<ToldOutcome>>(verb => verb.ExecuteAsync(user, trace, solved, null, TestContext.Current.CancellationToken));

    public Task<TrustDifferences> RecountAsync() => RunAsync<RecountTrust, TrustDifferences>(
        verb => verb.ExecuteAsync(new Caller(User.OperatorId, Tenant.CommonsId, Scopes.All, null), TestContext.Current.CancellationToken));

    /// <summary>Overall, and by tag, as <c>up/down</c>.</summary>
    public async Task<string> ReputationAsync(Caller user) => (string)(await Database.SqlAsync(
        """
        select coalesce(string_agg(format('%s %s/%s', domain_tag, upvote_count, downvote_count), ', ' order by domain_tag collate "C"), '')
        from reputations where user_id = $1 and upvote_count + downvote_count > 0
        """,
        user.UserId))!;

    /// <summary>Runs a verb in a scope of its own, as each request does.</summary>
    public async Task<T> RunAsync<TVerb, T>(Func<TVerb, Task<T>> run)
        where TVerb : notnull
    {
        await using var scope = Host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Enter(Tenant.CommonsId);
        return await run(scope.ServiceProvider.GetRequiredService<TVerb>());
    }

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        await Database.DisposeAsync();
    }

    private static NewVote Ballot(string type) => new(type, type == VoteType.Down ? FeedbackTag.Wrong : null);
}

internal static class Results
{
    /// <summary>The value of what must not have failed.</summary>
    public static T Value<T>(this Result<T> result)
        where T : class
    {
        Assert.True(result.Succeeded(out var value, out var failure), failure?.Detail);
        return value;
    }
}
