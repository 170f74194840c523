using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Faults;

/// <summary>The database goes away under load. Within a lease the workers keep what they have in hand: no text is embedded twice.</summary>
public sealed class LostDatabaseTests(TestApp app)
{
    private const string EndAllSql =
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

    // Longer than the fault.
    private static readonly (string, string) Lease = ("Queue__Lease", "00:00:08");

    [Fact]
    public async Task Every_backend_killed_again_and_again_costs_no_embedding()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(300);
        stage.Slow(TimeSpan.FromMilliseconds(100));
        stage.StartWorker(Lease);

        for (var calls = 3; calls <= 21; calls += 3)
        {
            await stage.CalledAsync(calls);
            await stage.Database.SqlAsync(EndAllSql);
        }

        await stage.BalancesAsync();
    }

    [Fact]
    public async Task Killed_while_it_stores_the_backend_takes_no_vector_with_it()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(20);
        await using var locked = await RowLock.TakeAsync(stage.Database);
        stage.StartWorker(Lease);
        await locked.AwaitedAsync();

        await stage.Database.SqlAsync(EndAllSql + " and wait_event_type = 'Lock'");
        await locked.AwaitedAsync();
        await locked.ReleaseAsync();

        await stage.BalancesAsync();
    }

    [Fact]
    public async Task A_database_that_lets_nobody_in_for_a_while_costs_no_embedding()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(200);
        stage.Slow(TimeSpan.FromMilliseconds(100));
        stage.StartWorker(Lease);
        await stage.CalledAsync(4);

        await stage.Database.AllowConnectionsAsync(false);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await stage.Database.AllowConnectionsAsync(true);

        await stage.BalancesAsync();
    }

    [Fact]
    public async Task Where_others_leave_it_two_connections_it_goes_on()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(100);
        await using var login = await LimitedLogin.CreateAsync(stage.Database, connections: 20);
        stage.Slow(TimeSpan.FromMilliseconds(100));
        stage.StartWorker(Lease, ("ConnectionStrings__commontrace", login.ConnectionString));
        await stage.CalledAsync(3);

        await stage.Database.SqlAsync($"alter role {login.Name} connection limit 2");
        await stage.Database.SqlAsync(EndAllSql);

        await stage.BalancesAsync();
    }

    [Fact]
    public async Task A_server_that_restarts_and_one_that_crashes_under_load_lose_nothing()
    {
        Assert.SkipUnless(await PrivatePostgres.IsPossibleAsync(app), "The server runs in a container; this test restarts one that runs on this machine.");
        await using var server = await PrivatePostgres.StartAsync(app);
        await using var stage = await FaultStage.CreateAsync(await server.CreateDatabaseAsync());
        await stage.SubmitAsync(300);
        stage.Slow(TimeSpan.FromMilliseconds(100));
        stage.StartWorker(Lease);
        await stage.CalledAsync(4);

        await server.RestartAsync(PrivatePostgres.Fast);
        await stage.CalledAsync(12);
        await server.RestartAsync(PrivatePostgres.Crash);

        await stage.BalancesAsync();
    }
}
