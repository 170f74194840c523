using CommonTrace.Core.Data;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace CommonTrace.Core.Amendments;

/// <summary>
/// Puts an amendment's solution into its trace, for the trace's author or a moderator, whatever the trace says by now. Both authors are credited
/// as with an up-vote, once for each amender and trace, and never for amending one's own.
/// </summary>
public sealed class AcceptAmendment(CommonTraceDbContext database, ReviseTrace revise)
{
    // The trace's row is locked: of two amendments by the same user, one is credited.
    private const string Sql =
        $"""
        update amendments a
        set status = 'accepted', decided_by = $3, decided_at = clock_timestamp(),
            is_credited = a.contributor_id <> $4 and not exists (
                select from amendments other where other.trace_id = a.trace_id and other.contributor_id = a.contributor_id and other.is_credited)
        where a.tenant_id = $1 and a.id = $2 and a.status = 'pending'
        returning {AmendmentView.Columns}, a.is_credited
        """;

    private readonly AdjustReputation _reputation = new(database);

    public async Task<Result<AcceptedAmendment>> ExecuteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var trace = await database.Set<Amendment>().Where(row => row.Id == id).Select(row => (Guid?)row.TraceId).SingleOrDefaultAsync(cancellationToken);
        if (trace is not { } traceId)
        {
            return AmendmentFailures.NotFound(id);
        }

        AmendmentView? accepted = null;
        var revised = await revise.ExecuteAsync(caller, traceId, new Revision("amendment.accept", Versions: null, ChangeAsync), cancellationToken);
        return revised.Succeeded(out var view, out var failure) ? new AcceptedAmendment(accepted!, view) : failure;

        async Task<Result<TraceContent>> ChangeAsync(StandingTrace standing)
        {
            accepted = await DecideAsync(caller, id, standing, cancellationToken);
            return accepted is null ? AmendmentFailures.Decided(id) : standing.Content with { SolutionText = accepted.ImprovedSolution };
        }
    }

    /// <summary>Null when it was decided before.</summary>
    private async Task<AmendmentView?> DecideAsync(Caller caller, Guid id, StandingTrace standing, CancellationToken cancellationToken)
    {
        var decided = await database.QueryAsync(
            Sql,
            [new() { Value = caller.TenantId }, new() { Value = id }, new() { Value = caller.UserId }, new() { Value = standing.ContributorId }],
            row => (Amendment: AmendmentView.Read(row), IsCredited: row.GetBoolean(AmendmentView.ColumnCount)),
            cancellationToken);
        if (decided is not [var (amendment, isCredited)])
        {
            return null;
        }

        if (isCredited)
        {
            await _reputation.ExecuteAsync([amendment.ContributorId, standing.ContributorId], standing.Content.Tags, 1, 0, cancellationToken);
        }

        return amendment;
    }
}

/// <summary>An accepted amendment, and the trace as it left it.</summary>
public sealed record AcceptedAmendment(AmendmentView Amendment, TraceView Trace);
