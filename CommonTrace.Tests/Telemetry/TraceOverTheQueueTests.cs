using System.Net.Http.Json;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Telemetry;

/// <summary>One telemetry trace leads from the request over the job to the provider and the store, through two processes.</summary>
public sealed class TraceOverTheQueueTests(TestApp app)
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task A_request_can_be_followed_to_the_provider_and_the_store()
    {
        await using var receiver = await TelemetryReceiver.StartAsync();
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app);
        await using var api = Start("CommonTrace.Api", "api", stage, provider, receiver);
        await using var worker = Start("CommonTrace.Worker", "worker", stage, provider, receiver);
        await api.HealthyAsync();
        using var client = await api.CreateClientAsync();
        client.DefaultRequestHeaders.Add("X-API-Key", TestApp.OperatorKey);
        client.DefaultRequestHeaders.Add("traceparent", $"00-{TraceId}-00f067aa0ba902b7-01");

        await client.PostAsJsonAsync(
            "/api/v1/traces", new { title = "followed", context_text = "c", solution_text = "s" }, TestContext.Current.CancellationToken);

        foreach (var (service, span) in new[] { ("api", "POST /api/v1/traces"), ("worker", "embed batch"), ("worker", "POST"), ("worker", "embedding stored") })
        {
            await Eventually.TrueAsync(() => Task.FromResult(receiver.Holds(service, TraceId, span)), TimeSpan.FromSeconds(30), () => $"{service}: {span}\n{worker.Output}");
        }
    }

    private static ServiceProcess Start(string project, string name, JobStage stage, ScriptedProvider provider, TelemetryReceiver receiver) => ServiceProcess.Start(
        project,
        ("ConnectionStrings__commontrace", stage.Database.ConnectionString),
        ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200"),
        ("Auth__OperatorKey", TestApp.OperatorKey),
        ("Embedding__Provider", "openai"),
        ("Embedding__ApiKey", "key-of-the-tests"),
        ("Embedding__Endpoint", provider.Endpoint),
        ("Worker__Poll", "00:00:00.2"),
        ("OTEL_SERVICE_NAME", name),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Endpoint),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "200"));
}
