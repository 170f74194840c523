namespace CommonTrace.Core.Trust;

/// <summary>
/// The SQL that votes and outcomes have in common. In all of it $1 is the tenant, $2 the trace, $3 the user, $4 the validation threshold. It runs
/// as the second statement of a batch whose first holds the trace's row: what it reads of the trace is what the one before has written.
/// </summary>
internal static class TrustSql
{
    /// <summary>Whether <c>who (tenant_id, user_id, is_exempt, after)</c> is established: old enough, or with a validated trace that is no seed.</summary>
    public const string IsEstablished =
        """
        (who.is_exempt
            or exists (select from users u where u.tenant_id = who.tenant_id and u.id = who.user_id and u.created_at <= now() - who.after)
            or exists (
                select from traces o
                where o.tenant_id = who.tenant_id and o.contributor_id = who.user_id and o.status = 'validated' and not o.is_seed))
        """;

    /// <summary>The trace, and the tags that it bears.</summary>
    public const string Trace =
        """
        trace as (select contributor_id from traces where tenant_id = $1 and id = $2),
        tagged as (select g.name from trace_tags l join tags g on g.id = l.tag_id where l.tenant_id = $1 and l.trace_id = $2)
        """;

    /// <summary>What a vote of the user weighs: the best of what others think of the user under the trace's tags, and never under 0.1.</summary>
    public const string Weight =
        $"""
        greatest(0.1, round((
            select max({Wilson.Sql}) from reputations where tenant_id = $1 and user_id = $3 and domain_tag in (select name from tagged)), 4))
        """;

    /// <summary>
    /// The status of <c>traces t</c> after a <c>change c</c>: enough confirmations and trust above 0, or, for what the operator has vouched for as a
    /// seed, trust not below 0.
    /// </summary>
    public const string Status =
        """
        case when (t.trust_score + c.trust > 0 and t.confirmation_count + c.confirmations >= c.threshold) or (t.is_seed and t.trust_score + c.trust >= 0)
            then 'validated' else 'pending' end
        """;

    /// <summary>
    /// Applies <c>change (trace_id, trust, confirmations, threshold)</c>. A status that is written as it was leaves the update HOT: PostgreSQL
    /// compares the values of indexed columns.
    /// </summary>
    public const string Scored =
        $"""
        scored as (
            update traces t set
                trust_score = t.trust_score + c.trust,
                confirmation_count = greatest(t.confirmation_count + c.confirmations, 0),
                status = {Status}
            from change c where t.tenant_id = $1 and t.id = c.trace_id
            returning t.trust_score, t.confirmation_count, t.status
        )
        """;
}
