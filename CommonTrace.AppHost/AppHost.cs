// The system on one page: what runs, what it needs, in which order it starts.

using CommonTrace.AppHost;
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);

// Secrets. The operator's key is generated once when `Parameters:operator-key` gives none, kept in the user secrets, and shown on the
// dashboard; the others may be empty.
var operatorKey = builder.AddParameter(
    "operator-key", new GenerateParameterDefault { MinLength = 43, Special = false }, secret: true, persist: true);
var openAIKey = builder.AddParameter("openai-api-key", builder.Configuration["Embedding:ApiKey"] ?? builder.Configuration["OPENAI_API_KEY"] ?? "", secret: true);
var pepper = builder.AddParameter("auth-pepper", builder.Configuration["Auth:Pepper"] ?? "", secret: true);

// Data outlives the run, unless `UseVolumes=false` asks for a throw-away system (the tests do).
var postgres = builder.AddPostgres("postgres").WithImage("pgvector/pgvector", "pg17");
if (builder.Configuration.GetValue("UseVolumes", defaultValue: true))
{
    postgres.WithDataVolume("commontrace-postgres");
}

var database = postgres.AddDatabase("commontrace");
var redis = builder.AddRedis("redis");

var migrations = builder.AddProject<Projects.CommonTrace_MigrationService>("migrations")
    .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
    .WithReference(database)
    .WithSettings(builder)
    .WaitFor(database);

builder.AddProject<Projects.CommonTrace_Api>("api")
    .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
    .WithReference(database)
    .WithReference(redis)
    .WithEnvironment("Auth__OperatorKey", operatorKey)
    .WithEnvironment("Auth__Pepper", pepper)
    .WithEnvironment("OPENAI_API_KEY", openAIKey)
    .WithSettings(builder)
    .WithEndpoint("http", http => http.Port = builder.Configuration.GetValue<int?>("ApiPort") ?? http.Port) // 5180, by its launch profile
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WaitFor(redis)
    .WaitForCompletion(migrations);

builder.AddProject<Projects.CommonTrace_Worker>("worker")
    .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
    .WithReference(database)
    .WithReference(redis)
    .WithEnvironment("OPENAI_API_KEY", openAIKey)
    .WithSettings(builder)
    .WithReplicas(builder.Configuration.GetValue("WorkerReplicas", defaultValue: 1))
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WaitFor(redis)
    .WaitForCompletion(migrations);

builder.Build().Run();
