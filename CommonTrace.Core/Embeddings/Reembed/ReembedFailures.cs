namespace CommonTrace.Core.Embeddings.Reembed;

/// <summary>What can be expected to fail about changing the model.</summary>
public static class ReembedFailures
{
    public static readonly Failure None = new(
        FailureKind.NotFound, "reembed.none", "The model was never changed here; POST /api/v1/admin/reembed begins a change.");

    public static readonly Failure NothingEmbedded = new(
        FailureKind.Conflict, "reembed.nothing_embedded",
        "Nothing is embedded yet, so there is nothing to change: configure the model (Embedding:Provider, :Model, :ModelVersion, :Dimensions).");

    public static readonly Failure NotRunning = new(
        FailureKind.Conflict, "reembed.not_running", "No change of the model is under way: it was never begun, is finished, or was aborted.");

    public static readonly Failure NoPrevious = new(
        FailureKind.Conflict, "reembed.no_previous", "There are no vectors of an earlier model to go back to.");

    public static Failure Running(EmbeddingModel model) => new(
        FailureKind.Conflict, "reembed.running",
        $"A change to {model.Id} {model.Version} is under way; wait for it, or POST /api/v1/admin/reembed/abort.");

    public static Failure SameModel(EmbeddingModel model) => new(
        FailureKind.Conflict, "reembed.same_model",
        $"The vectors are of {model.Id} {model.Version} with {model.Dimensions} dimensions already; give another model_version to make them anew.");

    public static Failure CannotServe(EmbeddingModel model, string reason) => new(
        FailureKind.Invalid, "reembed.provider_unavailable", $"This server cannot embed with {model.Id}: {reason}.");

    public static Failure Refused(EmbeddingModel model, ProviderFault fault) => new(
        FailureKind.Invalid, "reembed.provider_refused", $"{model.Id} was tried with one text, and failed ({fault.Code}): {fault.Detail}");
}
