using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Validation;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Embeddings.Reembed;

namespace CommonTrace.Api.Admin;

/// <summary>The model to make all vectors anew with; with <c>dry_run</c> only what that would cost.</summary>
public sealed record ReembedRequest(
    [property: Required(ErrorMessage = "is required."), AllowedValues(EmbeddingModel.OpenAIProvider, EmbeddingModel.LocalProvider, ErrorMessage = "must be openai or local.")] string? Provider,
    [property: Required(ErrorMessage = "is required."), TextLength(1, 200)] string? Model,
    [property: TextLength(1, 200)] string? ModelVersion,
    [property: Required(ErrorMessage = "is required."), Range(1, EmbeddingModel.MostDimensions, ErrorMessage = "must be from {1} to {2}.")] int? Dimensions,
    bool? DryRun)
{
    public EmbeddingModel ToModel() => new(Provider!, Model!, ModelVersion ?? "1", Dimensions!.Value);
}

/// <summary>What a change of the model would cost, about.</summary>
public sealed record ReembedEstimateResponse(long Traces, long EstimatedTokens, long EstimatedCalls)
{
    public static ReembedEstimateResponse Of(ReembeddingEstimate estimate) => new(estimate.Traces, estimate.Tokens, estimate.Calls);
}

/// <summary>How far the last change of the model is.</summary>
public sealed record ReembedResponse(
    Guid SetId, string State, string Provider, string Model, string ModelVersion, int Dimensions, bool Paused, long Done, long Remaining, long Failed,
    long RatePerMinute, DateTimeOffset? ExpectedEndAt, DateTimeOffset StartedAt, DateTimeOffset? SwappedAt, string? Error)
{
    public static ReembedResponse Of(ReembeddingProgress progress) => new(
        progress.Set.Id, progress.State, progress.Set.Model.Provider, progress.Set.Model.Id, progress.Set.Model.Version, progress.Set.Model.Dimensions,
        progress.IsPaused, progress.Done, progress.Remaining, progress.Failed, progress.RatePerMinute, progress.ExpectedEndAt, progress.StartedAt,
        progress.SwappedAt, progress.Error);
}
