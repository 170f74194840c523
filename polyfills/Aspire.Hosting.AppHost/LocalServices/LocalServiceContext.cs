using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.LocalServices;

/// <param name="ResourceName">The name in the app model.</param>
/// <param name="DataFolder">Exists. Kept from run to run when the resource has a named volume, else deleted when it stops.</param>
/// <param name="Port">The loopback port to listen on.</param>
/// <param name="Logger">What it says appears among the resource's own log lines.</param>
/// <param name="Services">The services of the application.</param>
internal sealed record LocalServiceContext(
    string ResourceName, string DataFolder, int Port, ILogger Logger, IServiceProvider Services);
