using CommonTrace.Core.Jobs.Control;

namespace CommonTrace.Core.Jobs;

/// <summary>
/// The queue's SQL. Each is one short statement; no lock outlives it. Status values are literals, never parameters: only then can a cached
/// plan use the partial indexes. Time is the database's. See docs/queue.md for the states.
/// </summary>
internal sealed class JobQueueSql
{
    /// <summary>For the vectors that searches read.</summary>
    public static readonly JobQueueSql Active = new("embedding_set_id is null", "", "active");

    /// <summary>For the vectors of a re-embedding, beside the first.</summary>
    public static readonly JobQueueSql Next = new("embedding_set_id is not null", "_next", "next");

    /// <param name="ofSet">Which jobs are of the set.</param>
    /// <param name="suffix">What the set's columns in <c>traces</c> have in their names.</param>
    /// <param name="role">The role that the set must still have when its vectors are stored.</param>
    private JobQueueSql(string ofSet, string suffix, string role)
    {
        var pending = $"status = 'pending' and {ofSet}";
        Claim = ClaimOf(pending, suffix, role, SourceOf(suffix));
        Complete = CompleteOf(suffix, FenceOf(role));
        Reuse = ReuseOf(suffix, FenceOf(role), SourceOf(suffix));
        NextDue = NextDueOf(pending);
    }

    /// <summary>$1 count, $2 worker, $3 lease, $4 model id, $5 model version, $6 provider, $7 set.</summary>
    public string Claim { get; }

    /// <summary>$1 ids, $2 attempts, $3 set, $4 model id, $5 model version, $6 vectors, $7 milliseconds, $8 tokens, $9 truncated.</summary>
    public string Complete { get; }

    /// <summary>Completes jobs whose content has its vector already, on another trace. $1 to $5 as in <see cref="Complete"/>.</summary>
    public string Reuse { get; }

    /// <summary>In how many seconds a claim may find work, null when nothing is pending. $1 provider, $2 model id.</summary>
    public string NextDue { get; }

    /// <summary>
    /// A line is the jobs of one priority and tenant; one jump over the index finds the next. Of the most urgent lines each gives an equal
    /// share, so that nobody waits behind another tenant's bulk; then what is left of the batch is filled in order.
    /// </summary>
    internal static string LinesOf(string pending) =>
        $"""
        with recursive lines as (
            (select priority, tenant_id, scheduled_at from embedding_jobs
            where {pending} order by priority desc, tenant_id, scheduled_at, id limit 1)
            union all
            select next.* from lines l cross join lateral (
                (select priority, tenant_id, scheduled_at from embedding_jobs
                where {pending} and priority = l.priority and tenant_id > l.tenant_id order by priority desc, tenant_id, scheduled_at, id limit 1)
                union all
                (select priority, tenant_id, scheduled_at from embedding_jobs
                where {pending} and priority < l.priority order by priority desc, tenant_id, scheduled_at, id limit 1)
                limit 1) next
        )
        """;

    // A trace that has its content's vector already is done with here. Should it be edited in this moment, the sweep finds that.
    private static string ClaimOf(string pending, string suffix, string role, string source) =>
        $"""
        {LinesOf(pending)}, due as materialized (
            select priority, tenant_id, rank() over (order by priority desc) as level, count(*) over (partition by priority) as neighbours
            from lines
            where scheduled_at <= now()
                and not {QueuePause.IsHeld}
                and not exists (select from embedding_circuits c where c.provider = $6 and c.model_id = $4 and c.state <> 'closed')
                and exists (select from embedding_sets s where s.id = $7 and s.role = '{role}' and not s.paused)
            order by priority desc, scheduled_at
        ), fair as materialized (
            select j.id from due cross join lateral (
                select id from embedding_jobs
                where {pending} and priority = due.priority and tenant_id = due.tenant_id and scheduled_at <= now()
                order by scheduled_at, id limit greatest($1 / due.neighbours, 1) for update skip locked) j
            where due.level = 1 limit $1
        ), rest as materialized (
            select j.id from due cross join lateral (
                select id from embedding_jobs
                where {pending} and priority = due.priority and tenant_id = due.tenant_id and scheduled_at <= now()
                    and id not in (select id from fair)
                order by scheduled_at, id limit $1 for update skip locked) j
            limit $1 - (select count(*) from fair)
        ), ours as (
            select id from fair union all select id from rest
        )
        update embedding_jobs j
        set status = case when own.has_it then 'completed' else 'processing' end, attempt = j.attempt + 1, updated_at = now(),
            claimed_by = case when not own.has_it then $2 end, lease_expires_at = case when not own.has_it then now() + $3 end,
            content_hash = t.content_hash, completed_at = case when own.has_it then now() end,
            embedding_model = case when own.has_it then $4 end, vector_count = case when own.has_it then 1 end,
            processing_time_ms = case when own.has_it then 0 end, token_count = case when own.has_it then 0 end,
            error_code = case when not own.has_it then j.error_code end, error = case when not own.has_it then j.error end
        from traces t
            cross join lateral (select {HasVectorOf("t", suffix)} as has_it) own
            left join lateral {source} s on not own.has_it
        where j.id = any(array(select id from ours)) and t.id = j.trace_id
        returning j.id, j.trace_id, j.attempt, j.max_attempts, own.has_it, s.id is not null,
            case when not own.has_it and s.id is null then t.title end, case when not own.has_it and s.id is null then t.context_text end,
            case when not own.has_it and s.id is null then t.solution_text end, j.traceparent
        """;

