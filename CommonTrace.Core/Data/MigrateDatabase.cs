using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CommonTrace.Core.Data;

/// <summary>Brings the database to the newest migration, one caller at a time.</summary>
public sealed class MigrateDatabase(CommonTraceDbContext database, DatabaseLogin login, TimeProvider time, ILogger<MigrateDatabase> logger)
{
    /// <summary>The advisory lock's number: "CommonTr" in ASCII.</summary>
    private const long LockKey = 0x436F6D6D6F6E5472;

    /// <summary>Runs what is pending, in order. Throws when a migration fails; what ran before it stays, what failed is rolled back.</summary>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        // A connection of its own holds the lock: it ends with the process, however that dies.
        await using var guard = await OpenAsync(cancellationToken);
        await using var take = new NpgsqlCommand("select pg_advisory_lock($1)", guard) { Parameters = { new() { Value = LockKey } }, CommandTimeout = 0 };
        await take.ExecuteNonQueryAsync(cancellationToken);

        // Else the first look for pending migrations is logged as a failed command.
        await database.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        var pending = (await database.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0)
        {
            logger.LogInformation("The database is up to date: nothing to migrate");
            return;
        }

        logger.LogInformation("Running {Count} migrations: {Migrations}", pending.Count, pending);
        await database.Database.MigrateAsync(cancellationToken);
        logger.LogInformation("The database is up to date");
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.GetService<IRelationalDatabaseCreator>().CreateAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another migration service was quicker.
        }
    }

    /// <summary>Opens a connection, waiting up to a minute for a server that is still starting, and creates the database if there is none.</summary>
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(login.ConnectionString) { Pooling = false }.ConnectionString);
            try
            {
                await connection.OpenAsync(cancellationToken);
                return connection;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
            {
                await connection.DisposeAsync();
                logger.LogInformation("Creating the database {Database}", connection.Database);
                await CreateAsync(cancellationToken);
            }
            catch (NpgsqlException exception) when (exception.IsTransient && time.GetElapsedTime(started) < TimeSpan.FromMinutes(1))
            {
                await connection.DisposeAsync();
                logger.LogInformation("Waiting for the database: {Reason}", exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            }
        }
    }
}
