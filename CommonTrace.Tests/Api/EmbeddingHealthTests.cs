using System.Net;
using System.Text.Json;
using CommonTrace.Tests.Jobs.Control;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>What /health says of embedding, where no worker runs but those that the test makes up.</summary>
public sealed class EmbeddingHealthTests(TestApp app)
{
    [Fact]
    public async Task Without_a_worker_it_is_degraded_and_with_one_ok()
    {
        await using var api = await OwnApi.StartAsync(app);
        using var client = await api.CreateClientAsync(key: null);

        var without = await CheckAsync(client, "embedding_worker");
        await BeatAsync(api);
        var with = await CheckAsync(client, "embedding_worker");
        await api.Stage.Database.SqlAsync("update embedding_workers set last_seen_at = now() - interval '31 seconds'");
        var lost = await CheckAsync(client, "embedding_worker");

        Assert.Equal("degraded", without.Status);
        Assert.Contains("No embedding worker was seen", without.Description, StringComparison.Ordinal);
        Assert.Equal(("ok", null), with);
        Assert.Equal(without, lost);
    }

    [Fact]
    public async Task A_pause_is_told_and_an_open_circuit_degrades()
    {
        await using var api = await OwnApi.StartAsync(app);
        using var client = await api.CreateClientAsync(key: null);
        await BeatAsync(api);
        await api.Stage.SetAsync();

        await api.Stage.PauseAsync("a secret reason");
        var paused = await CheckAsync(client, "embedding_worker");
        await api.Stage.Database.SqlAsync(
            "insert into embedding_circuits (provider, model_id, state, faults, code, open_until) select provider, model_id, 'open', 1, 'provider.denied', now() + interval '1 minute' from embedding_sets");
        var open = await CheckAsync(client, "embedding_worker");

        Assert.Equal(("ok", "The queue is paused."), paused);
        Assert.Equal("degraded", open.Status);
        Assert.Contains("provider.denied", open.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_model_than_that_of_the_stored_vectors_is_told_with_the_cure()
    {
        await using var api = await OwnApi.StartAsync(app, ("Embedding__Provider", "openai"), ("Embedding__ApiKey", "key-of-the-tests"), ("Embedding__Model", "model-b"));
        using var client = await api.CreateClientAsync(key: null);

        var before = await CheckAsync(client, "embedding_model");
        await api.Stage.SetAsync();
        var after = await CheckUntilAsync(client, "embedding_model", "degraded");

        Assert.Equal(("ok", null), before);
        Assert.Contains("model-b 1 (openai, 1536 dimensions) is configured", after.Description, StringComparison.Ordinal);
        Assert.Contains("of commontrace-", after.Description, StringComparison.Ordinal);
        Assert.Contains("POST /api/v1/admin/reembed", after.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_provider_it_is_only_told()
    {
        await using var api = await OwnApi.StartAsync(app, ("Embedding__Provider", "none"));
        using var client = await api.CreateClientAsync(key: null);
        await api.Stage.SetAsync();

        var (status, description) = await CheckAsync(client, "embedding_model");

        Assert.Equal("ok", status);
        Assert.StartsWith("Nothing is embedded here: the provider is none", description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_running_system_is_ok()
    {
        using var client = app.CreateClient(key: null);

        Assert.Equal("ok", (await CheckUntilAsync(client, "embedding_worker", "ok")).Status);
        Assert.Equal("ok", (await CheckUntilAsync(client, "embedding_model", "ok")).Status);
    }

    private static async Task<(string? Status, string? Description)> CheckAsync(HttpClient client, string check)
    {
        var found = (await client.GetAnswerAsync("/health")).Is(HttpStatusCode.OK).Body.GetProperty("checks").GetProperty(check);
        return (found.GetProperty("status").GetString(), found.GetProperty("description") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null);
    }

    private static async Task<(string? Status, string? Description)> CheckUntilAsync(HttpClient client, string check, string status)
    {
        await Jobs.Eventually.TrueAsync(async () => (await CheckAsync(client, check)).Status == status);
        return await CheckAsync(client, check);
    }

    private static async Task BeatAsync(OwnApi api) => await api.Stage.Database.SqlAsync(
        "insert into embedding_workers (id, host, process_id, number, jobs_processed, jobs_succeeded, jobs_failed) values (gen_random_uuid(), 'host', 7, 1, 0, 0, 0)");
}
