namespace CommonTrace.Core.Embeddings;

/// <summary>Whether configuration and the stored vectors mean the same model. They are allowed to differ, and the vectors' model is used: but people should know.</summary>
public sealed class ModelAgreement(EmbeddingSets sets, EmbeddingProvider provider)
{
    /// <summary>How they differ, in a sentence with the cure; null while they agree, or there is no vector or no provider yet.</summary>
    public async Task<string?> DifferenceAsync(CancellationToken cancellationToken) =>
        provider.Configured is { } configured && (await sets.ActiveAsync(cancellationToken))?.Model is { } stored && stored != configured
            ? $"Configured is {Name(configured)}, but the stored vectors are of {Name(stored)}, which is used until POST /api/v1/admin/reembed makes them anew."
            : null;

    private static string Name(EmbeddingModel model) => $"{model.Provider} {model.Id} {model.Version} ({model.Dimensions} dimensions)";
}
