using System.ComponentModel.DataAnnotations;

namespace CommonTrace.Core.Embeddings;

/// <summary>Who turns text into vectors. Section <c>Embedding</c>.</summary>
public sealed class EmbeddingOptions : IValidatableObject
{
    public const string Section = "Embedding";

    /// <summary>Default: <see cref="EmbeddingProviderKind.OpenAI"/>, which waits until it has a key.</summary>
    [EnumDataType(typeof(EmbeddingProviderKind))]
    public EmbeddingProviderKind Provider { get; init; } = EmbeddingProviderKind.OpenAI;

    /// <summary>The key for the provider; <c>OPENAI_API_KEY</c> serves when it is empty.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The base address of an OpenAI-compatible server, such as <c>http://localhost:11434/v1</c>; empty for OpenAI itself.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The model's id, as the provider knows it. Default: <c>text-embedding-3-small</c>.</summary>
    [Required]
    public string Model { get; init; } = "text-embedding-3-small";

    /// <summary>Tells apart vectors of a model that keeps its name and changes. Default: <c>1</c>.</summary>
    [Required]
    public string ModelVersion { get; init; } = "1";

    /// <summary>
    /// How much of a trace's text is sent, in characters; the rest is left out. Default: 24,000, which stays below the 8,191 tokens that
    /// OpenAI's embedding models take at three characters a token.
    /// </summary>
    [Range(100, 1_000_000)]
    public int LongestText { get; init; } = 24_000;

    /// <summary>How long one call may take. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(Endpoint) && (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")))
        {
            yield return new ValidationResult($"Embedding:Endpoint is '{Endpoint}', not an http or https address.", [nameof(Endpoint)]);
        }
    }
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
