using System.Collections.Concurrent;
using CommonTrace.Core.Embeddings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pgvector;
using Polly;
using Polly.CircuitBreaker;

namespace CommonTrace.Core.Search;

/// <summary>Embeds a query with the model whose vectors are stored, in the time that a searcher waits, or says why not.</summary>
public sealed class QueryEmbedder(
    EmbeddingProvider provider, EmbeddingSets sets, QueryVectors vectors, IOptions<SearchOptions> options, TimeProvider time, ILogger<QueryEmbedder> logger)
{
    // Not the workers' circuit: they wait for as long as it takes, a searcher for less than a second.
    private static readonly TimeSpan LeaveAlone = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<EmbeddingModel, ResiliencePipeline<ProviderAnswer>> _breakers = new();

    public async Task<EmbeddedQuery> EmbedAsync(string text, CancellationToken cancellationToken)
    {
        if (await sets.ActiveAsync(cancellationToken) is not { } set)
        {
            return Missing(provider.MissingReason ?? "no trace has been embedded yet");
        }

        if (!provider.TryGet(set.Model, out var generator, out var missing))
        {
            return Missing(missing);
        }

        if (await vectors.GetAsync(set.Model, text, cancellationToken) is { } known)
        {
            return new EmbeddedQuery(new Vector(known), set.Model, null);
        }

        var answer = await AskAsync(set.Model, generator, text, cancellationToken);
        if (answer.Fault is { } fault)
        {
            return Without(fault);
        }

        var vector = answer.Embeddings![0].Vector;
        await vectors.KeepAsync(set.Model, text, vector, cancellationToken);
        return new EmbeddedQuery(new Vector(vector), set.Model, null);
    }

    /// <summary>Asks the provider, unless the last searchers waited for it in vain.</summary>
    private async Task<ProviderAnswer> AskAsync(
        EmbeddingModel model, IEmbeddingGenerator<string, Embedding<float>> generator, string text, CancellationToken cancellationToken)
    {
        try
        {
            return await _breakers.GetOrAdd(model, _ => NewBreaker()).ExecuteAsync(
                async token => await TryAsync(model, generator, text, token), cancellationToken);
        }
        catch (BrokenCircuitException)
        {
            return new ProviderAnswer(null, ProviderFault.CircuitOpen);
        }
    }

    private async Task<ProviderAnswer> TryAsync(
        EmbeddingModel model, IEmbeddingGenerator<string, Embedding<float>> generator, string text, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Value.EmbedTimeout);
        try
        {
            return ProviderAnswer.Of([text], await generator.GenerateAsync([text], cancellationToken: timeout.Token), model);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProviderAnswer(null, ProviderFault.Of(exception, secret: null, time));
        }
    }

    private ResiliencePipeline<ProviderAnswer> NewBreaker() => new ResiliencePipelineBuilder<ProviderAnswer> { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<ProviderAnswer>
        {
            ShouldHandle = new PredicateBuilder<ProviderAnswer>().HandleResult(answer => answer.Fault is { IsPermanent: false }),
            FailureRatio = 0.9,
            MinimumThroughput = 3,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = LeaveAlone,
        }).Build();

    private static EmbeddedQuery Missing(string reason) => new(null, null, $"Nothing is searched by meaning: {reason}.");

    // The detail may repeat the text that was sent: it is not logged.
    private EmbeddedQuery Without(ProviderFault fault)
    {
        logger.LogWarning("The query was not embedded: {Code}", fault.Code);
        return new EmbeddedQuery(null, null, $"The embedding provider did not help ({fault.Code}).");
    }
}

/// <summary>A query's vector with its model, or why there is none.</summary>
public sealed record EmbeddedQuery(Vector? Vector, EmbeddingModel? Model, string? MissingReason)
{
    /// <summary>Nobody asked for a search by meaning.</summary>
    public static readonly EmbeddedQuery NotAsked = new(null, null, null);
}
