using CommonTrace.Core;
using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Embeddings.Reembed;
using CommonTrace.Core.Search;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommonTrace.Tests.Reembed;

/// <summary>A database of one's own whose traces are embedded, a provider that serves any model, a worker's services and an API's.</summary>
internal sealed class ReembedStage : IAsyncDisposable
{
    public static readonly Caller Operator = new(User.OperatorId, Tenant.CommonsId, Scopes.All, null);

    private readonly IHost _api;

    private ReembedStage(JobStage jobs, ScriptedProvider provider, IHost api) => (Jobs, Provider, _api) = (jobs, provider, api);

    public JobStage Jobs { get; }

    public TestDatabase Database => Jobs.Database;

    public ScriptedProvider Provider { get; }

    /// <summary>The model of the stored vectors is <c>text-embedding-3-small</c> with 1,536 dimensions.</summary>
    public static async Task<ReembedStage> CreateAsync(TestApp app, int traces, params (string Key, string Value)[] settings)
    {
        var provider = await ScriptedProvider.StartAsync();
        var jobs = await JobStage.CreateAsync(app, provider, settings);
        var api = jobs.Database.CreateHost(
            DatabaseRole.Api, ("Embedding:Provider", "openai"), ("Embedding:ApiKey", "provider-key-of-the-tests"), ("Embedding:Endpoint", provider.Endpoint),
            ("Search:EmbedTimeout", "00:00:20"));
        var stage = new ReembedStage(jobs, provider, api);
        await jobs.AddManyAsync(traces);
        await stage.WorkAsync();
        return stage;
    }

    public static EmbeddingModel Model(int dimensions = 1536, string id = "another-model") => new(EmbeddingModel.OpenAIProvider, id, "1", dimensions);

    public Task<Result<ReembeddingProgress>> TryStartAsync(EmbeddingModel model) =>
        Jobs.UseAsync<StartReembedding, Result<ReembeddingProgress>>(start => start.ExecuteAsync(Operator, model, TestContext.Current.CancellationToken));

    public async Task<ReembeddingProgress> StartAsync(EmbeddingModel? model = null) => Value(await TryStartAsync(model ?? Model()));

    public Task<ReembeddingProgress> ProgressAsync() => RunAsync<GetReembedding>(progress => progress.ExecuteAsync(TestContext.Current.CancellationToken));

    public Task<ReembeddingProgress> PauseAsync() => RunAsync<PauseReembedding>(pause => pause.PauseAsync(Operator, TestContext.Current.CancellationToken));

    public Task<ReembeddingProgress> ResumeAsync() => RunAsync<PauseReembedding>(pause => pause.ResumeAsync(Operator, TestContext.Current.CancellationToken));

    public Task<ReembeddingProgress> AbortAsync() => RunAsync<AbortReembedding>(abort => abort.ExecuteAsync(Operator, TestContext.Current.CancellationToken));

    public Task<ReembeddingProgress> RollBackAsync() => RunAsync<RollBackReembedding>(rollBack => rollBack.ExecuteAsync(Operator, TestContext.Current.CancellationToken));

    /// <summary>One step of the duty, with fresh eyes.</summary>
    public async Task<bool> AdvanceAsync()
    {
        await LookAsync();
        return await Jobs.UseAsync<AdvanceReembedding, bool>(advance => advance.RunOnceAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Passes of a worker until nothing is due.</summary>
    public async Task WorkAsync()
    {
        do
        {
            await LookAsync();
        }
        while (await Jobs.PassAsync(batch: 128) > 0);
    }

    /// <summary>The duty and a worker, in turns, until searches read the new set.</summary>
    public async Task FinishAsync() => await Eventually.TrueAsync(
        async () =>
        {
            await AdvanceAsync();
            await WorkAsync();
            return (await ProgressAsync()).State == "ready";
        },
        TimeSpan.FromSeconds(60));

    /// <summary>A search as the API runs it.</summary>
    public Task<SearchAnswer> SearchAsync(string text) => UseApiAsync<SearchTraces, SearchAnswer>(async search => Value(
        await search.ExecuteAsync(new TraceQuery(text, [], Mode: SearchMode.Semantic), TestContext.Current.CancellationToken)));

    /// <summary>A contribution as the API takes it, with <c>c</c> and <c>s</c> for context and solution.</summary>
    public async Task<Guid> ContributeAsync(string title) => Value(await UseApiAsync<ContributeTrace, Result<ContributedTrace>>(contribute => contribute.ExecuteAsync(
        Operator, new NewTrace(title, "c", "s", [], null, null, null), null, TestContext.Current.CancellationToken))).Id;

    public async Task<TResult> UseApiAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = _api.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Enter(Tenant.CommonsId);
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task<string> TypeOfVectorsAsync() => (string)(await Database.SqlAsync(
        "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'traces'::regclass and attname = 'embedding'"))!;

    /// <summary>How many columns belong to sets beside the active one.</summary>
    public async Task<long> SpareColumnsAsync(string suffix) => (long)(await Database.SqlAsync(
        "select count(*) from pg_attribute where attrelid = 'traces'::regclass and not attisdropped and attname ~ ('^embed.*_' || $1 || '(_|$)')", suffix))!;

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await Jobs.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private async Task<ReembeddingProgress> RunAsync<TVerb>(Func<TVerb, Task<Result<ReembeddingProgress>>> run)
        where TVerb : notnull => Value(await Jobs.UseAsync(run));

    private Task<bool> LookAsync() => Jobs.UseAsync<EmbeddingSets, bool>(sets =>
    {
        sets.Forget();
        return Task.FromResult(true);
    });

    private static T Value<T>(Result<T> result)
    {
        Assert.True(result.Succeeded(out var value, out var failure), failure?.Detail);
        return value!;
    }
}
