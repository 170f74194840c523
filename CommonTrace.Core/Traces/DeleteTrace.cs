using CommonTrace.Core.Data;
using CommonTrace.Core.Moderation;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Traces;

/// <summary>
/// Deletes a trace with all that belongs to it, for its author or a moderator. A tombstone stays: without its text, but with what it had given to
/// reputations, which keep that.
/// </summary>
public sealed class DeleteTrace(CommonTraceDbContext database, LockTrace lockTrace, RecordModeration record)
{
    // A trace that was imported again under its id can be deleted again.
    private const string Sql =
        $"""
        with tombstone as (
            insert into tombstones as earlier (tenant_id, trace_id, contributor_id, deleted_by, reason, superseded_by, tags, credits, created_at, deleted_at)
            select t.tenant_id, t.id, t.contributor_id, $3, $4,
                (select n.id from traces n where n.supersedes_trace_id = t.id order by n.created_at desc, n.id limit 1), $5,
                ({ReputationSql.CreditsOfTrace}), t.created_at, clock_timestamp()
            from traces t where t.tenant_id = $1 and t.id = $2
            on conflict (tenant_id, trace_id) do update
            set deleted_by = excluded.deleted_by, reason = excluded.reason, superseded_by = excluded.superseded_by, tags = excluded.tags,
                credits = earlier.credits || excluded.credits, deleted_at = excluded.deleted_at
        )
        delete from traces where tenant_id = $1 and id = $2 returning id
        """;

    /// <summary>Runs it.</summary>
    /// <param name="versions">The versions that the caller means (<c>If-Match</c>); null for whichever stands.</param>
    public Task<Result<Guid>> ExecuteAsync(Caller caller, Guid id, IReadOnlyList<int>? versions, CancellationToken cancellationToken) =>
        RunAsync(caller, id, versions, reason: null, action: "trace.delete", cancellationToken);

    /// <summary>Runs it for a moderator, who may say why.</summary>
    /// <param name="reason">1 to 1,000 characters, or null.</param>
    public async Task<Result<Guid>> RemoveAsync(Caller moderator, Guid id, string? reason, CancellationToken cancellationToken) =>
        ModerationReason.Screen(reason).Succeeded(out var kept, out var refusal)
            ? await RunAsync(moderator, id, versions: null, kept.Text, RecordModeration.Remove, cancellationToken)
            : refusal;

    private Task<Result<Guid>> RunAsync(
        Caller caller, Guid id, IReadOnlyList<int>? versions, string? reason, string action, CancellationToken cancellationToken) =>
        database.InTransactionAsync<Guid>(
            async () =>
            {
                if (!(await lockTrace.ExecuteAsync(caller, id, toDelete: true, cancellationToken)).Succeeded(out var standing, out var failure)
                    || (failure = standing.RefusalOf(caller, versions)) is not null)
                {
                    return failure;
                }

                await database.QueryAsync(Sql, ParametersOf(caller, standing, reason), row => row.GetGuid(0), cancellationToken);
                if (!standing.IsBy(caller) || action == RecordModeration.Remove)
                {
                    await record.ExecuteAsync(caller, action, id, reason, cancellationToken);
                }

                return id;
            },
            cancellationToken);

    private static NpgsqlParameter[] ParametersOf(Caller caller, StandingTrace standing, string? reason) =>
    [
        new() { Value = caller.TenantId }, new() { Value = standing.Id }, new() { Value = caller.UserId },
        new() { Value = (object?)reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = standing.Content.Tags.ToArray() },
    ];
}
