using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Serves the dashboard on the loopback interface until the returned object is disposed.</summary>
internal static class DashboardServer
{
    public static async Task<RunningDashboard> StartAsync(
        Uri url, IDashboardSource source, ILogger logger, CancellationToken ct)
    {
        if (url.Scheme != Uri.UriSchemeHttp || !DashboardGuard.HostNames.Contains(url.Host))
        {
            throw Unusable(url, "it is served over http on localhost, 127.0.0.1 or [::1] only");
        }

        // Empty: the application's own settings, urls and log levels are not meant for this server.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => Listen(options, url));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));

        var app = builder.Build();
        var guard = new DashboardGuard();
        app.Use(guard.InvokeAsync);
        new DashboardEndpoints(source, guard, logger, app.Lifetime.ApplicationStopping).Map(app);

        try
        {
            await app.StartAsync(ct);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw Unusable(url, e.InnerException is AddressInUseException ? "another program uses this port" : e.Message, e);
        }

        logger.LogInformation("Dashboard: {Url}", string.Join(", ", app.Urls));
        return new RunningDashboard(app);
    }

    private static void Listen(KestrelServerOptions options, Uri url)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = 0;
        options.Limits.MaxConcurrentConnections = 64;

        // `localhost` is both address families, which a port chosen by the system cannot serve.
        if (url.Host == "localhost" && url.Port != 0)
        {
            options.ListenLocalhost(url.Port);
        }
        else
        {
            options.Listen(url.HostNameType == UriHostNameType.IPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, url.Port);
        }
    }

    private static InvalidOperationException Unusable(Uri url, string reason, Exception? cause = null) => new(
        $"The dashboard cannot listen on {url.GetLeftPart(UriPartial.Authority)}: {reason}. "
        + "Choose another address with --ASPNETCORE_URLS=http://localhost:<port>.", cause);

    public sealed class RunningDashboard(WebApplication app) : IAsyncDisposable
    {
        /// <summary>Where it listens, also when the system chose the port.</summary>
        public Uri Address { get; } = new(app.Urls.First());

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
    }

    // Ctrl+C belongs to the host: the dashboard stays to show how everything stops.
    private sealed class OwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
