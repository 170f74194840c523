using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

internal sealed class OrchestratorService(ApplicationOrchestrator orchestrator) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => orchestrator.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => orchestrator.StopAsync();
}
