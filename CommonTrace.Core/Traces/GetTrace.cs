using CommonTrace.Core.Data;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Traces;

/// <summary>One trace of the caller's tenant, which the caller has opened by that.</summary>
public sealed class GetTrace(CommonTraceDbContext database, NoteOpens opens)
{
    internal const string Sql = $"select {TraceReader.Columns} from traces t {TraceReader.Joins} where t.id = $1 and t.tenant_id = $2";

    public async Task<Result<TraceView>> ExecuteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(Sql, [new() { Value = id }, new() { Value = caller.TenantId }], TraceReader.Read, cancellationToken);
        if (found is not [var trace])
        {
            return await database.WhyMissingAsync(id, cancellationToken);
        }

        opens.Note(caller.TenantId, id, caller.UserId);
        return trace;
    }
}
