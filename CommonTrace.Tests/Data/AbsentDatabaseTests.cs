using CommonTrace.Core.Data;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CommonTrace.Tests.Data;

/// <summary>A server that is not there yet: nobody listens, or its name is not known so far.</summary>
public sealed class AbsentDatabaseTests(TestApp app)
{
    private const string NobodyListens = "Host=127.0.0.1;Port=1;Username=u;Database=d";
    private const string NoSuchHost = "Host=no-such-host.invalid;Username=u;Database=d";

    [Theory]
    [InlineData(NobodyListens)]
    [InlineData(NoSuchHost)]
    public async Task Migrating_waits_for_a_minute_and_then_says_why_not(string connectionString)
    {
        var time = new HurriedTime();
        using var host = TestDatabase.At(connectionString).CreateHost(DatabaseRole.Owner);
        await using var scope = host.Services.CreateAsyncScope();
        var migrate = new MigrateDatabase(
            scope.ServiceProvider.GetRequiredService<CommonTraceDbContext>(), new DatabaseLogin(connectionString), time, NullLogger<MigrateDatabase>.Instance);

        await Assert.ThrowsAsync<NpgsqlException>(() => migrate.ExecuteAsync(TestContext.Current.CancellationToken));

        Assert.InRange(time.GetTimestamp(), TimeSpan.FromSeconds(60).Ticks, TimeSpan.FromSeconds(62).Ticks);
    }

    [Theory]
    [InlineData(NobodyListens)]
    [InlineData(NoSuchHost)]
    public async Task A_service_goes_on_waiting_and_tells_strangers_nothing_of_hosts(string connectionString)
    {
        var time = new HurriedTime();
        using var gate = new DatabaseGate(new DatabaseLogin(connectionString), time, NullLogger<DatabaseGate>.Instance);

        await gate.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => Task.FromResult(time.GetTimestamp() > 0 || gate.ExecuteTask!.IsCompleted));

        Assert.False(gate.ExecuteTask!.IsCompleted);
        Assert.Equal("the database does not answer", gate.Obstacle);
        await gate.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_log_says_why_a_service_waits()
    {
        var wrong = new NpgsqlConnectionStringBuilder(app.ConnectionString) { Password = "not-the-password" }.ConnectionString;
        var log = new KeptLog<DatabaseGate>();
        using var gate = new DatabaseGate(new DatabaseLogin(wrong), TimeProvider.System, log);

        await gate.StartAsync(TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(() => Task.FromResult(log.Holds(LogLevel.Information, "password authentication failed")));
        Assert.Equal("the database does not answer", gate.Obstacle);
        await gate.StopAsync(TestContext.Current.CancellationToken);
    }
}