    private static string CompleteOf(string suffix, string fence) =>
        $"""
        with {Held}, done as (
            update embedding_jobs j
            set {Completed}, processing_time_ms = $7, token_count = r.tokens, truncated = r.truncated
            from unnest($1::uuid[], $2::int[], $8::int[], $9::boolean[]) r (id, attempt, tokens, truncated), held
            where {fence}
            returning j.id, j.trace_id, j.content_hash
        )
        update traces t
        set embedding{suffix} = v.embedding, embedding{suffix}_hash = done.content_hash, embedding{suffix}_model_id = $4, embedding{suffix}_model_version = $5,
            embedded{suffix}_at = now()
        from done join unnest($1::uuid[], $6::vector[]) v (id, embedding) on v.id = done.id
        where t.id = done.trace_id
        returning done.id
        """;

    private static string ReuseOf(string suffix, string fence, string source) =>
        $"""
        with {Held}, found as (
            select t.id as trace_id, s.id as source_id from held join traces t on t.id = held.id join lateral {source} s on true
        ), done as (
            update embedding_jobs j
            set {Completed}, processing_time_ms = 0, token_count = 0, truncated = false
            from unnest($1::uuid[], $2::int[]) r (id, attempt), held join found on found.trace_id = held.id
            where {fence}
            returning j.id, j.trace_id, found.source_id
        ), copied as (
            update traces t
            set embedding{suffix} = s.embedding{suffix}, embedding{suffix}_hash = s.embedding{suffix}_hash, embedding{suffix}_model_id = $4,
                embedding{suffix}_model_version = $5, embedded{suffix}_at = now()
            from done join traces s on s.id = done.source_id
            where t.id = done.trace_id
        )
        select id from done
        """;

    private static string NextDueOf(string pending) =>
        $"""
        {LinesOf(pending)}
        select extract(epoch from greatest(
            min(scheduled_at),
            (select c.open_until from embedding_circuits c where c.provider = $1 and c.model_id = $2),
            (select max(p.expires_at) from queue_pauses p where p.ended_at is null and p.expires_at > now())) - now())::float8
        from lines
        having not exists (select from queue_pauses p where p.ended_at is null and p.expires_at is null) and min(scheduled_at) is not null
        """;

    /// <summary>Another trace that has the vector of <c>t</c>'s content, by the same model.</summary>
    private static string SourceOf(string suffix) =>
        $"(select o.id from traces o where o.content_hash = t.content_hash and o.id <> t.id and {HasVectorOf("o", suffix)} limit 1)";

    private static string HasVectorOf(string trace, string suffix) =>
        $"""
        coalesce({trace}.embedding{suffix} is not null and {trace}.embedding{suffix}_hash = {trace}.content_hash
                and {trace}.embedding{suffix}_model_id = $4 and {trace}.embedding{suffix}_model_version = $5, false)
        """;

    /// <summary>The traces of the jobs $1, locked first: an edit between the statement's snapshot and its update must not get the old text's vector.</summary>
    private const string Held =
        """
        held as (
            select t.id, t.content_hash from traces t join embedding_jobs j on j.trace_id = t.id
            where j.id = any($1) order by t.id for no key update of t
        )
        """;

    private const string Completed =
        """
        status = 'completed', completed_at = now(), updated_at = now(), claimed_by = null, lease_expires_at = null, error_code = null, error = null,
                embedding_model = $4, vector_count = 1
        """;

    private static string FenceOf(string role) =>
        $"""
        j.id = r.id and j.attempt = r.attempt and j.status = 'processing' and held.id = j.trace_id and held.content_hash = j.content_hash
                and exists (select from embedding_sets s where s.id = $3 and s.role = '{role}')
        """;
}
