using System.Data;
using System.Runtime.CompilerServices;
using CommonTrace.Core.Audit;
using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommonTrace.Core.Export;

/// <summary>
/// Writes the traces of the caller's tenant out, one JSON object each, in the shape that an import takes. What is told is one moment of the tenant,
/// however long it takes; no more than a trace is held.
/// </summary>
public sealed class ExportTraces(CommonTraceDbContext database, AuditLog audit)
{
    private const string TraceSql =
        """
        select jsonb_build_object(
            'id', t.id, 'title', t.title, 'context_text', t.context_text, 'solution_text', t.solution_text,
            'tags', array(select g.name from trace_tags tt join tags g on g.id = tt.tag_id where tt.trace_id = t.id order by g.name),
            'agent_model', t.agent_model, 'agent_version', t.agent_version, 'metadata_json', t.metadata_json,
            'review_after', t.review_after, 'watch_condition', t.watch_condition, 'supersedes_trace_id', t.supersedes_trace_id,
            'tokens_to_resolution', t.tokens_to_resolution, 'status', t.status, 'trust_score', t.trust_score,
            'confirmation_count', t.confirmation_count, 'is_seed', t.is_seed, 'version', t.version, 'edited_by', t.edited_by,
            'safety_flags', t.safety_flags, 'flagged_at', t.flagged_at, 'created_at', t.created_at, 'updated_at', t.updated_at,
            'contributor', jsonb_build_object(
                'id', t.contributor_id, 'display_name', (select u.display_name from users u where u.id = t.contributor_id)))
        """;

    private const string HistorySql =
        """
        || jsonb_build_object(
            'stats', (select to_jsonb(s) - '{tenant_id,trace_id}'::text[] from trace_stats s where s.trace_id = t.id),
            'votes', array(select to_jsonb(v) - '{tenant_id,trace_id}'::text[] from votes v where v.trace_id = t.id order by v.id),
            'outcomes', array(select to_jsonb(o) - '{tenant_id,trace_id}'::text[] from outcomes o where o.trace_id = t.id order by o.user_id),
            'amendments', array(select to_jsonb(a) - '{tenant_id,trace_id}'::text[] from amendments a where a.trace_id = t.id order by a.id),
            'versions', array(select to_jsonb(n) - '{tenant_id,trace_id}'::text[] from trace_versions n where n.trace_id = t.id order by n.version),
            'flags', array(select to_jsonb(f) - '{tenant_id,trace_id}'::text[] from trace_flags f where f.trace_id = t.id order by f.id))
        """;

    private const string FromSql = "from traces t where t.tenant_id = $1 order by t.id";

    /// <summary>Runs it.</summary>
    /// <param name="caller">The operator, in the tenant.</param>
    /// <param name="withHistory">Whether votes, outcomes, amendments, versions and flags go along.</param>
    public async IAsyncEnumerable<string> ExecuteAsync(Caller caller, bool withHistory, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await audit.RecordAsync(caller, "tenant.export", null, new { tenant_id = caller.TenantId, history = withHistory }, cancellationToken);
        // Names the tenant to the connection. Closed with the scope: a retry would begin in the middle of what was sent.
        await database.Database.OpenConnectionAsync(cancellationToken);
        var connection = (NpgsqlConnection)database.Database.GetDbConnection();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await connection.ExecuteAsync("set transaction read only; set local timezone = 'UTC'", [], cancellationToken);
        await using var command = new NpgsqlCommand($"{TraceSql} {(withHistory ? HistorySql : "")} {FromSql}", connection)
        {
            Parameters = { new() { Value = caller.TenantId } },
        };
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return reader.GetString(0);
        }
    }
}
