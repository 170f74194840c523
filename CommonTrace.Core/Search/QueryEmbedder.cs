using CommonTrace.Core.Embeddings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pgvector;

namespace CommonTrace.Core.Search;

/// <summary>Embeds a query in the time that a searcher waits, or says why not.</summary>
public sealed class QueryEmbedder(EmbeddingProvider provider, IOptions<SearchOptions> options, TimeProvider time, ILogger<QueryEmbedder> logger)
{
    public async Task<EmbeddedQuery> EmbedAsync(string text, CancellationToken cancellationToken)
    {
        if (!provider.TryGet(out var generator, out var model))
        {
            return new EmbeddedQuery(null, null, $"Nothing is searched by meaning: {provider.MissingReason}.");
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Value.EmbedTimeout);
        try
        {
            var embedding = await generator.GenerateAsync(text, cancellationToken: timeout.Token);
            return embedding.Vector.Length == EmbeddingModel.Dimensions
                ? new EmbeddedQuery(new Vector(embedding.Vector), model, null)
                : new EmbeddedQuery(null, null, ProviderFault.WrongDimensions(embedding.Vector.Length).Detail);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var fault = ProviderFault.Of(exception, time);
            logger.LogWarning("The query was not embedded: {Code}: {Detail}", fault.Code, fault.Detail);
            return new EmbeddedQuery(null, null, $"The embedding provider did not help ({fault.Code}).");
        }
    }
}

/// <summary>A query's vector with its model, or why there is none.</summary>
public sealed record EmbeddedQuery(Vector? Vector, EmbeddingModel? Model, string? MissingReason);
