using CommonTrace.Core.Users;

namespace CommonTrace.Core.Jobs;

/// <summary>Says whose jobs a caller may read: their own tenant's; an operator, any tenant's that they name.</summary>
public sealed class JobTenant(QueueDatabase database)
{
    private const string Sql = "select exists (select from tenants where id = $1)";

    /// <param name="caller">Who asks.</param>
    /// <param name="asked">The tenant that they name; null for their own.</param>
    internal async Task<Result<Guid>> ResolveAsync(Caller caller, Guid? asked, CancellationToken cancellationToken)
    {
        if (asked is not { } tenant || tenant == caller.TenantId)
        {
            return caller.TenantId;
        }

        if (!caller.May(Scopes.Operate))
        {
            return JobFailures.OtherTenant;
        }

        return (await database.QueryAsync(Sql, [new() { Value = tenant }], row => row.GetBoolean(0), cancellationToken))[0]
            ? tenant : JobFailures.TenantNotFound(tenant);
    }
}
