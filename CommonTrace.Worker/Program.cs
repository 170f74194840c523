// What happens later: the pool of embedding workers, and the duties that come round.

using CommonTrace.Core;
using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Redis;
using CommonTrace.Core.Telemetry;
using CommonTrace.ServiceDefaults;
using CommonTrace.Worker;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddCommonTrace(DatabaseRole.Worker);
builder.AddRedis();
builder.Services.AddValidated<WorkerOptions>(WorkerOptions.Section);
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
builder.Services.AddHostedService<ReembedDuty>();
builder.Services.AddHostedService<VectorIndexDuty>();

var app = builder.Build();

app.MapDefaultEndpoints();

app.Run();
