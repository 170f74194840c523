using Aspire.Hosting.LocalServices;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Aspire.Hosting.Postgres;

/// <summary>Ready is a server that answers and has the databases of the app model.</summary>
internal sealed class PostgresReadiness(
    LocalServiceContext context, string user, string password, IReadOnlyList<string> databases)
{
    private readonly string _connectionString = new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = context.Port,
        Username = user,
        Password = password,
        Database = "postgres",
        Timeout = 5,
        CommandTimeout = 30,
        Pooling = false,
    }.ConnectionString;

    private bool _hasDatabases;
    private bool _hasComplained;

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(_connectionString);
            await connection.OpenAsync(cancellationToken);
            await AskAsync(connection, "select 1", cancellationToken);
            foreach (var database in _hasDatabases ? [] : databases)
            {
                await CreateAsync(connection, database, cancellationToken);
            }

            return _hasDatabases = true;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InvalidPassword)
        {
            Complain();
            return false;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task CreateAsync(NpgsqlConnection connection, string database, CancellationToken cancellationToken)
    {
        const string Existing = "select 1 from pg_database where datname = $1";
        if (await AskAsync(connection, Existing, cancellationToken, database) is null)
        {
            var quoted = new NpgsqlCommandBuilder().QuoteIdentifier(database);
            await AskAsync(connection, $"create database {quoted}", cancellationToken);
        }
    }

    private static async Task<object?> AskAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private void Complain()
    {
        if (!_hasComplained)
        {
            context.Logger.LogError(
                "The data in {Folder} was made with another password for '{User}'. Give that password as a parameter of "
                + "'{Resource}', or delete the folder to start with empty data.",
                context.DataFolder, user, context.ResourceName);
            _hasComplained = true;
        }
    }
}
