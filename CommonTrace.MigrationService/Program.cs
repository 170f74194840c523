// What happens first: migrations, then the sample traces, then exit. A failure is exit code 1, and whoever waits for this does not start.

using CommonTrace.Core;
using CommonTrace.Core.Data;
using CommonTrace.Core.Fixtures;
using CommonTrace.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateApplicationBuilder(args);
builder.AddServiceDefaults();
builder.AddCommonTrace(DatabaseRole.Owner);

using var host = builder.Build();
var logger = host.Services.GetRequiredService<ILogger<Program>>();
var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
await host.StartAsync();
try
{
    await using var scope = host.Services.CreateAsyncScope();
    await scope.ServiceProvider.GetRequiredService<MigrateDatabase>().ExecuteAsync(lifetime.ApplicationStopping);
    if (builder.Configuration.GetValue("Fixtures:Load", defaultValue: true))
    {
        var samples = Path.Combine(AppContext.BaseDirectory, "fixtures", "sample_traces.json");
        await scope.ServiceProvider.GetRequiredService<LoadFixtures>().ExecuteAsync(samples, lifetime.ApplicationStopping);
    }

    return 0;
}
catch (Exception exception)
{
    logger.LogCritical(exception, "The database was not brought up to date: {Reason}", exception.Message);
    return 1;
}
finally
{
    await host.StopAsync();
}
