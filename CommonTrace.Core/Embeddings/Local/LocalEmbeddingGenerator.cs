using Microsoft.Extensions.AI;

namespace CommonTrace.Core.Embeddings.Local;

/// <summary>
/// Embeds text in this process, without a model file, a network or a key: hashed words by how rare they are, word pairs, character
/// trigrams and parts of identifiers, and the concepts of a vocabulary of the trade, by which texts in different words meet. What the
/// vocabulary does not know is found by shared letters only. Stateless and safe for any number of threads.
/// </summary>
public sealed class LocalEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>The model id that every embedding carries.</summary>
    public const string ModelId = "commontrace-local";

    /// <summary>The version of the model: any change of a component of any vector needs a new one.</summary>
    public const string ModelVersion = "2";

    /// <summary>Components of every vector; its length is 1.</summary>
    public const int Dimensions = 1536;

    private static readonly EmbeddingGeneratorMetadata Metadata = new("commontrace", null, ModelId, Dimensions);

    /// <summary>Embeds each text, in order, in time linear in its length. No usage is reported: nothing here is counted in tokens.</summary>
    /// <exception cref="ArgumentException">A text is null, empty or white space, or the options ask for another model or other dimensions.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        Check(options);
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var value in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (string.IsNullOrWhiteSpace(value))
            {
                throw new ArgumentException($"Text {embeddings.Count} is empty: there is nothing to embed.", nameof(values));
            }

            embeddings.Add(new Embedding<float>(Embed(value)) { ModelId = ModelId });
        }

        return Task.FromResult(embeddings);
    }

    /// <summary>This generator, or what it says about itself (<see cref="EmbeddingGeneratorMetadata"/>); null for anything else.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? Metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    void IDisposable.Dispose()
    {
    }

    private static float[] Embed(string text)
    {
        var components = new float[Dimensions];
        using var vector = new FeatureVector(components);
        TextFeatures.AddTo(vector, text);
        if (vector.IsZero)
        {
            // Punctuation only: the text as a whole is its one feature.
            vector.Add(FeatureHash.OfWord(text), 1);
        }

        vector.Normalize();
        return components;
    }

    private static void Check(EmbeddingGenerationOptions? options)
    {
        if (options?.ModelId is { } model && model != ModelId)
        {
            throw new ArgumentException($"The local embedder is '{ModelId}', not '{model}'. Configure another provider for that model.", nameof(options));
        }

        if (options?.Dimensions is { } dimensions && dimensions != Dimensions)
        {
            throw new ArgumentException($"The local embedder has {Dimensions} dimensions, not {dimensions}.", nameof(options));
        }
    }
}
