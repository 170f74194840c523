using System.Diagnostics;
using CommonTrace.Core.Users;
using Npgsql;

namespace CommonTrace.Core.Jobs;

/// <summary>Tells an operator all that is recorded of one job: also who has it in hand, and which call asked for it.</summary>
public sealed class InspectJob(GetJob get, QueueDatabase database)
{
    private const string Sql =
        """
        select claimed_by, lease_expires_at, embedding_set_id, content_hash, traceparent from embedding_jobs
        where id = $1 and tenant_id = $2
        """;

    /// <summary>Runs it; <c>job.not_found</c> as <see cref="GetJob"/>.</summary>
    public async Task<Result<InspectedJob>> ExecuteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (!(await get.ExecuteAsync(caller, id, cancellationToken)).Succeeded(out var tried, out var failure))
        {
            return failure;
        }

        var rows = await database.QueryAsync(
            Sql, [new() { Value = id }, new() { Value = tried.Job.TenantId }], row => Read(tried, row), cancellationToken);
        return rows is [var job] ? job : JobFailures.NotFound(id);
    }

    private static InspectedJob Read(TriedJob tried, NpgsqlDataReader row) => new(
        tried.Job, tried.Attempts, Text(row, 0), row.GetFieldValue<DateTimeOffset?>(1), row.GetFieldValue<Guid?>(2),
        Convert.ToHexStringLower(row.GetFieldValue<byte[]>(3)),
        ActivityContext.TryParse(Text(row, 4), traceState: null, out var context) ? context.TraceId.ToHexString() : null);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <summary>A job and all that is recorded of it.</summary>
/// <param name="Job">The job.</param>
/// <param name="Attempts">Its failed attempts, the oldest first, at most the last 20.</param>
/// <param name="ClaimedBy">The worker that has it in hand.</param>
/// <param name="LeaseExpiresAt">Until when it is that worker's, unless renewed.</param>
/// <param name="EmbeddingSetId">The re-embedding that it is part of; null for the vectors that searches read.</param>
/// <param name="ContentHash">SHA-256 of the text that it embeds, in hexadecimal digits.</param>
/// <param name="TelemetryTraceId">The distributed trace of the call that asked for it, 32 hexadecimal digits; null when no call did.</param>
public sealed record InspectedJob(
    JobView Job, IReadOnlyList<JobAttempt> Attempts, string? ClaimedBy, DateTimeOffset? LeaseExpiresAt, Guid? EmbeddingSetId, string ContentHash,
    string? TelemetryTraceId);
