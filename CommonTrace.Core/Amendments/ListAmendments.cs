using CommonTrace.Core.Data;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace CommonTrace.Core.Amendments;

/// <summary>The amendments of a trace, decided or not, the newest first.</summary>
public sealed class ListAmendments(CommonTraceDbContext database)
{
    private const string Sql =
        $"""
        select {AmendmentView.Columns} from amendments a
        where a.tenant_id = $1 and a.trace_id = $2 and a.id < $3 order by a.id desc limit $4
        """;

    /// <summary>Runs it.</summary>
    /// <param name="limit">How many; 1 to 100.</param>
    /// <param name="cursor">Where the page before ended; null for the first.</param>
    public async Task<Result<Page<AmendmentView>>> ExecuteAsync(
        Caller caller, Guid traceId, int limit, string? cursor, CancellationToken cancellationToken)
    {
        if (!PageCursor.TryRead(cursor, out var before))
        {
            return PageCursor.Failure;
        }

        var amendments = await database.QueryAsync(
            Sql,
            [new() { Value = caller.TenantId }, new() { Value = traceId }, new() { Value = before }, new() { Value = limit + 1 }],
            AmendmentView.Read,
            cancellationToken);
        return amendments.Count == 0 && !await database.Traces.AnyAsync(trace => trace.Id == traceId, cancellationToken)
            ? await database.WhyMissingAsync(traceId, cancellationToken)
            : Page<AmendmentView>.Of(amendments, limit, amendment => amendment.Id);
    }
}
