using CommonTrace.Core.Embeddings;
using Pgvector;

namespace CommonTrace.Core.Jobs;

/// <summary>A job that is ours until its lease ends, with the text to embed.</summary>
/// <param name="Id">The job.</param>
/// <param name="TraceId">Its trace.</param>
/// <param name="Attempt">Which attempt this is, from 1: the fence.</param>
/// <param name="MaxAttempts">How many there may be.</param>
/// <param name="Text">The embedding text; empty when it is not needed.</param>
/// <param name="Traceparent">W3C trace context of the request that asked for it.</param>
/// <param name="IsDone">True when the trace has its content's vector by this model already: the job was completed by the claim.</param>
/// <param name="IsKnown">True when another trace has that vector: it is reused.</param>
public sealed record ClaimedJob(
    Guid Id, Guid TraceId, int Attempt, int MaxAttempts, string Text, string? Traceparent, bool IsDone = false, bool IsKnown = false);

/// <summary>A job whose text was embedded.</summary>
/// <param name="Job">The job.</param>
/// <param name="Vector">As many components as the set's model has.</param>
/// <param name="TokenCount">The job's share of what the provider counted; null when it did not.</param>
/// <param name="Truncated">True when the text was longer than the model takes, and was cut.</param>
public sealed record EmbeddedJob(ClaimedJob Job, Vector Vector, int? TokenCount, bool Truncated = false);

/// <summary>A job whose attempt failed.</summary>
/// <param name="Job">The job.</param>
/// <param name="Fault">Why.</param>
/// <param name="Delay">How long to wait before the next attempt, if there is one.</param>
public sealed record FailedJob(ClaimedJob Job, ProviderFault Fault, TimeSpan Delay);
