using CommonTrace.Core.Audit;
using CommonTrace.Core.Users;
using Npgsql;

namespace CommonTrace.Core.Jobs.Control;

/// <summary>Makes a failed job due at once, with five more attempts.</summary>
public sealed class RetryJob(AuditLog audit, QueueDatabase database, JobWakeUp wakeUp)
{
    private const string Sql =
        $"""
        retried as (
            update embedding_jobs j set {RetrySql.MakePending}
            where j.id = $5 and j.status = 'failed' and not {RetrySql.HasLiveTwin} and not {RetrySql.IsOfAnEndedSet}
            returning j.id, j.tenant_id, j.trace_id
        ), outcome as (
            select jsonb_build_object('job_id', id, 'tenant_id', tenant_id, 'trace_id', trace_id) as detail from retried
        )
        """;

    private const string FindSql = "select status from embedding_jobs where id = $1";

    /// <summary>Runs it. Of several callers at once, one retries the job, and the others are told that it is not failed any more.</summary>
    public async Task<Result<Guid>> ExecuteAsync(Caller caller, Guid id, string? reason, CancellationToken cancellationToken)
    {
        if (await TryAsync(caller, id, reason, cancellationToken))
        {
            wakeUp.Publish();
            return id;
        }

        var status = await database.QueryAsync(FindSql, [new() { Value = id }], row => row.GetString(0), cancellationToken);
        return status switch
        {
            [] => JobFailures.NotFound(id),
            [JobStatus.Failed] => JobFailures.Superseded(id),
            [var other, ..] => JobFailures.NotFailed(id, other),
        };
    }

    private async Task<bool> TryAsync(Caller caller, Guid id, string? reason, CancellationToken cancellationToken)
    {
        try
        {
            return await audit.RecordAsync(caller, "job.retry", reason, Sql, [new() { Value = id }], cancellationToken) is not null;
        }
        catch (PostgresException exception) when (exception.ConstraintName == JobFailures.OneLiveJob)
        {
            // Another job for the trace came in this very moment.
            return false;
        }
    }
}
