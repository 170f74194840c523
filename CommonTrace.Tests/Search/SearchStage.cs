using CommonTrace.Core.Data;
using CommonTrace.Core.Search;
using CommonTrace.Core.Search.Words;
using CommonTrace.Core.Tenants;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommonTrace.Tests.Search;

/// <summary>A database of one's own with an embedded trace, a provider, and searchers over them, each as a process of its own.</summary>
internal sealed class SearchStage : IAsyncDisposable
{
    public const string Pool = "The connection pool of Npgsql is exhausted";

    private SearchStage(JobStage jobs, ScriptedProvider provider, Guid trace) => (Jobs, Provider, Trace) = (jobs, provider, trace);

    public JobStage Jobs { get; }

    public ScriptedProvider Provider { get; }

    /// <summary>The trace that is there to be found: <see cref="Pool"/>.</summary>
    public Guid Trace { get; }

    public static async Task<SearchStage> CreateAsync(TestApp app)
    {
        var provider = await ScriptedProvider.StartAsync();
        var jobs = await JobStage.CreateAsync(app, provider);
        var trace = await jobs.AddTraceAsync(Pool);
        await jobs.PassAsync();
        await jobs.UseAsync<IndexWords, int>(words => words.RunOnceAsync(TestContext.Current.CancellationToken));
        return new SearchStage(jobs, provider, trace);
    }

    /// <summary>A searcher who is configured for the provider, unless the settings say otherwise.</summary>
    public IHost Searcher(TimeProvider time, params (string Key, string Value)[] settings) => Jobs.Database.CreateHost(
        DatabaseRole.Api,
        time,
        [
            .. new[] { ("Embedding:Provider", "openai"), ("Embedding:ApiKey", "key-of-the-tests"), ("Embedding:Endpoint", Provider.Endpoint), ("Search:EmbedTimeout", "00:00:20") }
                .Where(standing => settings.All(setting => setting.Key != standing.Item1)),
            .. settings,
        ]);

    public IHost Searcher(params (string Key, string Value)[] settings) => Searcher(TimeProvider.System, settings);

    public static async Task<SearchAnswer> SearchAsync(IHost searcher, string text = Pool, SearchMode mode = SearchMode.Auto)
    {
        await using var scope = searcher.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Enter(Tenant.CommonsId);
        var answer = await scope.ServiceProvider.GetRequiredService<SearchTraces>().ExecuteAsync(
            new TraceQuery(text, [], Mode: mode), TestContext.Current.CancellationToken);
        Assert.True(answer.Succeeded(out var found, out var failure), failure?.ToString());
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
