using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CommonTrace.Core.Embeddings.Local;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using OpenAI;

namespace CommonTrace.Core.Embeddings;

/// <summary>Makes embedding generators, with the configured key and address, for the models that vectors are stored of.</summary>
public sealed class EmbeddingProvider(IOptions<EmbeddingOptions> options) : IDisposable
{
    private readonly EmbeddingOptions _settings = options.Value;
    private readonly ConcurrentDictionary<EmbeddingModel, IEmbeddingGenerator<string, Embedding<float>>> _generators = new();

    /// <summary>Why nothing can be embedded here; null when something can.</summary>
    public string? MissingReason => _settings.Provider switch
    {
        EmbeddingProviderKind.None => "the provider is none; set Embedding__Provider=openai or local",
        EmbeddingProviderKind.OpenAI when !HasKey => "the provider openai has no key; set OPENAI_API_KEY, or Embedding__Provider=local",
        _ => null,
    };

    /// <summary>The model that configuration asks for; null when nothing can be embedded here.</summary>
    public EmbeddingModel? Configured => MissingReason is not null ? null : _settings.Provider is EmbeddingProviderKind.Local
        ? LocalModel
        : new EmbeddingModel(EmbeddingModel.OpenAIProvider, _settings.Model, _settings.ModelVersion, _settings.Dimensions);

    /// <summary>The model of the embedder in this process.</summary>
    public static EmbeddingModel LocalModel { get; } = new(
        EmbeddingModel.LocalProvider, LocalEmbeddingGenerator.ModelId, LocalEmbeddingGenerator.ModelVersion, LocalEmbeddingGenerator.Dimensions);

    /// <summary>Gives the generator of a model, or says why this process has none: it may be configured for another provider.</summary>
    public bool TryGet(
        EmbeddingModel model, [NotNullWhen(true)] out IEmbeddingGenerator<string, Embedding<float>>? generator, [NotNullWhen(false)] out string? missing)
    {
        missing = MissingReason ?? WhyNot(model);
        generator = missing is null ? _generators.GetOrAdd(model, Make) : null;
        return generator is not null;
    }

    public void Dispose()
    {
        foreach (var generator in _generators.Values)
        {
            generator.Dispose();
        }
    }

    private bool HasKey => !string.IsNullOrWhiteSpace(_settings.ApiKey);

    private string? WhyNot(EmbeddingModel model) => model.Provider switch
    {
        EmbeddingModel.LocalProvider when model != LocalModel =>
            $"this server's local model is {LocalModel.Id} {LocalModel.Version}, not {model.Id} {model.Version}; POST /api/v1/admin/reembed changes the stored vectors to it",
        EmbeddingModel.OpenAIProvider when !HasKey =>
            $"{model.Id} needs a key; set OPENAI_API_KEY, or take {LocalModel.Id} (POST /api/v1/admin/reembed) where the stored vectors are of a model without one",
        _ => null,
    };

    private IEmbeddingGenerator<string, Embedding<float>> Make(EmbeddingModel model)
    {
        if (model.Provider == EmbeddingModel.LocalProvider)
        {
            return new LocalEmbeddingGenerator();
        }

        var client = new OpenAIClientOptions
        {
            NetworkTimeout = _settings.Timeout,
            // Every attempt is the queue's own: it is counted, told, and spaced out there.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        };
        if (!string.IsNullOrWhiteSpace(_settings.Endpoint))
        {
            client.Endpoint = new Uri(_settings.Endpoint);
        }

        return new OpenAIClient(new ApiKeyCredential(_settings.ApiKey!), client).GetEmbeddingClient(model.Id).AsIEmbeddingGenerator(model.Dimensions);
    }
}
