using CommonTrace.Core.Data;

namespace CommonTrace.Core.Users;

/// <summary>Ends one of the caller's keys, for every process at once; without Redis within <see cref="KnownKeys.Lifetime"/>.</summary>
public sealed class RevokeKey(CommonTraceDbContext database, ForgetKeys forget)
{
    private const string Sql =
        "update api_keys set revoked_at = coalesce(revoked_at, now()) where id = $1 and user_id = $2 and tenant_id = $3 returning id";

    /// <summary>Runs it. A key that was revoked before stays so. Answers <c>key.not_found</c> for a key that is not the caller's.</summary>
    public async Task<Failure?> ExecuteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var revoked = await database.QueryAsync(
            Sql, [new() { Value = id }, new() { Value = caller.UserId }, new() { Value = caller.TenantId }], row => row.GetGuid(0), cancellationToken);
        forget.Execute(id);
        return revoked.Count == 0 ? UserFailures.KeyNotFound(id) : null;
    }
}
