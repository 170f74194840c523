using System.Net;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Worker;

/// <summary>A worker that is started before the database is ready, since deployments give no order of start.</summary>
public sealed class EarlyWorkerTests(TestApp app)
{
    [Fact]
    public async Task It_waits_for_the_migrations_says_so_and_then_works()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(app);
        await using var worker = ServiceProcess.Start(
            "CommonTrace.Worker",
            ("ConnectionStrings__commontrace", database.ConnectionString),
            ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200"),
            ("Embedding__Provider", "local"),
            ("Worker__Poll", "00:00:00.2"));
        using var client = await worker.CreateClientAsync();
        await Eventually.TrueAsync(
            async () => await client.GetAsync("/health", TestContext.Current.CancellationToken) is { StatusCode: HttpStatusCode.ServiceUnavailable } early
                && (await early.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("has not run", StringComparison.Ordinal),
            tell: () => worker.Output);

        await using var migrations = ServiceProcess.Start("CommonTrace.MigrationService", ("ConnectionStrings__commontrace", database.ConnectionString));
        Assert.Equal(0, await migrations.ExitedAsync());
        await worker.HealthyAsync();

        await Eventually.TrueAsync(
            async () => await database.SqlAsync("select bool_and(embedding is not null) from traces") is true, TimeSpan.FromSeconds(30), () => worker.Output);
    }
}
