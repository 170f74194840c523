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

    /// <summary>How many components the model's vectors have. Default: 1,536. Models that can give several widths are asked for this one.</summary>
    [Range(1, EmbeddingModel.MostDimensions)]
    public int Dimensions { get; init; } = EmbeddingModel.DefaultDimensions;

    /// <summary>
    /// How much of a trace's text is sent, in tokens as <see cref="EmbeddingText.EstimateTokens"/> counts them; the rest is left out, and the
    /// job says so. Default: 8,191, which OpenAI's embedding models take (platform.openai.com/docs/guides/embeddings).
    /// </summary>
    [Range(10, 1_000_000)]
    public int LongestText { get; init; } = 8_191;

    /// <summary>How many tokens one call may carry, estimated. Default: 100,000; OpenAI refuses more than 300,000.</summary>
    [Range(10, 10_000_000)]
    public int TokensPerCall { get; init; } = 100_000;

    /// <summary>How many texts one call may carry. Default: 2,048, the most that OpenAI takes.</summary>
    [Range(1, 2048)]
    public int TextsPerCall { get; init; } = 2_048;

    /// <summary>How long one call may take. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(Endpoint) && (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")))
        {
            yield return new ValidationResult($"Embedding:Endpoint is '{Endpoint}', not an http or https address.", [nameof(Endpoint)]);
        }

        if (TokensPerCall < LongestText)
        {
            yield return new ValidationResult(
                $"Embedding:TokensPerCall is {TokensPerCall}, less than Embedding:LongestText, {LongestText}: the longest text would fit into no call.", [nameof(TokensPerCall)]);
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
