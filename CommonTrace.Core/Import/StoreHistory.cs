using CommonTrace.Core.Trust;
using Npgsql;

namespace CommonTrace.Core.Import;

/// <summary>Stores what hangs on traces that were stored in this transaction, and what their contributors are worth for it: one round trip.</summary>
internal static class StoreHistory
{
    private const string Stats =
        """
        insert into trace_stats (trace_id, tenant_id, retrieval_count, solved_count, failed_count, last_solved_at)
        select trace_id, $1, retrieval_count, solved_count, failed_count, last_solved_at from jsonb_populate_recordset(null::trace_stats, $2)
        """;

    private const string Votes =
        """
        insert into votes (id, tenant_id, trace_id, voter_id, vote_type, feedback_tag, feedback_text, voter_context, weight, is_established, created_at, updated_at)
        select id, $1, trace_id, voter_id, vote_type, feedback_tag, feedback_text, voter_context, weight, is_established, created_at, updated_at
        from jsonb_populate_recordset(null::votes, $2)
        """;

    private const string Outcomes =
        """
        insert into outcomes (trace_id, user_id, tenant_id, solved, note, weight, counts, created_at, updated_at)
        select trace_id, user_id, $1, solved, note, weight, counts, created_at, updated_at from jsonb_populate_recordset(null::outcomes, $2)
        """;

    private const string Opens =
        """
        insert into trace_opens (trace_id, user_id, tenant_id, opened_at)
        select trace_id, user_id, $1, opened_at from jsonb_populate_recordset(null::trace_opens, $2)
        """;

    private const string Amendments =
        """
        insert into amendments (id, tenant_id, trace_id, contributor_id, improved_solution, explanation, status, is_credited, safety_flags, decided_by, decided_at, created_at)
        select id, $1, trace_id, contributor_id, improved_solution, explanation, status, is_credited, safety_flags, decided_by, decided_at, created_at
        from jsonb_populate_recordset(null::amendments, $2)
        """;

    private const string Versions =
        """
        insert into trace_versions (trace_id, version, tenant_id, title, context_text, solution_text, tags, metadata_json, edited_by, created_at)
        select trace_id, version, $1, title, context_text, solution_text, tags, metadata_json, edited_by, created_at
        from jsonb_populate_recordset(null::trace_versions, $2)
        """;

    private const string Flags =
        """
        insert into trace_flags (id, tenant_id, trace_id, user_id, category, reason, is_established, created_at, cleared_at)
        select id, $1, trace_id, user_id, category, reason, is_established, created_at, cleared_at from jsonb_populate_recordset(null::trace_flags, $2)
        """;

    // The traces are new: what they gave is what their rows say, and nobody has counted it yet.
    private const string Reputations =
        $"""
        with given as (
            select * from ({ReputationSql.Given}) every where trace_id = any($2)
        ), borne as (
            select l.trace_id, g.name as domain_tag from trace_tags l join tags g on g.id = l.tag_id where l.tenant_id = $1 and l.trace_id = any($2)
            union all select trace_id, '{Reputation.Overall}' from unnest($2) as trace_id
        ), adjustment as (
            select g.user_id, b.domain_tag, sum(g.upvotes)::integer as upvotes, sum(g.downvotes)::integer as downvotes
            from given g join borne b on b.trace_id = g.trace_id group by g.user_id, b.domain_tag
        )
        {ReputationSql.Apply}
        """;

    public static async Task ExecuteAsync(NpgsqlConnection connection, Guid tenantId, IReadOnlyList<ImportedTrace> traces, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        Add(Stats, history => history.Stats);
        Add(Votes, history => history.Votes);
        Add(Outcomes, history => history.Outcomes);
        Add(Opens, history => history.Opens);
        Add(Amendments, history => history.Amendments);
        Add(Versions, history => history.Versions);
        Add(Flags, history => history.Flags);
        var judged = traces.Where(trace => trace.History is { Votes: [_, ..] } or { Amendments: [_, ..] }).Select(trace => trace.Id).ToArray();
        if (judged.Length > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Reputations) { Parameters = { new() { Value = tenantId }, new() { Value = judged } } });
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        void Add<TLine>(string sql, Func<TraceHistory, IReadOnlyList<TLine>> lines)
        {
            var rows = traces.SelectMany(trace => lines(trace.History)).ToList();
            if (rows.Count > 0)
            {
                batch.BatchCommands.Add(ImportSql.Rows(sql, tenantId, rows));
            }
        }
    }
}
