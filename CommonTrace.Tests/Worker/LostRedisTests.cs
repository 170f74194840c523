using Aspire.Hosting.Testing;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Worker;

/// <summary>Redis goes away while a worker runs: what it called for is found by polling.</summary>
public sealed class LostRedisTests(TestApp app)
{
    [Fact]
    public async Task Traces_are_embedded_on_without_Redis_and_the_worker_stays_healthy()
    {
        var redis = await app.App.GetConnectionStringAsync("redis", TestContext.Current.CancellationToken) ?? "";
        var (address, rest) = redis.Split(',', 2) is [var first, var options] ? (first, $",{options}") : (redis, "");
        await using var relay = TcpRelay.To(address.Split(':')[0], int.Parse(address.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
        await using var stage = await JobStage.CreateAsync(app);
        await using var worker = ServiceProcess.Start(
            "CommonTrace.Worker",
            ("ConnectionStrings__commontrace", stage.Database.ConnectionString),
            ("ConnectionStrings__redis", relay.Address + rest),
            ("Embedding__Provider", "local"),
            ("Worker__Poll", "00:00:00.2"));
        using var client = await worker.CreateClientAsync();
        await Eventually.TrueAsync(async () => await HealthAsync(client) == "ok", TimeSpan.FromSeconds(30), () => worker.Output);

        await relay.BreakAsync();
        var trace = await stage.AddTraceAsync();

        await Eventually.TrueAsync(() => stage.IsEmbeddedAsync(trace), TimeSpan.FromSeconds(20), () => worker.Output);
        await Eventually.TrueAsync(async () => await HealthAsync(client) == "degraded", TimeSpan.FromSeconds(20), () => worker.Output);
    }

    private static async Task<string?> HealthAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/health", TestContext.Current.CancellationToken);
        using var health = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return health.RootElement.GetProperty("status").GetString();
    }
}
