using System.Data;
using System.Runtime.CompilerServices;
using CommonTrace.Core.Audit;
using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommonTrace.Core.Export;

/// <summary>
/// Writes the traces of the caller's tenant out, one JSON object each, in the shape that an import takes, older ones before those that supersede
/// them. What is told is one moment of the tenant, however long it takes; no more than a trace is held.
/// </summary>
public sealed class ExportTraces(CommonTraceDbContext database, AuditLog audit)
{
    /// <summary>Runs it.</summary>
    /// <param name="caller">The operator, in the tenant.</param>
    /// <param name="withHistory">Whether votes, outcomes, amendments, versions and flags go along, and the names of those who gave them.</param>
    /// <param name="withVectors">Whether the embeddings go along.</param>
    public async IAsyncEnumerable<string> ExecuteAsync(
        Caller caller, bool withHistory, bool withVectors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await audit.RecordAsync(
            caller, "tenant.export", null, new { tenant_id = caller.TenantId, history = withHistory, vectors = withVectors }, cancellationToken);
        // Names the tenant to the connection. Closed with the scope: a retry would begin in the middle of what was sent.
        await database.Database.OpenConnectionAsync(cancellationToken);
        var connection = (NpgsqlConnection)database.Database.GetDbConnection();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await connection.ExecuteAsync("set transaction read only; set local timezone = 'UTC'", [], cancellationToken);
        var what = $"{ExportSql.Trace} {(withHistory ? ExportSql.History : "")} {(withVectors ? ExportSql.Vectors : "")}";
        foreach (var which in new[] { ExportSql.FromFirst, ExportSql.FromLater })
        {
            await using var command = new NpgsqlCommand($"{what} {which}", connection)
            {
                Parameters = { new() { Value = caller.TenantId }, new() { Value = User.OperatorId } },
            };
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                yield return reader.GetString(0);
            }
        }
    }
}
