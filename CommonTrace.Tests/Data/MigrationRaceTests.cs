using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Tests.Data;

/// <summary>Several migration services at once, as a deployment of several replicas starts them.</summary>
public sealed class MigrationRaceTests(TestApp app)
{
    [Fact]
    public async Task Four_at_once_create_the_database_and_load_the_samples_once()
    {
        var connection = new NpgsqlConnectionStringBuilder(app.ConnectionString) { Database = $"raced_{Guid.CreateVersion7():N}" }.ConnectionString;

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync(connection)));

        await using var database = TestDatabase.At(connection);
        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Output));
        Assert.Single(runs, run => run.Output.Contains(" 0 were there already", StringComparison.Ordinal));
        Assert.Equal(1L, await database.SqlAsync("select count(*) from users where email = 'seed@commontrace.dev'"));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string connectionString)
    {
        await using var service = ServiceProcess.Start("CommonTrace.MigrationService", ("ConnectionStrings__commontrace", connectionString));
        return (await service.ExitedAsync(), service.Output);
    }
}
