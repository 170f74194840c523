using CommonTrace.Tests.Jobs;

namespace CommonTrace.Tests.Support;

/// <summary>An API over a queue of its own: what is told to it stops nobody else's work. No worker runs.</summary>
public sealed class OwnApi : IAsyncDisposable
{
    private readonly ServiceProcess _process;

    private OwnApi(JobStage stage, ServiceProcess process) => (Stage, _process) = (stage, process);

    internal JobStage Stage { get; }

    /// <summary>Starts it.</summary>
    /// <param name="settings">Environment variables beside the usual, such as <c>Embedding__Provider</c>.</param>
    public static async Task<OwnApi> StartAsync(TestApp app, params (string Name, string Value)[] settings)
    {
        var stage = await JobStage.CreateAsync(app);
        var process = ServiceProcess.Start(
            "CommonTrace.Api",
            [
                ("ConnectionStrings__commontrace", stage.Database.ConnectionString),
                ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200"),
                ("Embedding__Provider", "local"),
                ("Auth__OperatorKey", TestApp.OperatorKey),
                ("Safety__QualityFloor", "false"),
                .. settings,
            ]);
        await process.HealthyAsync();
        return new OwnApi(stage, process);
    }

    /// <summary>A client that sends this key; none when null.</summary>
    public async Task<HttpClient> CreateClientAsync(string? key = TestApp.OperatorKey)
    {
        var client = await _process.CreateClientAsync();
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add("X-API-Key", key);
        }

        return client;
    }

    /// <summary>Asks it to stop, and answers its exit code.</summary>
    public Task<int> StopAsync() => _process.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Stage.DisposeAsync();
    }
}
