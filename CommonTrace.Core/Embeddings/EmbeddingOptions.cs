using System.ComponentModel.DataAnnotations;

namespace CommonTrace.Core.Embeddings;

/// <summary>Who turns text into vectors. Section <c>Embedding</c>.</summary>
public sealed class EmbeddingOptions
{
    public const string Section = "Embedding";

    /// <summary>Default: <see cref="EmbeddingProviderKind.OpenAI"/>, which waits until it has a key.</summary>
    [EnumDataType(typeof(EmbeddingProviderKind))]
    public EmbeddingProviderKind Provider { get; init; } = EmbeddingProviderKind.OpenAI;

    /// <summary>The key for the provider; <c>OPENAI_API_KEY</c> serves when this is empty.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The base address of an OpenAI-compatible server, such as <c>http://localhost:11434/v1</c>; empty for OpenAI itself.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The model's id, as the provider knows it. Default: <c>text-embedding-3-small</c>.</summary>
    [Required]
    public string Model { get; init; } = "text-embedding-3-small";

    /// <summary>Tells apart vectors of a model that keeps its name and changes. Default: <c>1</c>.</summary>
    [Required]
    public string ModelVersion { get; init; } = "1";

    /// <summary>How long one call may take. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>The kinds of provider.</summary>
public enum EmbeddingProviderKind
{
    /// <summary>Any server that speaks OpenAI's protocol.</summary>
    OpenAI,

    /// <summary>The deterministic one in this process: no key, no network.</summary>
    Local,

    /// <summary>Nobody: traces are stored, and found by tag only.</summary>
    None,
}
