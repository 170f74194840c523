using OpenAI.Embeddings;
using OpenAIOptions = OpenAI.Embeddings.EmbeddingGenerationOptions;

namespace Microsoft.Extensions.AI;

internal sealed class OpenAIEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingClient _client;
    private readonly EmbeddingGeneratorMetadata _metadata;

    public OpenAIEmbeddingGenerator(EmbeddingClient embeddingClient, int? defaultModelDimensions)
    {
        ArgumentNullException.ThrowIfNull(embeddingClient);
        if (defaultModelDimensions is { } dimensions)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1, nameof(defaultModelDimensions));
        }

        _client = embeddingClient;
        _metadata = new("openai", embeddingClient.Endpoint, embeddingClient.Model, defaultModelDimensions);
    }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var result = await _client.GenerateEmbeddingsAsync(values, Translate(options), cancellationToken).ConfigureAwait(false);

        var answer = result.Value;
        var receivedAt = TimeProvider.System.GetUtcNow();
        var embeddings = answer.Select(item => new Embedding<float>(item.ToFloats())
        {
            CreatedAt = receivedAt,
            ModelId = answer.Model,
        });

        // Servers that only speak the protocol (local ones above all) may leave the usage out.
        return new(embeddings)
        {
            Usage = answer.Usage is { } usage
                ? new() { InputTokenCount = usage.InputTokenCount, TotalTokenCount = usage.TotalTokenCount }
                : null,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
        {
            return null;
        }

        return Array.Find<object>([this, _client, _metadata], serviceType.IsInstanceOfType);
    }

    // The client belongs to the caller.
    public void Dispose()
    {
    }

    private OpenAIOptions Translate(EmbeddingGenerationOptions? options)
    {
        var translated = options?.RawRepresentationFactory?.Invoke(this) as OpenAIOptions ?? new();
        translated.Dimensions ??= options?.Dimensions ?? _metadata.DefaultModelDimensions;

        // The client writes its own model into every request; only a patch of the JSON can name another.
        if (options?.ModelId is { } model && !translated.Patch.Contains("$.model"u8))
        {
            translated.Patch.Set("$.model"u8, model);
        }

        return translated;
    }
}
