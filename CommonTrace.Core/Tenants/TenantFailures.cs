namespace CommonTrace.Core.Tenants;

/// <summary>What can be expected to fail about tenants and what they may use.</summary>
public static class TenantFailures
{
    public static readonly Failure IsCommons = new(
        FailureKind.Conflict, "tenant.is_commons", "commons is where whoever has no tenant of their own registers; it cannot be deleted.");

    public static Failure NotFound(Guid id) => new(FailureKind.NotFound, "tenant.not_found", $"There is no tenant {id}; GET /api/v1/admin/tenants lists them.");

    public static Failure NameTaken(string name) => new(FailureKind.Conflict, "tenant.name_taken", $"There is a tenant called {name} already; choose another name.");

    internal static Failure OutOfTraces(long most) => new(
        FailureKind.Forbidden, "quota.traces", $"This tenant may hold {most} traces and holds as many; delete some, or ask the operator for a larger quota.");

    internal static Failure OutOfWrites(long most, TimeSpan untilMidnight) => new(
        FailureKind.TooMany, "quota.writes", $"This tenant may write {most} times a day, and did; the next day begins at midnight UTC.")
    { RetryAfter = untilMidnight };

    internal static Failure OutOfTokens(long most, TimeSpan untilMidnight) => new(
        FailureKind.TooMany, "quota.embedding_tokens", $"This tenant may have {most} tokens embedded a day, and had; the next day begins at midnight UTC.")
    { RetryAfter = untilMidnight };
}
