namespace CommonTrace.Core.Embeddings.Reembed;

/// <summary>Whether all vectors can be made anew with a model: it is one, this server can serve it, and it answers as wide as was said.</summary>
public sealed class CheckModel(EmbeddingProvider provider, ProviderCircuit circuit)
{
    private const int LongestName = 200;

    /// <summary>Runs it; asks the provider for one short text. Answers what is wrong, or null.</summary>
    public async Task<Failure?> ExecuteAsync(EmbeddingModel model, CancellationToken cancellationToken)
    {
        if (Shape(model) is { } fault)
        {
            return fault;
        }

        if (!provider.TryGet(model, out var generator, out var missing))
        {
            return ReembedFailures.CannotServe(model, missing);
        }

        var answer = await circuit.AskAsync(model, generator, [ProviderCircuit.ProbeText], cancellationToken);
        return answer.Fault is null ? null : ReembedFailures.Refused(model, answer.Fault);
    }

    private static Failure? Shape(EmbeddingModel model) => model switch
    {
        { Provider: not (EmbeddingModel.OpenAIProvider or EmbeddingModel.LocalProvider) } =>
            Failure.Field("provider", $"must be {EmbeddingModel.OpenAIProvider} or {EmbeddingModel.LocalProvider}."),
        { Dimensions: < 1 or > EmbeddingModel.MostDimensions } => Failure.Field("dimensions", $"must be from 1 to {EmbeddingModel.MostDimensions}."),
        { Provider: EmbeddingModel.LocalProvider } when model != EmbeddingProvider.LocalModel => Failure.Field(
            "model",
            $"the local provider has one model: {EmbeddingProvider.LocalModel.Id}, version {EmbeddingProvider.LocalModel.Version}, {EmbeddingProvider.LocalModel.Dimensions} dimensions."),
        _ when IsNoName(model.Id) => Failure.Field("model", $"must have 1 to {LongestName} characters."),
        _ when IsNoName(model.Version) => Failure.Field("model_version", $"must have 1 to {LongestName} characters."),
        _ => null,
    };

    private static bool IsNoName(string text) => string.IsNullOrWhiteSpace(text) || text.Length > LongestName;
}
