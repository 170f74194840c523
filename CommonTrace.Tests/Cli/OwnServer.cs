using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

/// <summary>Tests of commands that steer a queue: over one of their own, without workers, so that they stop nobody else's work.</summary>
public abstract class OwnServer(TestApp app) : IAsyncLifetime
{
    private OwnApi? _api;

    protected TestApp App => app;

    protected OwnApi Api => _api!;

    private protected JobStage Stage => Api.Stage;

    protected CliProcess Cli { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _api = await OwnApi.StartAsync(app);
        using var client = await _api.CreateClientAsync();
        (Cli.Environment["COMMONTRACE_URL"], Cli.Environment["COMMONTRACE_API_KEY"]) = (client.BaseAddress!.ToString(), TestApp.OperatorKey);
    }

    public async ValueTask DisposeAsync()
    {
        Cli.Dispose();
        await Api.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
