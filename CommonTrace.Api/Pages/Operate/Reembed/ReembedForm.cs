using CommonTrace.Core.Embeddings;

namespace CommonTrace.Api.Pages.Operate.Reembed;

/// <summary>The model that was typed, to make all vectors anew with.</summary>
public sealed record ReembedForm(string? Provider, string? Model, string? Version, string? Dimensions)
{
    /// <summary>As it was typed; whoever is asked for its cost or its start refuses what is no model. What is no number is as 0.</summary>
    public EmbeddingModel ToModel() =>
        new(Provider ?? "", Model?.Trim() ?? "", string.IsNullOrWhiteSpace(Version) ? "1" : Version.Trim(), int.TryParse(Dimensions, out var given) ? given : 0);
}
