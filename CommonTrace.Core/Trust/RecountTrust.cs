using System.Text.Json;
using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Trust;

/// <summary>
/// Counts the trust, the outcomes and the reputations of a tenant anew from votes, outcomes, amendments and tombstones, and mends what differs.
/// Others go on voting meanwhile: what is added is the difference, which is the same before and after whatever they do in one piece.
/// </summary>
public sealed class RecountTrust(CommonTraceDbContext database, IOptions<TrustOptions> options)
{
    // Two at once would mend twice.
    private const string TurnSql = "select pg_advisory_xact_lock(hashtextextended('trust ' || $1::text, 0))";

    private const string AuditSql = "insert into audit_log (id, actor_id, action, detail) values ($1, $2, 'trust.recount', $3)";

    /// <summary>Runs it in one transaction, with its record in the audit log.</summary>
    public Task<TrustDifferences> ExecuteAsync(Caller caller, CancellationToken cancellationToken) =>
        database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            var connection = (NpgsqlConnection)database.Database.GetDbConnection();
            var counted = await RecountAsync(connection, caller.TenantId, cancellationToken);
            var detail = JsonSerializer.Serialize(
                new { tenant_id = caller.TenantId, traces = counted.Traces, outcomes = counted.Outcomes, reputations = counted.Reputations });
            await connection.ExecuteAsync(
                AuditSql,
                [new() { Value = Guid.CreateVersion7() }, new() { Value = caller.UserId }, new() { Value = detail, NpgsqlDbType = NpgsqlDbType.Jsonb }],
                cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return counted;
        });

    private async Task<TrustDifferences> RecountAsync(NpgsqlConnection connection, Guid tenantId, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(TurnSql, [new() { Value = tenantId }], cancellationToken);
        return new TrustDifferences(
            await CountAsync(RecountSql.Traces, new NpgsqlParameter { Value = options.Value.ValidationThreshold }),
            await CountAsync(RecountSql.Outcomes),
            await CountAsync(RecountSql.Reputations, new NpgsqlParameter { Value = User.OperatorId }));

        async Task<long> CountAsync(string sql, params NpgsqlParameter[] own) =>
            (await connection.QueryAsync(sql, [new() { Value = tenantId }, .. own], row => row.GetInt64(0), cancellationToken))[0];
    }
}

/// <summary>How much differed from what the rows say, and was mended.</summary>
/// <param name="Traces">Traces with another trust score, confirmation count or status.</param>
/// <param name="Outcomes">Traces whose outcomes had been counted otherwise.</param>
/// <param name="Reputations">Reputations, by user and tag; a user's overall counts are one more.</param>
public sealed record TrustDifferences(long Traces, long Outcomes, long Reputations);
