using CommonTrace.Core.Data;

namespace CommonTrace.Core.Users;

/// <summary>Says whether a call that lasts may go on: the key that it began with has neither been revoked nor expired.</summary>
public sealed class RecheckKey(CommonTraceDbContext database)
{
    private const string Sql =
        "select revoked_at is null and (expires_at is null or expires_at > now()) from api_keys where id = $1 and tenant_id = $2";

    /// <summary>Runs it, in the caller's tenant. The operator's key holds as long as the process that was started with it.</summary>
    public async Task<bool> ExecuteAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.KeyId is not { } key)
        {
            return true;
        }

        var held = await database.QueryAsync(Sql, [new() { Value = key }, new() { Value = caller.TenantId }], row => row.GetBoolean(0), cancellationToken);
        return held is [true];
    }
}
