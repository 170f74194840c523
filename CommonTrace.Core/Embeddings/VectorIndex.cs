using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CommonTrace.Core.Embeddings;

/// <summary>Builds the vector index of a set while reads and writes go on, with enough memory, and tells how long it took.</summary>
public sealed class VectorIndex(IOptions<QueueOptions> options, TimeProvider time, ILogger<VectorIndex> logger)
{
    // An index that a build left behind when it broke off is invalid: no search uses it, and every write keeps it up.
    private const string IsValidSql = "select coalesce((select indisvalid from pg_index where indexrelid = to_regclass($1)), false)";

    // Never less than the server is configured for.
    private const string MemorySql =
        "select set_config('maintenance_work_mem', greatest($1, pg_size_bytes(current_setting('maintenance_work_mem')) / 1024)::text || 'kB', false)";

    /// <summary>Whether there is such an index, and complete.</summary>
    internal static async Task<bool> IsValidAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(IsValidSql, [new() { Value = name }], row => row.GetBoolean(0), cancellationToken))[0];

    /// <summary>Builds an index anew, whatever is there under its name. A second try does without parallel workers, whose shared memory may be too small.</summary>
    internal async Task BuildAsync(NpgsqlConnection connection, string suffix, int dimensions, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var vectors = (await connection.QueryAsync(
            $"select count(*) from traces where embedding{suffix} is not null", [], row => row.GetInt64(0), cancellationToken))[0];
        var megabytes = Math.Min((VectorColumn.IndexBytes(vectors, dimensions) >> 20) + 1, options.Value.IndexMegabytes);
        var memory = (await connection.QueryAsync(MemorySql, [new() { Value = megabytes << 10 }], row => row.GetString(0), cancellationToken))[0];
        logger.LogInformation("Building the vector index of {Count} vectors with {Memory} of memory", vectors, memory);

        var name = SetColumns.IndexOf(suffix);
        var sql = VectorColumn.IndexSql(name, $"embedding{suffix}", dimensions, concurrently: true);
        try
        {
            await RebuildAsync(connection, name, sql, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory)
        {
            logger.LogWarning("The vector index is built without parallel workers: {Reason}. Give PostgreSQL more shared memory (in a container: --shm-size)", exception.MessageText);
            await connection.ExecuteAsync("set max_parallel_maintenance_workers = 0", [], cancellationToken);
            await RebuildAsync(connection, name, sql, cancellationToken);
        }

        logger.LogInformation("Built the vector index of {Count} vectors in {Seconds:F1} s", vectors, time.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Drops what a build that broke off has left, and builds. Neither may stand in a transaction.</summary>
    internal static async Task RebuildAsync(NpgsqlConnection connection, string name, string sql, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"drop index concurrently if exists {name}", [], cancellationToken);
        await connection.ExecuteAsync(sql, [], cancellationToken);
    }
}
