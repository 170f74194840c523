using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommonTrace.Core.Data;

/// <summary>SQL that stands as SQL, over the context's connection: its role, its tenant, its retries.</summary>
internal static class RawQueries
{
    /// <summary>Runs a query and reads its rows. Retried as a whole after a transient fault, so it must only read, or be fenced.</summary>
    public static Task<List<T>> QueryAsync<T>(
        this CommonTraceDbContext database, string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        database.OnOneConnectionAsync(
            async () =>
            {
                await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)database.Database.GetDbConnection());
                command.Parameters.AddRange(parameters.Select(parameter => parameter.Clone()).ToArray());
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                var rows = new List<T>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    rows.Add(read(reader));
                }

                return rows;
            },
            cancellationToken);

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
}
