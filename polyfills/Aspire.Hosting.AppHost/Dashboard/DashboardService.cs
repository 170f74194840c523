using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Serves the dashboard from before the first resource starts until after the last one stopped.</summary>
internal sealed class DashboardService(
    IConfiguration configuration, RunOptions run, IDashboardSource source, ILogger<DashboardService> logger) : IHostedService
{
    private const string DefaultAddress = "http://localhost:18888";
    private IAsyncDisposable? _server;

    /// <summary>Null when the dashboard is off.</summary>
    public Uri? Address { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (run.DisableDashboard)
        {
            return;
        }

        var addresses = configuration["ASPNETCORE_URLS"] ?? DefaultAddress;
        var first = addresses.Split(';', 2)[0];
        var wanted = Uri.TryCreate(first, UriKind.Absolute, out var address)
            ? address
            : throw new DistributedApplicationException($"The dashboard's address '{first}' (ASPNETCORE_URLS) is not a URL.");
        try
        {
            var server = await DashboardServer.StartAsync(wanted, source, logger, cancellationToken);
            _server = server;
            Address = server.Address;
        }
        catch (InvalidOperationException unusable)
        {
            throw new DistributedApplicationException(unusable.Message, unusable);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }
}
