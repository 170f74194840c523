using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Tests.Faults;

/// <summary>Holds all traces' rows, so that whoever stores vectors stands still in it.</summary>
internal sealed class RowLock : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly NpgsqlConnection _connection;

    private RowLock(TestDatabase database, NpgsqlConnection connection) => (_database, _connection) = (database, connection);

    public static async Task<RowLock> TakeAsync(TestDatabase database)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("begin; select from traces for update", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new RowLock(database, connection);
    }

    /// <summary>Waits until a store waits for it.</summary>
    public Task AwaitedAsync() => Eventually.TrueAsync(async () => await _database.SqlAsync(
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%for no key update of t%'") is > 0L);

    public async Task ReleaseAsync()
    {
        await using var command = new NpgsqlCommand("commit", _connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
