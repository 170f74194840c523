namespace CommonTrace.Core.Embeddings;

/// <summary>Which model made a vector. Vectors of different models are never compared.</summary>
/// <param name="Id">The model's id.</param>
/// <param name="Version">Its version.</param>
public sealed record EmbeddingModel(string Id, string Version)
{
    /// <summary>The number of components that the schema's column holds.</summary>
    public const int Dimensions = 1536;
}
