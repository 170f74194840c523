using CommonTrace.Core.Data;
using CommonTrace.Core.Moderation;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace CommonTrace.Core.Amendments;

/// <summary>Turns an amendment down, for the trace's author or a moderator.</summary>
public sealed class RejectAmendment(CommonTraceDbContext database, LockTrace lockTrace, RecordModeration record)
{
    private const string Sql =
        $"""
        update amendments a set status = 'rejected', decided_by = $3, decided_at = clock_timestamp()
        where a.tenant_id = $1 and a.id = $2 and a.status = 'pending'
        returning {AmendmentView.Columns}
        """;

    public async Task<Result<AmendmentView>> ExecuteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var trace = await database.Set<Amendment>().Where(row => row.Id == id).Select(row => (Guid?)row.TraceId).SingleOrDefaultAsync(cancellationToken);
        return trace is { } traceId
            ? await database.InTransactionAsync(() => TryAsync(caller, id, traceId, cancellationToken), cancellationToken)
            : AmendmentFailures.NotFound(id);
    }

    private async Task<Result<AmendmentView>> TryAsync(Caller caller, Guid id, Guid traceId, CancellationToken cancellationToken)
    {
        if (!(await lockTrace.ExecuteAsync(caller, traceId, toDelete: false, cancellationToken)).Succeeded(out var standing, out var failure)
            || (failure = standing.RefusalOf(caller, versions: null)) is not null)
        {
            return failure;
        }

        var rejected = await database.QueryAsync(
            Sql, [new() { Value = caller.TenantId }, new() { Value = id }, new() { Value = caller.UserId }], AmendmentView.Read, cancellationToken);
        if (rejected is not [var amendment])
        {
            return AmendmentFailures.Decided(id);
        }

        if (!standing.IsBy(caller))
        {
            await record.ExecuteAsync(caller, "amendment.reject", traceId, reason: null, cancellationToken);
        }

        return amendment;
    }
}
