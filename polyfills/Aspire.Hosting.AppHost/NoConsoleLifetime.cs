using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Inside a test process, Ctrl+C belongs to the test runner.</summary>
internal sealed class NoConsoleLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
