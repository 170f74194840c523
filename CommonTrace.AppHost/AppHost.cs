// The system on one page: what runs, what it needs, in which order it starts.

var builder = DistributedApplication.CreateBuilder(args);

// Parameters: configuration `Parameters:<name>`; what is not given is generated once and kept in the user secrets.
var operatorKey = builder.AddParameter(
    "operator-key", new GenerateParameterDefault { MinLength = 43, Special = false }, secret: true, persist: true);

// Data outlives the run, unless `UseVolumes=false` asks for a throw-away system (the tests do).
var postgres = builder.AddPostgres("postgres").WithImage("pgvector/pgvector", "pg17");
if (builder.Configuration.GetValue("UseVolumes", true))
{
    postgres.WithDataVolume("commontrace-postgres");
}

var database = postgres.AddDatabase("commontrace");
var redis = builder.AddRedis("redis");

// Embeddings: a key for OpenAI (or any server that speaks its protocol), else the local embedder while developing.
var embedding = EmbeddingSettings.From(builder);

var migrations = builder.AddProject<Projects.CommonTrace_MigrationService>("migrations")
    .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
    .WithReference(database)
    .WaitFor(database);

builder.AddProject<Projects.CommonTrace_Api>("api")
    .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
    .WithReference(database)
    .WithReference(redis)
    .WithEnvironment("Auth__OperatorKey", operatorKey)
    .WithEmbeddings(embedding)
    .WaitFor(redis)
    .WaitForCompletion(migrations)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

builder.AddProject<Projects.CommonTrace_Worker>("worker")
    .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
    .WithReference(database)
    .WithReference(redis)
    .WithEmbeddings(embedding)
    .WithReplicas(builder.Configuration.GetValue("WorkerReplicas", 1))
    .WaitFor(redis)
    .WaitForCompletion(migrations)
    .WithHttpHealthCheck("/health");

builder.Build().Run();
