using Npgsql;

namespace CommonTrace.Core.Data;

/// <summary>
/// Changes the schema, and what belongs to no one tenant, while the system runs: as the owner, over connections of its own. Who waits for a table lock makes everybody queue
/// up behind it, so a change gives up soon, lets the others pass, and tries again.
/// </summary>
public sealed class OwnerDatabase(DatabaseLogin login, TimeProvider time)
{
    private const int MostTries = 10;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    // "CoTr"; the second number tells the two locks apart.
    private const string ChangeLock = "1131377778, 1";
    private const string TurnLock = "1131377778, 2";

    // Longer than PostgreSQL's deadlock_timeout: after that an autovacuum that is in the way is ended for us. Jobs are found by index, whatever
    // the statistics say: the table is locked meanwhile.
    private const string BeginSql = $"set local lock_timeout = '2s'; set local enable_seqscan = off; select pg_advisory_xact_lock({ChangeLock})";

    private const string CancelSql =
        """
        select pg_cancel_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database
        where l.locktype = 'advisory' and l.classid = 1131377778 and l.objid = 2 and d.datname = current_database()
        """;

    private static readonly Failure Busy = new(
        FailureKind.Unavailable, "database.busy",
        "The table traces is in use by something that lasts (a backup, an index being built, an open transaction), and nothing was changed; try again later.");

    /// <summary>
    /// Runs a change in a transaction, one such change at a time; it may run several times. Answers <c>database.busy</c> when a lock was not
    /// to be had for half a minute. A change that fails is rolled back.
    /// </summary>
    public async Task<Result<T>> ChangeAsync<T>(Func<NpgsqlConnection, Task<Result<T>>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MostTries; attempt++)
        {
            try
            {
                await using var connection = await OpenAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                await connection.ExecuteAsync(BeginSql, [], cancellationToken);
                var result = await change(connection);
                if (result.Failure is null)
                {
                    await transaction.CommitAsync(cancellationToken);
                }

                return result;
            }
            catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                await Task.Delay(BetweenTries, time, cancellationToken);
            }
        }

        return Busy;
    }

    /// <summary>Runs a statement past the seals: what an operator does to tenants as a whole. It is one statement, says itself which tenant it means, and is run again after a deadlock.</summary>
    public async Task<List<T>> QueryAsync<T>(
        string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await OpenAsync(cancellationToken);
                return await connection.QueryAsync(sql, [.. parameters.Select(parameter => parameter.Clone())], read, cancellationToken);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < MostTries)
            {
                // A worker held a job of the tenant and waited for its trace. Nothing was done; by the next time it has finished.
                await Task.Delay(BetweenTries, time, cancellationToken);
            }
        }
    }

    /// <summary>Takes the turn to do what lasts, such as building an index, held until the connection is disposed. Null while somebody else has it.</summary>
    public async Task<NpgsqlConnection?> TryTakeTurnAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken);
        var isOurs = false;
        try
        {
            isOurs = (await connection.QueryAsync($"select pg_try_advisory_lock({TurnLock})", [], row => row.GetBoolean(0), cancellationToken))[0];
            return isOurs ? connection : null;
        }
        finally
        {
            if (!isOurs)
            {
                await connection.DisposeAsync();
            }
        }
    }

    /// <summary>Ends the statement that whoever has the turn is running, wherever that is.</summary>
    public async Task CancelTurnAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await connection.ExecuteAsync(CancelSql, [], cancellationToken);
    }

    // What it runs may last for hours; nobody waits for it but a duty.
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(login.ConnectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}

/// <summary>SQL that stands as SQL, over a connection in hand.</summary>
internal static class ConnectionQueries
{
    public static async Task<List<T>> QueryAsync<T>(
        this NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Runs a statement, or several when they take no parameters; answers how many rows were touched.</summary>
    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
