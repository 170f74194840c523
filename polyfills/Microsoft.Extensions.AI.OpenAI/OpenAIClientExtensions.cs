using OpenAI.Embeddings;

namespace Microsoft.Extensions.AI;

public static class OpenAIClientExtensions
{
    /// <summary>Gives an OpenAI embedding client the face that all of .NET's embedding code knows.</summary>
    /// <param name="embeddingClient">The client that speaks to the provider.</param>
    /// <param name="defaultModelDimensions">Dimensions to ask for when a call names none; null leaves them to the model.</param>
    public static IEmbeddingGenerator<string, Embedding<float>> AsIEmbeddingGenerator(
        this EmbeddingClient embeddingClient, int? defaultModelDimensions = null) =>
        new OpenAIEmbeddingGenerator(embeddingClient, defaultModelDimensions);
}
