using CommonTrace.Core.Data;
using CommonTrace.Core.Safety;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace CommonTrace.Core.Amendments;

/// <summary>Proposes a better solution for a trace; its author or a moderator decides.</summary>
public sealed class ProposeAmendment(CommonTraceDbContext database)
{
    // The trace is held against a deletion only: it may be voted on and edited meanwhile.
    private const string Sql =
        $"""
        insert into amendments as a (id, tenant_id, trace_id, contributor_id, improved_solution, explanation, status, is_credited, safety_flags)
        select $3, $1, t.id, $4, $5, $6, 'pending', false, $7
        from (select id, solution_text from traces where tenant_id = $1 and id = $2 for key share) t
        where t.solution_text <> $5
        on conflict (id) do update set explanation = excluded.explanation
        returning {AmendmentView.Columns}
        """;

    /// <summary>Runs it.</summary>
    /// <param name="improvedSolution">1 to 50,000 characters.</param>
    /// <param name="explanation">Why it is better; 1 to 5,000 characters.</param>
    public async Task<Result<AmendmentView>> ExecuteAsync(
        Caller caller, Guid traceId, string improvedSolution, string explanation, CancellationToken cancellationToken)
    {
        if (!ScreenTexts.Execute(
            [new("improved_solution", improvedSolution, AmendmentLimits.ImprovedSolution), new("explanation", explanation, AmendmentLimits.Explanation)])
            .Succeeded(out var texts, out var refusal))
        {
            return refusal;
        }

        var proposed = await database.QueryAsync(
            Sql,
            [
                new() { Value = caller.TenantId }, new() { Value = traceId }, new() { Value = Guid.CreateVersion7() }, new() { Value = caller.UserId },
                new() { Value = texts["improved_solution"]! }, new() { Value = texts["explanation"]! }, new() { Value = texts.Flags.ToArray() },
            ],
            AmendmentView.Read,
            cancellationToken);
        return proposed is [var amendment] ? amendment
            : await database.Traces.AnyAsync(trace => trace.Id == traceId, cancellationToken) ? AmendmentFailures.NothingImproved
            : await database.WhyMissingAsync(traceId, cancellationToken);
    }
}
