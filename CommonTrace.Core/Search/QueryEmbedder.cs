using CommonTrace.Core.Embeddings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pgvector;

namespace CommonTrace.Core.Search;

/// <summary>Embeds a query with the model whose vectors are stored, in the time that a searcher waits, or says why not.</summary>
public sealed class QueryEmbedder(
    EmbeddingProvider provider, EmbeddingSets sets, IOptions<SearchOptions> options, TimeProvider time, ILogger<QueryEmbedder> logger)
{
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

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Value.EmbedTimeout);
        try
        {
            var embedding = await generator.GenerateAsync(text, cancellationToken: timeout.Token);
            return ProviderFault.In(embedding.Vector.Span, set.Model.Dimensions) is { } fault ? Without(fault) : new EmbeddedQuery(new Vector(embedding.Vector), set.Model, null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return Without(ProviderFault.Of(exception, secret: null, time));
        }
    }

    private static EmbeddedQuery Missing(string reason) => new(null, null, $"Nothing is searched by meaning: {reason}.");

    // The detail may repeat the text that was sent: it is not logged.
    private EmbeddedQuery Without(ProviderFault fault)
    {
        logger.LogWarning("The query was not embedded: {Code}", fault.Code);
        return new EmbeddedQuery(null, null, $"The embedding provider did not help ({fault.Code}).");
    }
}

/// <summary>A query's vector with its model, or why there is none.</summary>
public sealed record EmbeddedQuery(Vector? Vector, EmbeddingModel? Model, string? MissingReason);
