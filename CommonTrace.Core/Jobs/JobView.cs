using Npgsql;

namespace CommonTrace.Core.Jobs;

/// <summary>A job as it is read.</summary>
/// <param name="Attempt">How often it was claimed; the running attempt's number, from 1.</param>
/// <param name="Truncated">Whether the text was longer than the model takes, and was cut.</param>
/// <param name="VectorCount">How many vectors it stored.</param>
/// <param name="ProcessingTimeMs">How long the provider took for its batch, in milliseconds; 0 when a vector was reused.</param>
/// <param name="TokenCount">Its share of what the provider counted.</param>
public sealed record JobView(
    Guid Id, Guid TenantId, Guid TraceId, string Status, int Attempt, int MaxAttempts, short Priority, string? ErrorCode, string? Error,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset ScheduledAt, DateTimeOffset? CompletedAt,
    string? EmbeddingModel, int? VectorCount, int? ProcessingTimeMs, int? TokenCount, bool Truncated)
{
    /// <summary>What <see cref="Read"/> reads, in its order.</summary>
    internal const string Columns =
        """
        id, tenant_id, trace_id, status, attempt, max_attempts, priority, error_code, error, created_at, updated_at, scheduled_at, completed_at,
            embedding_model, vector_count, processing_time_ms, token_count, truncated
        """;

    /// <summary>How often it was tried again; 0 while it is at its first attempt or before it.</summary>
    public int RetryCount => Math.Max(Attempt - 1, 0);

    internal static JobView Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetString(3), row.GetInt32(4), row.GetInt32(5), row.GetInt16(6),
        Text(row, 7), Text(row, 8),
        row.GetFieldValue<DateTimeOffset>(9), row.GetFieldValue<DateTimeOffset>(10), row.GetFieldValue<DateTimeOffset>(11), row.GetFieldValue<DateTimeOffset?>(12),
        Text(row, 13), row.GetFieldValue<int?>(14), row.GetFieldValue<int?>(15), row.GetFieldValue<int?>(16), row.GetBoolean(17));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
