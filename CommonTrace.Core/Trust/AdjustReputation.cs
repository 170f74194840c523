using CommonTrace.Core.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Trust;

/// <summary>
/// Adds to what users are worth by tag, on the context's open connection and in its transaction. Whoever calls it holds the row of the trace
/// already: first the trace, then reputations in the order of user and tag, so that nobody waits for another in a circle.
/// </summary>
internal sealed class AdjustReputation(CommonTraceDbContext database)
{
    private const string GiveSql =
        $"""
        with adjustment as (
            select user_id, domain_tag, $4::integer as upvotes, $5::integer as downvotes
            from unnest($2::uuid[]) as user_id, unnest($3::text[]) as domain_tag
        )
        {ReputationSql.Apply}
        """;

    private const string MoveSql =
        $"""
        with credit as ({ReputationSql.OfTrace}), adjustment as (
            select user_id, domain_tag, upvotes * sign as upvotes, downvotes * sign as downvotes
            from credit cross join (
                select domain_tag, -1 as sign from unnest($3::text[]) as domain_tag union all select domain_tag, 1 from unnest($4::text[]) as domain_tag
            ) edit
        )
        {ReputationSql.Apply}
        """;

    /// <summary>Adds to a user's counts under each tag of a trace, and once to the user's overall counts.</summary>
    /// <param name="tags">All tags of the trace, normalised, each once.</param>
    /// <param name="upvotes">How many more; below 0 for fewer. No count falls below 0.</param>
    public Task ExecuteAsync(Guid userId, IReadOnlyList<string> tags, int upvotes, int downvotes, CancellationToken cancellationToken) =>
        ExecuteAsync([userId], tags, upvotes, downvotes, cancellationToken);

    /// <summary>Adds the same to the counts of several users, such as the two whom an accepted amendment credits.</summary>
    /// <param name="userIds">Each once, in any order.</param>
    public Task ExecuteAsync(IReadOnlyList<Guid> userIds, IReadOnlyList<string> tags, int upvotes, int downvotes, CancellationToken cancellationToken) =>
        Connection.ExecuteAsync(
            GiveSql,
            [
                Tenant, new() { Value = userIds.ToArray() }, new() { Value = tags.Append(Reputation.Overall).ToArray() },
                new() { Value = upvotes }, new() { Value = downvotes },
            ],
            cancellationToken);

    /// <summary>Moves what a trace has given so far when its tags change; the overall counts stay.</summary>
    /// <param name="removed">The tags that it bore.</param>
    /// <param name="added">The tags that it bears from now on.</param>
    public Task MoveAsync(Guid traceId, IReadOnlyList<string> removed, IReadOnlyList<string> added, CancellationToken cancellationToken) =>
        Connection.ExecuteAsync(
            MoveSql,
            [Tenant, new() { Value = traceId }, new() { Value = removed.ToArray() }, new() { Value = added.ToArray() }],
            cancellationToken);

    private NpgsqlConnection Connection => (NpgsqlConnection)database.Database.GetDbConnection();

    private NpgsqlParameter Tenant => new() { Value = (object?)database.TenantId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };
}

/// <summary>The SQL of reputations. In all of it $1 is the tenant and $2, where there is one, the trace.</summary>
internal static class ReputationSql
{
    /// <summary>
    /// All praise and blame that standing traces gave: <c>(trace_id, user_id, upvotes, downvotes)</c>, a row a vote and two a credited amendment.
    /// </summary>
    public const string Given =
        """
        select v.trace_id, t.contributor_id as user_id, (v.vote_type = 'up')::integer as upvotes, (v.vote_type = 'down')::integer as downvotes
        from votes v join traces t on t.id = v.trace_id
        where v.tenant_id = $1
        union all
        select a.trace_id, unnest(array[a.contributor_id, t.contributor_id]), 1, 0
        from amendments a join traces t on t.id = a.trace_id
        where a.tenant_id = $1 and a.is_credited
        """;

    /// <summary>What one trace gave, a row a user: <c>(user_id, upvotes, downvotes)</c>.</summary>
    public const string OfTrace =
        $"""
        select user_id, sum(upvotes)::integer as upvotes, sum(downvotes)::integer as downvotes
        from ({Given}) given where trace_id = $2 group by user_id
        """;

    /// <summary>The same as one JSON array, as <c>tombstones.credits</c> keeps it. A scalar: <c>select ({CreditsOfTrace})</c>.</summary>
    public const string CreditsOfTrace = $"select coalesce(jsonb_agg(credit order by user_id), '[]') from ({OfTrace}) credit";

    /// <summary>
    /// Applies <c>adjustment (user_id, domain_tag, upvotes, downvotes)</c>, at most one row a user and tag. A check refuses a negative count before the
    /// conflict is seen, so the insertion proposes none below 0 and the update looks the adjustment up again.
    /// </summary>
    public const string Apply =
        """
        insert into reputations as r (tenant_id, user_id, domain_tag, upvote_count, downvote_count)
        select $1, user_id, domain_tag, greatest(upvotes, 0), greatest(downvotes, 0) from adjustment order by user_id, domain_tag
        on conflict (tenant_id, user_id, domain_tag) do update set (upvote_count, downvote_count) = (
            select greatest(r.upvote_count + a.upvotes, 0), greatest(r.downvote_count + a.downvotes, 0)
            from adjustment a where a.user_id = r.user_id and a.domain_tag = r.domain_tag)
        """;
}
