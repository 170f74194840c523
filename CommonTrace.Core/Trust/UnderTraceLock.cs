using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Trust;

/// <summary>Statements about a trace that run one after the other, whoever sends them: each holds the trace's row from before it reads to the end.</summary>
internal static class UnderTraceLock
{
    private const string LockSql = "select id from traces where tenant_id = $1 and id = $2 for no key update";

    /// <summary>The parameters that all of them begin with.</summary>
    /// <param name="own">The statement's own, from $5 on.</param>
    public static NpgsqlParameter[] Parameters(Caller caller, Guid traceId, TrustOptions options, params NpgsqlParameter[] own) =>
        [new() { Value = caller.TenantId }, new() { Value = traceId }, new() { Value = caller.UserId }, new() { Value = options.ValidationThreshold }, .. own];

    public static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    /// <summary>
    /// Locks the trace, runs the statement, and reads its row; default when it has none. Both go in one round trip and one transaction, yet the
    /// second sees what others committed while the first waited. Retried as a whole after a transient fault.
    /// </summary>
    public static Task<T?> UnderLockAsync<T>(
        this CommonTraceDbContext database, string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        database.OnOneConnectionAsync(
            async () =>
            {
                await using var batch = new NpgsqlBatch((NpgsqlConnection)database.Database.GetDbConnection())
                {
                    BatchCommands = { Command(LockSql, parameters[..2]), Command(sql, parameters) },
                };
                await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
                await reader.NextResultAsync(cancellationToken);
                return await reader.ReadAsync(cancellationToken) ? read(reader) : default;
            },
            cancellationToken);

    private static NpgsqlBatchCommand Command(string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters.Select(parameter => parameter.Clone()).ToArray());
        return command;
    }
}
