namespace CommonTrace.Core.Embeddings;

/// <summary>Which model made a vector. Vectors of different models are never compared.</summary>
/// <param name="Provider">Who runs it: <c>openai</c> (any server that speaks OpenAI's protocol) or <c>local</c>.</param>
/// <param name="Id">The model's id, as the provider knows it.</param>
/// <param name="Version">Tells apart vectors of a model that keeps its name and changes.</param>
/// <param name="Dimensions">How many components its vectors have; 1 to 4,000.</param>
public sealed record EmbeddingModel(string Provider, string Id, string Version, int Dimensions)
{
    public const string OpenAIProvider = "openai";
    public const string LocalProvider = "local";

    /// <summary>How many components the schema's column holds at first.</summary>
    public const int DefaultDimensions = 1536;

    /// <summary>The most that an index can hold: 2,000 as <c>vector</c>, 4,000 as <c>halfvec</c> (pgvector 0.8).</summary>
    public const int MostDimensions = 4000;
}
