using CommonTrace.Core.Users;

namespace CommonTrace.Core.Jobs;

/// <summary>What can be expected to fail about jobs.</summary>
public static class JobFailures
{
    /// <summary>The index by which a trace has at most one live job for a set.</summary>
    internal const string OneLiveJob = "ix_embedding_jobs_live";

    /// <summary>Jobs of other tenants are for operators to see.</summary>
    public static readonly Failure OtherTenant = new(
        FailureKind.Forbidden, "auth.scope_missing", $"tenant_id names another tenant; this needs a key with the scope {Scopes.Operate}.");

    public static Failure NotFound(Guid id) => new(
        FailureKind.NotFound, "job.not_found", $"There is no embedding job {id} that this key may see; completed ones are removed after Queue:Retention.");

    public static Failure NotFailed(Guid id, string status) => new(
        FailureKind.Conflict, "job.not_failed", $"The job {id} is {status}; only a failed job is retried.");

    public static Failure Superseded(Guid id) => new(
        FailureKind.Conflict, "job.superseded",
        $"The job {id} stays failed: a newer job for the same trace is pending or processing, or the re-embedding that it was part of is over.");

    public static Failure TenantNotFound(Guid id) => new(FailureKind.NotFound, "tenant.not_found", $"There is no tenant {id}; check tenant_id.");
}
