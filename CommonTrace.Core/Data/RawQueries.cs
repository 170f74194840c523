using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommonTrace.Core.Data;

/// <summary>SQL that stands as SQL, over the context's connection: its role, its tenant, its retries.</summary>
internal static class RawQueries
{
    /// <summary>Runs a query and reads its rows. Retried as a whole after a transient fault, so it must only read, or be fenced.</summary>
    public static Task<List<T>> QueryAsync<T>(
        this CommonTraceDbContext database, string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var connection = (NpgsqlConnection)database.Database.GetDbConnection();
        return connection.State == ConnectionState.Open
            ? database.OnOneConnectionAsync(() => RunAsync(connection, null, sql, parameters, read, cancellationToken), cancellationToken)
            : database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                // Past the context, which would name the tenant in a round trip of its own.
                await connection.OpenAsync(cancellationToken);
                try
                {
                    return await RunAsync(connection, database.TenantId, sql, parameters, read, cancellationToken);
                }
                finally
                {
                    await connection.CloseAsync();
                }
            });
    }

    /// <summary>Runs all of it in one transaction, which a failure undoes. Retried as a whole, like a query.</summary>
    public static Task<Result<T>> InTransactionAsync<T>(this CommonTraceDbContext database, Func<Task<Result<T>>> run, CancellationToken cancellationToken) =>
        database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            var result = await run();
            if (result.Failure is null)
            {
                await transaction.CommitAsync(cancellationToken);
            }

            return result;
        });

    /// <summary>Runs all of it on one connection: each check-out names the tenant anew. Retried as a whole, like a query.</summary>
    public static Task<T> OnOneConnectionAsync<T>(this CommonTraceDbContext database, Func<Task<T>> run, CancellationToken cancellationToken) =>
        database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await database.Database.OpenConnectionAsync(cancellationToken);
            try
            {
                return await run();
            }
            finally
            {
                await database.Database.CloseConnectionAsync();
            }
        });

    /// <summary>One round trip: the tenant, if it is to be named, and the query.</summary>
    private static async Task<List<T>> RunAsync<T>(
        NpgsqlConnection connection, Guid? tenant, string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (tenant is { } id)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(TenantConnectionInterceptor.NameTenantSql) { Parameters = { new() { Value = id.ToString() } } });
        }

        var query = new NpgsqlBatchCommand(sql);
        query.Parameters.AddRange(parameters.Select(parameter => parameter.Clone()).ToArray());
        batch.BatchCommands.Add(query);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (tenant is not null)
        {
            await reader.NextResultAsync(cancellationToken);
        }

        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
