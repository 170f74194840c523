using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

/// <summary>An API over a queue of its own, whose provider is scripted; with a worker when one is started.</summary>
public sealed class OperateSite(TestApp app) : IAsyncLifetime
{
    private ScriptedProvider? _provider;
    private OwnApi? _api;
    private ServiceProcess? _worker;

    public ScriptedProvider Provider => _provider!;

    public Uri Address { get; private set; } = new("about:blank");

    internal JobStage Stage => _api!.Stage;

    public async ValueTask InitializeAsync()
    {
        _provider = await ScriptedProvider.StartAsync();
        // There it is checked, too, that nothing outlives the scope that it is made in.
        _api = await OwnApi.StartAsync(app, [("ASPNETCORE_ENVIRONMENT", "Development"), .. Settings()]);
        using var client = await _api.CreateClientAsync();
        Address = client.BaseAddress!;
    }

    /// <summary>A client that speaks REST as the operator.</summary>
    public Task<HttpClient> CreateClientAsync() => _api!.CreateClientAsync();

    /// <summary>Starts a worker over the queue, unless one runs already.</summary>
    public async Task StartWorkerAsync()
    {
        if (_worker is null)
        {
            _worker = ServiceProcess.Start(
                "CommonTrace.Worker",
                [
                    ("ConnectionStrings__commontrace", Stage.Database.ConnectionString), ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200"),
                    ("Worker__Poll", "00:00:00.2"), .. Settings(),
                ]);
            await _worker.HealthyAsync();
        }
    }

    internal Task<PageClient> SignInAsync() => PageClient.SignInAsync(Address, TestApp.OperatorKey);

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        await _api!.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private (string Name, string Value)[] Settings() =>
        [("Embedding__Provider", "openai"), ("Embedding__ApiKey", "provider-key-of-the-tests"), ("Embedding__Endpoint", Provider.Endpoint)];
}
