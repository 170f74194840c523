using CommonTrace.Core.Data;
using NpgsqlTypes;

namespace CommonTrace.Core.Trust;

/// <summary>What others think of a user's traces, overall and by tag.</summary>
public sealed class GetReputation(CommonTraceDbContext database)
{
    private const string Sql =
        """
        select r.domain_tag, r.upvote_count, r.downvote_count
        from users u left join reputations r on r.tenant_id = $1 and r.user_id = u.id and r.upvote_count + r.downvote_count > 0
        where u.tenant_id = $1 and u.id = $2
        """;

    /// <summary>Runs it: the best domains first. Fails with <c>user.not_found</c>.</summary>
    public async Task<Result<UserReputation>> ExecuteAsync(Guid userId, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            Sql, [new() { Value = (object?)database.TenantId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = userId }],
            row => row.IsDBNull(0) ? null : new DomainReputation(row.GetString(0), row.GetInt32(1), row.GetInt32(2)), cancellationToken);
        if (rows.Count == 0)
        {
            return TrustFailures.UserNotFound(userId);
        }

        var domains = rows.OfType<DomainReputation>().ToLookup(row => row.DomainTag == Reputation.Overall);
        return new UserReputation(
            userId, domains[true].SingleOrDefault()?.WilsonScore ?? 0,
            [.. domains[false].OrderByDescending(domain => domain.WilsonScore).ThenBy(domain => domain.DomainTag, StringComparer.Ordinal)]);
    }
}

/// <summary>What others think of a user's traces.</summary>
/// <param name="OverallWilsonScore">The Wilson lower bound over all votes, each counted once; 0 to below 1, with four decimals.</param>
public sealed record UserReputation(Guid UserId, double OverallWilsonScore, IReadOnlyList<DomainReputation> Domains);

/// <summary>What others think of a user's traces under one tag.</summary>
public sealed record DomainReputation(string DomainTag, int UpvoteCount, int DownvoteCount)
{
    /// <summary>The Wilson lower bound; 0 to below 1, with four decimals.</summary>
    public double WilsonScore => Math.Round(Wilson.LowerBound(UpvoteCount, UpvoteCount + DownvoteCount), 4);
}
