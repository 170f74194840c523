using CommonTrace.Tests.Support;

namespace CommonTrace.Benchmarks.Stage;

/// <summary>The system with a private PostgreSQL and Redis, started through its AppHost when a benchmark first asks for it.</summary>
internal sealed class BenchmarkApp : IAsyncDisposable
{
    private TestApp? _app;

    public async Task<TestApp> StartedAsync()
    {
        if (_app is null)
        {
            _app = new TestApp { Settings = ["Logging:LogLevel:Default=Warning"] };
            await _app.InitializeAsync();
        }

        return _app;
    }

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
}
