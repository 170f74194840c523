using CommonTrace.Core.Jobs;

namespace CommonTrace.Api.Jobs;

/// <summary>A page of jobs, the newest first.</summary>
public sealed record JobsResponse(IReadOnlyList<JobResponse> Jobs, string? NextCursor);

/// <summary>An embedding job.</summary>
/// <param name="RetryCount">How often it was tried again: its attempts less the first.</param>
/// <param name="ErrorCode">What its last failed attempt met; null once it is completed.</param>
/// <param name="ScheduledAt">Not claimed before; a retry waits for it.</param>
/// <param name="Metadata">What came of it.</param>
public record JobResponse(
    Guid Id, Guid TenantId, Guid TraceId, string Status, int RetryCount, int MaxAttempts, int Priority, string? ErrorCode, string? Error,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset ScheduledAt, DateTimeOffset? CompletedAt, JobMetadata Metadata)
{
    public static JobResponse Of(JobView job) => new(
        job.Id, job.TenantId, job.TraceId, job.Status, job.RetryCount, job.MaxAttempts, job.Priority, job.ErrorCode, job.Error,
        job.CreatedAt, job.UpdatedAt, job.ScheduledAt, job.CompletedAt,
        new JobMetadata(job.EmbeddingModel, job.VectorCount, job.ProcessingTimeMs, job.TokenCount, job.Truncated));
}

/// <summary>What came of a job; null until it is completed.</summary>
/// <param name="EmbeddingModel">The model's id.</param>
/// <param name="VectorCount">How many vectors were stored.</param>
/// <param name="ProcessingTimeMs">How long the provider took for the batch; 0 when the vector of equal content was reused.</param>
/// <param name="TokenCount">The job's share of the tokens that the provider counted.</param>
/// <param name="Truncated">Whether the text was longer than the model takes, and was cut.</param>
public sealed record JobMetadata(string? EmbeddingModel, int? VectorCount, int? ProcessingTimeMs, int? TokenCount, bool Truncated);

/// <summary>A job with what its attempts met.</summary>
public sealed record TriedJobResponse : JobResponse
{
    private TriedJobResponse(JobResponse job)
        : base(job)
    {
    }

    /// <summary>The failed attempts, the oldest first, at most the last 20.</summary>
    public required IReadOnlyList<JobAttempt> Attempts { get; init; }

    public static TriedJobResponse Of(TriedJob tried) => new(Of(tried.Job)) { Attempts = tried.Attempts };
}

/// <summary>How a tenant's jobs stand.</summary>
/// <param name="Stats">How many jobs have each status.</param>
/// <param name="OldestDueSeconds">For how long the longest due job has been due; null when none is.</param>
/// <param name="CompletedLastMinute">How many were completed in the last minute.</param>
public sealed record JobStatsResponse(JobCounts Stats, double? OldestDueSeconds, long CompletedLastMinute);

/// <summary>How many jobs have each status.</summary>
public sealed record JobCounts(long Pending, long Processing, long Completed, long Failed);

/// <summary>A job that is due again.</summary>
public sealed record RetriedJobResponse(Guid Id, string Status);
