// How CommonTrace is spoken to: one folder per feature, each with its endpoints and its wire contracts.

using CommonTrace.Api;
using CommonTrace.Api.Admin;
using CommonTrace.Api.Amendments;
using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Jobs;
using CommonTrace.Api.Keys;
using CommonTrace.Api.Mcp;
using CommonTrace.Api.Moderation;
using CommonTrace.Api.Pages;
using CommonTrace.Api.Pages.SignIn;
using CommonTrace.Api.RateLimits;
using CommonTrace.Api.Search;
using CommonTrace.Api.Tags;
using CommonTrace.Api.Telemetry;
using CommonTrace.Api.Tenants;
using CommonTrace.Api.Traces;
using CommonTrace.Api.Trust;
using CommonTrace.Core;
using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Redis;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;
using CommonTrace.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddCommonTrace(DatabaseRole.Api);
builder.AddRedis();
builder.AddEmbeddingHealth();
builder.AddErrors();
builder.AddClientAddresses();
builder.AddApiKeyAuthentication();
builder.AddWireFormat();
builder.AddMcp();
builder.AddPages();
builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseGate>());
builder.Services.AddHostedService(services => services.GetRequiredService<ConfiguredModel>());
builder.Services.AddHostedService(services => services.GetRequiredService<NoteOpens>());
builder.Services.AddHostedService<KeyListener>();

var app = builder.Build();

app.UseForwardedHeaders();
app.UseRequestId();
app.UsePageHeaders();
app.UseErrors();
app.UseDatabaseGate();
app.UseMcpGuard();
app.UseAuthentication();
// After it, since keys have buckets of their own; before what refuses bad keys, since that costs its address a token.
app.UseRateLimits();
app.UseVisitors();
app.UseAuthorization();
app.UseFormGuard();

app.MapDefaultEndpoints(protectMetrics: metrics => metrics.RequireLoopbackOrScope(Scopes.Operate));
app.MapOpenApi("/openapi/v1.json");
var api = app.MapGroup("/api/v1").LimitRate();
api.MapKeys();
api.MapMe();
api.MapTraces();
api.MapTraceLife();
api.MapVersions();
api.MapAmendments();
api.MapModeration();
api.MapTrust();
api.MapSearch();
api.MapWanted();
api.MapTags();
api.MapClientReports();
api.MapJobs();
api.MapQueue();
api.MapAudit();
api.MapImport();
api.MapExport();
api.MapTenants();
api.MapReembed();
api.MapDoctor();
app.MapMcpDoor();
app.MapPages();

app.Run();
