using System.Net;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>Long imports and broken ones, with an API and a database of their own, and no worker.</summary>
public sealed class ImportStreamTests(TestApp app) : IAsyncLifetime
{
    private TestDatabase? _database;
    private ServiceProcess? _api;
    private HttpClient? _client;

    private TestDatabase Database => _database!;

    private ServiceProcess Api => _api!;

    private HttpClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(app);
        _api = ServiceProcess.Start(
            "CommonTrace.Api",
            ("ConnectionStrings__commontrace", Database.ConnectionString),
            ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200"),
            ("Auth__OperatorKey", TestApp.OperatorKey),
            ("Embedding__Provider", "local"));
        await Api.HealthyAsync();
        _client = await Api.CreateClientAsync();
        Client.DefaultRequestHeaders.Add("X-API-Key", TestApp.OperatorKey);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await Api.DisposeAsync();
        await Database.DisposeAsync();
    }

    [Fact]
    public async Task Twenty_thousand_lines_are_stored_as_they_come_in()
    {
        // The sender goes on only once what it sent before is stored: nothing waits for the end.
        using var lines = new SentLines(20_000, number => number % 5_000 == 0 ? StoredAsync(number - 1_000) : Task.CompletedTask);

        var answer = await ImportAsync(lines);

        answer.IsTally(imported: 20_000);
        Assert.Equal(20_000L, await Database.SqlAsync("select count(distinct t.id) from traces t join embedding_jobs j on j.trace_id = t.id"));
        Assert.Equal(20_000L, await Database.SqlAsync("select count(*) from trace_tags"));
        Assert.Contains("Importing: 10000 lines, ", Api.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_stored_before_the_sender_went_away_stays_and_the_next_run_goes_on()
    {
        using var leaving = new CancellationTokenSource();
        using var brokenOff = new SentLines(2_000, async number =>
        {
            if (number == 1_500)
            {
                await StoredAsync(1_000);
                await leaving.CancelAsync();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.PostAsync(ApiCalls.Import, brokenOff, leaving.Token));
        var answer = await ImportAsync(new SentLines(2_000));
        var exitCode = await Api.StopAsync();

        answer.IsTally(imported: 1_000, unchanged: 1_000);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("warn:", Api.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", Api.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_goes_away_on_the_way_is_told_and_the_next_run_goes_on()
    {
        using var lines = new SentLines(2_000, async number =>
        {
            if (number == 1_500)
            {
                await StoredAsync(1_000);
                await Database.AllowConnectionsAsync(false);
            }
        });

        var broken = await ImportAsync(lines);
        await Database.AllowConnectionsAsync(true);
        var answer = await ImportAsync(new SentLines(2_000));

        Assert.Equal("database.unavailable", broken.Is(HttpStatusCode.ServiceUnavailable).Code);
        answer.IsTally(imported: 1_000, unchanged: 1_000);
    }

    private Task<Answer> ImportAsync(HttpContent body) => Client.CallAsync(HttpMethod.Post, ApiCalls.Import, body);

    private Task StoredAsync(long atLeast) =>
        Eventually.TrueAsync(async () => (long)(await Database.SqlAsync("select count(*) from traces"))! >= atLeast, tell: () => Api.Output);
}
