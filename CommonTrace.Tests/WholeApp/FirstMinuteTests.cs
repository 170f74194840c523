using System.Net.Http.Json;
using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.WholeApp;

/// <summary>What somebody meets who has just started the system.</summary>
public sealed class FirstMinuteTests(TestApp app)
{
    private static readonly TimeSpan SampleLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_samples_are_found_by_what_they_are_about()
    {
        using var client = app.CreateClient();

        var best = await SearchUntilAsync(client, "MissingGreenlet in FastAPI with async SQLAlchemy", SampleLimit, result => result.GetProperty("is_seed").GetBoolean());

        Assert.Contains("sqlalchemy", best.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal("validated", best.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_new_trace_is_found_by_its_words_within_two_seconds()
    {
        var tenant = await app.CreateTenantAsync();
        using var client = await tenant.CreateContributorAsync();
        var trace = new { title = "Quokka cache returns stale ferrets", context_text = "The quokka layer kept ferrets.", solution_text = "Evict the ferrets.", tags = new[] { "Quokka" } };

        var answer = await client.PostAsJsonAsync("/api/v1/traces", trace, TestContext.Current.CancellationToken);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid();

        await SearchUntilAsync(client, "stale ferrets in the quokka cache", TimeSpan.FromSeconds(2), result => result.GetProperty("id").GetGuid() == id);
    }

    private static async Task<JsonElement> SearchUntilAsync(HttpClient client, string q, TimeSpan longest, Func<JsonElement, bool> isIt)
    {
        using var limit = new CancellationTokenSource(longest);
        while (true)
        {
            var answer = await client.PostAsJsonAsync("/api/v1/traces/search", new { q, limit = 1 }, limit.Token);
            var found = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(limit.Token);
            if (found.GetProperty("results").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } best && isIt(best))
            {
                return best;
            }
        }
    }
}
