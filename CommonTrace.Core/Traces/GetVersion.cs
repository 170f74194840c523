using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace CommonTrace.Core.Traces;

/// <summary>What a trace said in one of its versions.</summary>
public sealed class GetVersion(CommonTraceDbContext database)
{
    public async Task<Result<TraceVersionView>> ExecuteAsync(Caller caller, Guid id, int version, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            TraceVersionReader.OneSql, [new() { Value = id }, new() { Value = caller.TenantId }, new() { Value = version }], TraceVersionReader.ReadOne,
            cancellationToken);
        return found is [var view] ? view
            : await database.Traces.AnyAsync(trace => trace.Id == id, cancellationToken) ? TraceFailures.NoVersion(id, version)
            : await database.WhyMissingAsync(id, cancellationToken);
    }
}
