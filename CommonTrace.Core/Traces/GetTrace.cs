using CommonTrace.Core.Data;
using NpgsqlTypes;

namespace CommonTrace.Core.Traces;

/// <summary>One trace of the tenant.</summary>
public sealed class GetTrace(CommonTraceDbContext database)
{
    internal const string Sql = $"select {TraceReader.Columns} from traces t {TraceReader.Joins} where t.id = $1 and t.tenant_id = $2";

    public async Task<Result<TraceView>> ExecuteAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(Sql, [new() { Value = id }, new() { Value = (object?)database.TenantId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }], TraceReader.Read, cancellationToken);
        return found is [var trace] ? trace : await database.WhyMissingAsync(id, cancellationToken);
    }
}
