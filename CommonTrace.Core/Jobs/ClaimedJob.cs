namespace CommonTrace.Core.Jobs;

/// <summary>A job that is ours until its lease ends, with the text to embed.</summary>
/// <param name="Id">The job.</param>
/// <param name="TraceId">Its trace.</param>
/// <param name="Attempt">Which attempt this is, from 1: the fence.</param>
/// <param name="MaxAttempts">How many there may be.</param>
/// <param name="Text">The embedding text.</param>
/// <param name="Traceparent">W3C trace context of the request that asked for it.</param>
public sealed record ClaimedJob(Guid Id, Guid TraceId, int Attempt, int MaxAttempts, string Text, string? Traceparent);
