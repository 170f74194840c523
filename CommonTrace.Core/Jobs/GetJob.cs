using System.Text.Json;
using CommonTrace.Core.Users;
using NpgsqlTypes;

namespace CommonTrace.Core.Jobs;

/// <summary>Reads one job with what its attempts met: of the caller's tenant; an operator's, of any.</summary>
public sealed class GetJob(QueueDatabase database)
{
    private const string Sql = $"select {JobView.Columns}, errors from embedding_jobs where id = $1 and ($2::uuid is null or tenant_id = $2)";

    /// <summary>Runs it.</summary>
    public async Task<Result<TriedJob>> ExecuteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var tenant = caller.May(Scopes.Operate) ? (object)DBNull.Value : caller.TenantId;
        var jobs = await database.QueryAsync(
            Sql, [new() { Value = id }, new() { Value = tenant, NpgsqlDbType = NpgsqlDbType.Uuid }],
            row => new TriedJob(JobView.Read(row), Attempts(row.GetString(18))), cancellationToken);
        return jobs is [var job] ? job : JobFailures.NotFound(id);
    }

    private static JobAttempt[] Attempts(string errors)
    {
        using var document = JsonDocument.Parse(errors);
        return [.. document.RootElement.EnumerateArray().Select(one => new JobAttempt(
            one.GetProperty("attempt").GetInt32(), one.GetProperty("at").GetDateTimeOffset().ToUniversalTime(),
            one.GetProperty("code").GetString()!, one.GetProperty("error").GetString()))];
    }
}

/// <summary>A job and its failed attempts, the oldest first, at most the last 20.</summary>
public sealed record TriedJob(JobView Job, IReadOnlyList<JobAttempt> Attempts);

/// <summary>An attempt that failed.</summary>
/// <param name="Attempt">Its number, from 1. One that failed for the provider's fault cost nothing: the next bears the same number.</param>
/// <param name="At">When it ended.</param>
/// <param name="ErrorCode">Why, by a name that never changes.</param>
/// <param name="Error">Why, in a sentence.</param>
public sealed record JobAttempt(int Attempt, DateTimeOffset At, string ErrorCode, string? Error);
