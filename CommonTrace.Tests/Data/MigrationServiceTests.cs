using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Tests.Data;

/// <summary>The migration service as a process: what it does, says, and exits with.</summary>
public sealed class MigrationServiceTests(TestApp app)
{
    [Fact]
    public async Task It_creates_what_is_missing_loads_the_samples_once_and_exits_with_0()
    {
        var connection = new NpgsqlConnectionStringBuilder(app.ConnectionString) { Database = $"missing_{Guid.CreateVersion7():N}" }.ConnectionString;

        var (firstCode, first) = await RunAsync(connection);
        var (secondCode, second) = await RunAsync(connection);

        await using var database = TestDatabase.At(connection);
        Assert.Equal((0, 0), (firstCode, secondCode));
        Assert.Contains("15 loaded, 0 were there already", first, StringComparison.Ordinal);
        Assert.Contains("0 loaded, 15 were there already", second, StringComparison.Ordinal);
        Assert.Contains("nothing to migrate", second, StringComparison.Ordinal);
        Assert.Equal(15L, await database.SqlAsync(
            "select count(*) from traces t join users u on u.id = t.contributor_id where t.status = 'validated' and t.is_seed and u.email = 'seed@commontrace.dev'"));
        Assert.Equal(15L, await database.SqlAsync("select count(*) from embedding_jobs where status = 'pending'"));
    }

    [Fact]
    public async Task A_migration_that_fails_is_told_and_exits_with_1()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(app);
        await database.SqlAsync("create table users (somebody text)");

        var (code, output) = await RunAsync(database.ConnectionString);

        Assert.Equal(1, code);
        Assert.Contains("The database was not brought up to date", output, StringComparison.Ordinal);
        Assert.Contains("relation \"users\" already exists", output, StringComparison.Ordinal);
        Assert.Equal(0L, await database.SqlAsync("select count(*) from pg_tables where tablename = 'traces'"));
    }

    [Fact]
    public async Task A_refused_login_is_told_and_exits_with_1()
    {
        var connection = new NpgsqlConnectionStringBuilder(app.ConnectionString) { Password = "not-the-password" }.ConnectionString;

        var (code, output) = await RunAsync(connection);

        Assert.Equal(1, code);
        Assert.Contains("password authentication failed", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string connectionString)
    {
        await using var service = ServiceProcess.Start("CommonTrace.MigrationService", ("ConnectionStrings__commontrace", connectionString));
        return (await service.ExitedAsync(), service.Output);
    }
}
