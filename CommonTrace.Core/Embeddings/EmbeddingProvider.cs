using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics.CodeAnalysis;
using CommonTrace.Core.Embeddings.Local;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using OpenAI;

namespace CommonTrace.Core.Embeddings;

/// <summary>The configured embedding generator with its model, or the reason why there is none.</summary>
public sealed class EmbeddingProvider : IDisposable
{
    private readonly IEmbeddingGenerator<string, Embedding<float>>? _generator;

    public EmbeddingProvider(IOptions<EmbeddingOptions> options)
    {
        var settings = options.Value;
        switch (settings.Provider)
        {
            case EmbeddingProviderKind.Local:
                Model = new EmbeddingModel(LocalEmbeddingGenerator.ModelId, LocalEmbeddingGenerator.ModelVersion);
                _generator = new LocalEmbeddingGenerator();
                break;
            case EmbeddingProviderKind.OpenAI when string.IsNullOrWhiteSpace(settings.ApiKey):
                MissingReason = "the provider openai has no key; set OPENAI_API_KEY, or Embedding__Provider=local";
                break;
            case EmbeddingProviderKind.OpenAI:
                Model = new EmbeddingModel(settings.Model, settings.ModelVersion);
                _generator = OpenAI(settings);
                break;
            default:
                MissingReason = "the provider is none; set Embedding__Provider=openai or local";
                break;
        }
    }

    /// <summary>Why nothing can be embedded; null when it can.</summary>
    public string? MissingReason { get; }

    /// <summary>The model whose vectors are made and compared; null without a generator.</summary>
    public EmbeddingModel? Model { get; }

    /// <summary>Gives the generator and its model, if there are.</summary>
    public bool TryGet(
        [NotNullWhen(true)] out IEmbeddingGenerator<string, Embedding<float>>? generator, [NotNullWhen(true)] out EmbeddingModel? model)
    {
        (generator, model) = (_generator, Model);
        return generator is not null && model is not null;
    }

    public void Dispose() => _generator?.Dispose();

    private static IEmbeddingGenerator<string, Embedding<float>> OpenAI(EmbeddingOptions settings)
    {
        var client = new OpenAIClientOptions
        {
            NetworkTimeout = settings.Timeout,
            // Every attempt is the queue's own: it is counted, told, and spaced out there.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        };
        if (!string.IsNullOrWhiteSpace(settings.Endpoint))
        {
            client.Endpoint = new Uri(settings.Endpoint);
        }

        return new OpenAIClient(new ApiKeyCredential(settings.ApiKey!), client)
            .GetEmbeddingClient(settings.Model)
            .AsIEmbeddingGenerator(EmbeddingModel.Dimensions);
    }
}
