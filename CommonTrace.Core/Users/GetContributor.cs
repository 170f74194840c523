using CommonTrace.Core.Data;

namespace CommonTrace.Core.Users;

/// <summary>What everybody in the tenant may know of a user: who they are, and what came of their traces. What is hidden by flags is not counted.</summary>
public sealed class GetContributor(CommonTraceDbContext database)
{
    private const string Sql =
        """
        select u.display_name, u.created_at, count(t.id), count(t.id) filter (where t.status = 'validated'), coalesce(r.upvote_count, 0), coalesce(r.downvote_count, 0)
        from users u
        left join traces t on t.tenant_id = $1 and t.contributor_id = u.id and t.flagged_at is null
        left join reputations r on r.tenant_id = $1 and r.user_id = u.id and r.domain_tag = ''
        where u.tenant_id = $1 and u.id = $2
        group by u.id, r.upvote_count, r.downvote_count
        """;

    /// <summary>Runs it. Fails with <c>user.not_found</c>.</summary>
    public async Task<Result<Contributor>> ExecuteAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            Sql, [OptionalParameter.Of(database.TenantId), new() { Value = id }],
            row => new Contributor(
                id, row.IsDBNull(0) ? null : row.GetString(0), row.GetFieldValue<DateTimeOffset>(1), row.GetInt64(2), row.GetInt64(3), row.GetInt32(4), row.GetInt32(5)),
            cancellationToken);
        return found is [var contributor] ? contributor : UserFailures.NotFound(id);
    }
}

/// <summary>A user as others see them.</summary>
/// <param name="Id">The user.</param>
/// <param name="DisplayName">Null when they gave none.</param>
/// <param name="CreatedAt">When they registered.</param>
/// <param name="TraceCount">Their traces.</param>
/// <param name="ValidatedCount">How many of them are validated.</param>
/// <param name="UpvoteCount">Votes for them, each counted once.</param>
/// <param name="DownvoteCount">Votes against them.</param>
public sealed record Contributor(
    Guid Id, string? DisplayName, DateTimeOffset CreatedAt, long TraceCount, long ValidatedCount, int UpvoteCount, int DownvoteCount);
