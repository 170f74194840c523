using CommonTrace.Core;
using CommonTrace.Core.Embeddings;

namespace CommonTrace.Api.Pages.Operate.Reembed;

/// <summary>The model that was typed, to make all vectors anew with.</summary>
public sealed record ReembedForm(string? Provider, string? Model, string? Version, string? Dimensions)
{
    private const int LongestName = 200;

    private int Components => int.TryParse(Dimensions, out var given) ? given : 0;

    /// <summary>What is wrong with it, as REST judges it; null when nothing is.</summary>
    public Failure? Fault =>
        Provider is not (EmbeddingModel.OpenAIProvider or EmbeddingModel.LocalProvider) ? Failure.Field("provider", "must be openai or local.")
        : Model is not { Length: >= 1 and <= LongestName } ? Failure.Field("model", $"must be 1 to {LongestName} characters.")
        : Version?.Length > LongestName ? Failure.Field("model_version", $"must be at most {LongestName} characters.")
        : Components is < 1 or > EmbeddingModel.MostDimensions ? Failure.Field("dimensions", $"must be from 1 to {EmbeddingModel.MostDimensions}.")
        : null;

    public EmbeddingModel ToModel() => new(Provider!, Model!, string.IsNullOrEmpty(Version) ? "1" : Version, Components);
}
