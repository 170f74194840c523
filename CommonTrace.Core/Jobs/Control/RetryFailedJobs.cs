using CommonTrace.Core.Audit;
using CommonTrace.Core.Users;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Jobs.Control;

/// <summary>
/// Makes failed jobs due at once, the oldest first, of all tenants. Left alone are those whose work another job does or has done: a later
/// one of the same trace, or the live one.
/// </summary>
public sealed class RetryFailedJobs(AuditLog audit, JobWakeUp wakeUp)
{
    /// <summary>How many one call retries at most: what a statement does in a second or two. Whoever has more calls again.</summary>
    public const int LargestLimit = 10_000;

    private const int MostTries = 5;

    // By tenant, since that is how failed jobs are indexed.
    private const string Sql =
        $"""
        dead as (
            select j.id from tenants t join embedding_jobs j on j.tenant_id = t.id and j.status = 'failed'
            where ($5::text is null or j.error_code = $5)
                and not {RetrySql.HasLiveTwin} and not {RetrySql.HasSuccessor} and not {RetrySql.IsOfAnEndedSet}
            order by j.id limit $6 for update of j skip locked
        ), retried as (
            update embedding_jobs j set {RetrySql.MakePending} from dead where j.id = dead.id and j.status = 'failed' returning j.id
        ), outcome as (
            select jsonb_build_object('retried', count(*), 'error_code', $5::text, 'limit', $6) as detail from retried
        )
        """;

    /// <summary>Runs it; answers how many were retried.</summary>
    /// <param name="caller">Who wants it.</param>
    /// <param name="errorCode">Only those that failed with this code; null for all.</param>
    /// <param name="limit">How many at most; 1 to 10,000.</param>
    /// <param name="reason">Why, if they say.</param>
    public async Task<long> ExecuteAsync(Caller caller, string? errorCode, int limit, string? reason, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(caller, errorCode, limit, reason, cancellationToken);
            }
            catch (PostgresException exception) when (exception.ConstraintName == JobFailures.OneLiveJob && attempt < MostTries)
            {
                // Another job for one of the traces came in this very moment: now it is seen, and the dead one is left alone.
            }
        }
    }

    private async Task<long> TryAsync(Caller caller, string? errorCode, int limit, string? reason, CancellationToken cancellationToken)
    {
        var detail = await audit.RecordAsync(
            caller, "queue.retry_failed", reason, Sql,
            [new() { Value = (object?)errorCode ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = limit }],
            cancellationToken);
        var retried = detail!.Value.GetProperty("retried").GetInt64();
        if (retried > 0)
        {
            wakeUp.Publish();
        }

        return retried;
    }
}
