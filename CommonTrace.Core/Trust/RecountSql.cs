namespace CommonTrace.Core.Trust;

/// <summary>
/// What the rows say, compared with what was kept up. In all of it $1 is the tenant. Each statement sees one moment, and answers how many rows it
/// mended.
/// </summary>
internal static class RecountSql
{
    /// <summary>Trust scores, confirmations and, by the threshold $2, statuses.</summary>
    public const string Traces =
        $"""
        with voted as (
            select trace_id, sum(case vote_type when 'up' then weight else -weight end) as trust,
                count(*) filter (where vote_type = 'up' and is_established) as confirmations
            from votes where tenant_id = $1 group by trace_id
        ), told as (
            select trace_id, sum(case when solved then weight else -weight end) as trust from outcomes where tenant_id = $1 and counts group by trace_id
        ), counted as materialized (
            select t.id as trace_id, $2::integer as threshold, coalesce(v.trust, 0) + coalesce(o.trust, 0) - t.trust_score as trust,
                coalesce(v.confirmations, 0) - t.confirmation_count as confirmations
            from traces t left join voted v on v.trace_id = t.id left join told o on o.trace_id = t.id
            where t.tenant_id = $1
        ), change as materialized (
            select c.* from counted c join traces t on t.id = c.trace_id
            where c.trust <> 0 or c.confirmations <> 0 or t.status <> {TrustSql.Status}
        ), {TrustSql.Scored}
        select count(*) from scored
        """;

    /// <summary>How many were solved and failed, and when one was last solved: a time that came meanwhile stands.</summary>
    public const string Outcomes =
        """
        with told as (
            select trace_id, count(*) filter (where solved) as solved, count(*) filter (where not solved) as failed,
                max(updated_at) filter (where solved) as last_solved_at
            from outcomes where tenant_id = $1 and counts group by trace_id
        ), change as materialized (
            select coalesce(s.trace_id, o.trace_id) as trace_id, s.trace_id is null as is_new, o.last_solved_at, s.last_solved_at as seen_at,
                coalesce(o.solved, 0) - coalesce(s.solved_count, 0) as solved, coalesce(o.failed, 0) - coalesce(s.failed_count, 0) as failed
            from told o full join (select * from trace_stats where tenant_id = $1) s on s.trace_id = o.trace_id
            where (coalesce(o.solved, 0), coalesce(o.failed, 0), o.last_solved_at)
                is distinct from (coalesce(s.solved_count, 0), coalesce(s.failed_count, 0), s.last_solved_at)
        ), locked as materialized (
            select s.trace_id from trace_stats s join change c on c.trace_id = s.trace_id order by s.trace_id for no key update of s
        ), mended as (
            update trace_stats s set solved_count = greatest(s.solved_count + c.solved, 0), failed_count = greatest(s.failed_count + c.failed, 0),
                last_solved_at = case when s.last_solved_at is not distinct from c.seen_at then c.last_solved_at else s.last_solved_at end
            from locked l join change c on c.trace_id = l.trace_id where s.trace_id = l.trace_id
        ), added as (
            insert into trace_stats as s (trace_id, tenant_id, retrieval_count, solved_count, failed_count, last_solved_at)
            select trace_id, $1, 0, solved, failed, last_solved_at from change where is_new order by trace_id
            on conflict (trace_id) do update set solved_count = s.solved_count + excluded.solved_count,
                failed_count = s.failed_count + excluded.failed_count, last_solved_at = greatest(s.last_solved_at, excluded.last_solved_at)
        )
        select count(*) from change
        """;

    /// <summary>Who is worth what by tag and overall, of traces that stand and of those that were deleted. $2 is the operator, a user of another tenant.</summary>
    public const string Reputations =
        $"""
        with given as ({ReputationSql.Given}), borne as (
            select l.trace_id, g.name as domain_tag from trace_tags l join tags g on g.id = l.tag_id where l.tenant_id = $1
            union all select id, '{Reputation.Overall}' from traces where tenant_id = $1
        ), kept as (
            select c.user_id, d.domain_tag, c.upvotes, c.downvotes
            from tombstones s cross join jsonb_to_recordset(s.credits) as c (user_id uuid, upvotes integer, downvotes integer)
                cross join unnest(array_append(s.tags, '{Reputation.Overall}')) as d (domain_tag)
            where s.tenant_id = $1 and (c.user_id = $2 or exists (select from users u where u.tenant_id = $1 and u.id = c.user_id))
        ), counted as (
            select user_id, domain_tag, sum(upvotes)::integer as upvotes, sum(downvotes)::integer as downvotes
            from (select g.user_id, b.domain_tag, g.upvotes, g.downvotes from given g join borne b on b.trace_id = g.trace_id
                union all select user_id, domain_tag, upvotes, downvotes from kept) all_given
            group by user_id, domain_tag
        ), change as materialized (
            select user_id, domain_tag, r.user_id is null as is_new, coalesce(c.upvotes, 0) - coalesce(r.upvote_count, 0) as upvotes,
                coalesce(c.downvotes, 0) - coalesce(r.downvote_count, 0) as downvotes
            from counted c full join (select * from reputations where tenant_id = $1) r using (user_id, domain_tag)
            where coalesce(c.upvotes, 0) <> coalesce(r.upvote_count, 0) or coalesce(c.downvotes, 0) <> coalesce(r.downvote_count, 0)
        ), locked as materialized (
            select r.user_id, r.domain_tag from reputations r join change c using (user_id, domain_tag)
            where r.tenant_id = $1 order by r.user_id, r.domain_tag for no key update of r
        ), mended as (
            update reputations r set upvote_count = greatest(r.upvote_count + c.upvotes, 0), downvote_count = greatest(r.downvote_count + c.downvotes, 0)
            from locked l join change c using (user_id, domain_tag)
            where r.tenant_id = $1 and r.user_id = l.user_id and r.domain_tag = l.domain_tag
        ), added as (
            insert into reputations as r (tenant_id, user_id, domain_tag, upvote_count, downvote_count)
            select $1, user_id, domain_tag, upvotes, downvotes from change where is_new order by user_id, domain_tag
            on conflict (tenant_id, user_id, domain_tag) do update set upvote_count = r.upvote_count + excluded.upvote_count,
                downvote_count = r.downvote_count + excluded.downvote_count
        )
        select count(*) from change
        """;
}
