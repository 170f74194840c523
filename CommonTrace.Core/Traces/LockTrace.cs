using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommonTrace.Core.Traces;

/// <summary>
/// Locks the row of a trace until the transaction ends, and reads what stands. Whatever changes a trace, or what belongs to it, begins with
/// this; then come reputations, then the rest: so nobody waits for another in a circle.
/// </summary>
public sealed class LockTrace(CommonTraceDbContext database)
{
    private const string ForChange = "select from traces where id = $1 and tenant_id = $2 for no key update";

    // A deletion waits for those who refer to the row, and must not begin with the weaker lock: both would wait for each other.
    private const string ForDeletion = "select from traces where id = $1 and tenant_id = $2 for update";

    // A statement of its own: one that waited for the lock would go on to read the tags as they were before.
    private const string ReadSql =
        """
        select t.contributor_id, t.version, t.flagged_at is not null, t.title, t.context_text, t.solution_text,
            array(select g.name from trace_tags tt join tags g on g.id = tt.tag_id where tt.trace_id = t.id order by g.name),
            t.metadata_json::text, t.review_after, t.watch_condition
        from traces t where t.id = $1 and t.tenant_id = $2
        """;

    /// <summary>Runs it on the context's open transaction.</summary>
    /// <returns>The trace; <c>trace.deleted</c> or <c>trace.not_found</c>.</returns>
    internal async Task<Result<StandingTrace>> ExecuteAsync(Caller caller, Guid id, bool toDelete, CancellationToken cancellationToken) =>
        await ReadAsync(caller, id, toDelete ? ForDeletion : ForChange, cancellationToken) is { } standing
            ? standing
            : await database.WhyMissingAsync(id, cancellationToken);

    private async Task<StandingTrace?> ReadAsync(Caller caller, Guid id, string lockSql, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)database.Database.GetDbConnection());
        foreach (var sql in new[] { lockSql, ReadSql })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = id }, new() { Value = caller.TenantId } } });
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new StandingTrace(
                id, reader.GetGuid(0), reader.GetInt32(1), reader.GetBoolean(2),
                new TraceContent(
                    reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetFieldValue<string[]>(6),
                    reader.IsDBNull(7) ? null : reader.GetString(7), reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8),
                    reader.IsDBNull(9) ? null : reader.GetString(9)))
            : null;
    }
}
