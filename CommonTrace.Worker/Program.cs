// What happens later: the pool of embedding workers, and the duties that come round.

using CommonTrace.Core;
using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Redis;
using CommonTrace.Core.Telemetry;
using CommonTrace.ServiceDefaults;
using CommonTrace.Worker;
using Microsoft.Extensions.Options;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddCommonTrace(DatabaseRole.Worker);
builder.AddRedis();
builder.AddEmbeddingHealth();
builder.Services.AddValidated<WorkerOptions>(WorkerOptions.Section);
// What stands still by then, as a database may, is left to the leases.
builder.Services.AddOptions<HostOptions>().Configure<IOptions<WorkerOptions>>((host, worker) => host.ShutdownTimeout = worker.Value.StopWithin);
builder.Services.AddSingleton<WorkSignal>();
builder.Services.AddSingleton<WorkerIdle>();
builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseGate>());
builder.Services.AddHostedService(services => services.GetRequiredService<ConfiguredModel>());
builder.Services.AddHostedService<WakeUpListener>();
builder.Services.AddHostedService<EmbeddingWorkers>();
builder.Services.AddHostedService<RescueDuty>();
builder.Services.AddHostedService<SweepDuty>();
builder.Services.AddHostedService<RetentionDuty>();
builder.Services.AddSingleton<QueueGauges>();
builder.Services.AddHostedService<GaugeDuty>();
builder.Services.AddHostedService<HistoryDuty>();
builder.Services.AddHostedService<ReembedDuty>();
builder.Services.AddHostedService<VectorIndexDuty>();
builder.Services.AddHostedService<WordsDuty>();
builder.Services.AddHostedService<SearchUpkeepDuty>();

await using var app = builder.Build();

app.MapDefaultEndpoints();

try
{
    await app.StartAsync();
}
catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
{
    // Told to stop while it was starting: its workers may have work in hand already, and give it back like any others.
}

await app.WaitForShutdownAsync();
