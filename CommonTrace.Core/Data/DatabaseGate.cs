using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CommonTrace.Core.Data;

/// <summary>
/// Opens when the newest migration is there. A deployment gives no order of start, so every service waits by itself, over a connection
/// of its own: the first one of the service's data source is made afterwards and finds the new types and roles.
/// </summary>
public sealed class DatabaseGate(DatabaseLogin login, TimeProvider time, ILogger<DatabaseGate> logger) : BackgroundService
{
    private static readonly string NewestMigration = typeof(DatabaseGate).Assembly.GetTypes()
        .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Max()!;

    private static readonly string NotMigrated = $"migration {NewestMigration} has not run";

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the database can be used.</summary>
    public Task Opened => _opened.Task;

    /// <summary>What is waited for, or null once the gate is open.</summary>
    public string? Obstacle { get; private set; } = "the database was not asked yet";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (string? told = null; await ObstacleNowAsync(stoppingToken) is var (obstacle, reason);)
        {
            Obstacle = obstacle;
            if (told != reason)
            {
                told = reason;
                logger.LogInformation("Waiting for the database: {Reason}", reason);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), time, stoppingToken);
        }

        Obstacle = null;
        _opened.SetResult();
    }

    /// <summary>What strangers may be told by <c>/health</c>, and what the log says, which may name hosts and users.</summary>
    private async Task<(string Obstacle, string Reason)?> ObstacleNowAsync(CancellationToken cancellationToken)
    {
        try
        {
            var own = new NpgsqlConnectionStringBuilder(login.ConnectionString) { Pooling = false, Timeout = 5 };
            await using var connection = new NpgsqlConnection(own.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand(
                """select exists (select from "__EFMigrationsHistory" where "MigrationId" = $1)""", connection)
            {
                Parameters = { new() { Value = NewestMigration } },
            };
            return await command.ExecuteScalarAsync(cancellationToken) is true ? null : (NotMigrated, NotMigrated);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return (NotMigrated, NotMigrated);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return ("the database does not answer", exception.Message);
        }
    }
}
