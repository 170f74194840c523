using CommonTrace.Core.Jobs;

namespace CommonTrace.Core.Embeddings.Reembed;

/// <summary>Makes the jobs of the next set, a few thousand ahead of the workers: what is not made yet can be paused, aborted, or edited for nothing.</summary>
public sealed class PlanReembedding(QueueDatabase database)
{
    private const int MostPending = 2_000;
    private const int FewPending = 1_000;

    private const string WaitingSql =
        """
        select (select count(*) from embedding_jobs where status = 'pending' and embedding_set_id is not null and embedding_set_id = $1),
            exists (select from embedding_jobs where status = 'processing' and embedding_set_id = $1)
        """;

    // By trace, and from a cursor that outlives the process. The ids of the jobs, which they are claimed by, are random on purpose: were
    // neighbours in the table updated by one batch, its pages would have no room for their new versions, and each of those (six of ten; one
    // of a thousand when they are spread) would need a new entry in every index, the vector index too. A row lock on the set keeps two
    // planners, and an abort, apart.
    private const string PlanSql =
        """
        with held as (
            select case when $3 then null else cursor end as cursor from embedding_sets where id = $1 and role = 'next' and not paused for update
        ), found as materialized (
            select t.id, t.tenant_id, t.content_hash from traces t
            where t.id > (select coalesce(cursor, '00000000-0000-0000-0000-000000000000') from held)
                and t.embedding_next_hash is distinct from t.content_hash
                and not exists (
                    select from embedding_jobs j
                    where j.trace_id = t.id and j.embedding_set_id = $1
                        and (j.status in ('pending', 'processing') or (j.status = 'failed' and j.content_hash = t.content_hash)))
            order by t.id limit $2
        ), moved as (
            update embedding_sets set cursor = (select id from found order by id desc limit 1)
            where id = $1 and exists (select from found)
        )
        insert into embedding_jobs (id, tenant_id, trace_id, embedding_set_id, status, priority, attempt, max_attempts, content_hash)
        select gen_random_uuid(), tenant_id, id, $1, 'pending', -10, 0, 5, content_hash from found
        on conflict do nothing
        """;

    /// <summary>Runs it once.</summary>
    public async Task<Planned> ExecuteAsync(EmbeddingSet set, CancellationToken cancellationToken)
    {
        var (pending, isProcessing) = (await database.QueryAsync(
            WaitingSql, [new() { Value = set.Id }], row => (row.GetInt64(0), row.GetBoolean(1)), cancellationToken))[0];
        if (pending > FewPending)
        {
            return Planned.Nothing;
        }

        var most = MostPending - (int)pending;
        var made = await PlanAsync(set, most, fromStart: false, cancellationToken);
        if (made == most)
        {
            return Planned.Jobs;
        }

        if (made > 0 || pending > 0 || isProcessing)
        {
            return Planned.Rest;
        }

        // What was edited, or stored with an older id, since the cursor came by.
        return await PlanAsync(set, MostPending, fromStart: true, cancellationToken) > 0 ? Planned.Rest : Planned.AllDone;
    }

    private Task<int> PlanAsync(EmbeddingSet set, int most, bool fromStart, CancellationToken cancellationToken) =>
        database.ExecuteAsync(PlanSql, [new() { Value = set.Id }, new() { Value = most }, new() { Value = fromStart }], cancellationToken);
}

/// <summary>What a round of planning came to.</summary>
public enum Planned
{
    /// <summary>The workers have enough to do.</summary>
    Nothing,

    /// <summary>There are new jobs, and more to come.</summary>
    Jobs,

    /// <summary>The last traces are being embedded; where traces come in all the time there are always some.</summary>
    Rest,

    /// <summary>Every trace has its vector, or a dead letter.</summary>
    AllDone,
}
