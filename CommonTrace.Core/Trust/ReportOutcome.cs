using CommonTrace.Core.Data;
using CommonTrace.Core.Safety;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CommonTrace.Core.Trust;

/// <summary>Tells what came of a trace. The last word of a user counts, if that user had opened the trace and did not write it.</summary>
public sealed class ReportOutcome(CommonTraceDbContext database, NoteOpens opens, IOptions<TrustOptions> options)
{
    /// <summary>The longest note, in Unicode scalar values.</summary>
    public const int LongestNote = 2000;

    // The clock is read under the lock: in the order in which the outcomes of a trace are told.
    private const string Sql =
        $"""
        with {TrustSql.Trace}, opened as (
            select from trace_opens where tenant_id = $1 and trace_id = $2 and user_id = $3
        ), old as (
            select solved, weight, counts from outcomes where tenant_id = $1 and trace_id = $2 and user_id = $3
        ), told as (
            insert into outcomes as o (trace_id, user_id, tenant_id, solved, note, weight, counts, updated_at)
            select $2, $3, $1, $5, $6, 2 * {TrustSql.Weight}, contributor_id <> $3 and exists (select from opened), clock_timestamp() from trace
            on conflict (trace_id, user_id) do update set solved = excluded.solved, note = excluded.note, weight = excluded.weight,
                counts = excluded.counts, updated_at = excluded.updated_at
            returning solved, weight, counts, created_at, updated_at
        ), moved as (
            select 1 as sign, solved, weight from told where counts union all select -1, solved, weight from old where counts
        ), change as (
            select $2::uuid as trace_id, $4::integer as threshold, 0 as confirmations,
                sum(sign * case when solved then weight else -weight end) as trust,
                coalesce(sum(sign) filter (where solved), 0) as solved, coalesce(sum(sign) filter (where not solved), 0) as failed
            from moved having count(*) > 0
        ), {TrustSql.Scored}, stats as (
            insert into trace_stats as s (trace_id, tenant_id, retrieval_count, solved_count, failed_count, last_solved_at)
            select $2, $1, 0, greatest(solved, 0), greatest(failed, 0), {LastSolvedAt} from change
            on conflict (trace_id) do update set (solved_count, failed_count, last_solved_at) = (
                select greatest(s.solved_count + c.solved, 0), greatest(s.failed_count + c.failed, 0), coalesce({LastSolvedAt}, {KeptSolvedAt}) from change c)
            returning solved_count, failed_count
        )
        select trace.contributor_id, told.weight, told.counts, told.created_at, told.updated_at,
            coalesce(stats.solved_count, before.solved_count, 0), coalesce(stats.failed_count, before.failed_count, 0),
            coalesce(scored.trust_score, t.trust_score), coalesce(scored.confirmation_count, t.confirmation_count), coalesce(scored.status, t.status)
        from trace cross join told join traces t on t.tenant_id = $1 and t.id = $2
        left join trace_stats before on before.trace_id = t.id left join stats on true left join scored on true
        """;

    private const string LastSolvedAt = "(select updated_at from told where solved and counts)";

    // Who takes "solved" back leaves the last of the others'.
    private const string KeptSolvedAt =
        """
        case when exists (select from old where solved and counts)
            then (select max(updated_at) from outcomes where tenant_id = $1 and trace_id = $2 and user_id <> $3 and solved and counts)
            else s.last_solved_at end
        """;

    /// <summary>Runs it. Fails for a note with a secret, and with <c>trace.not_found</c>: what does not count is kept all the same, and the answer says why.</summary>
    /// <param name="note">1 to 2,000 characters, or none.</param>
    public async Task<Result<ToldOutcome>> ExecuteAsync(Caller caller, Guid traceId, bool solved, string? note, CancellationToken cancellationToken)
    {
        if (!ScreenTexts.Execute([new("note", note, LongestNote)]).Succeeded(out var texts, out var refusal))
        {
            return refusal;
        }

        var kept = texts["note"];
        await opens.StoreAsync(new OpenedTrace(caller.TenantId, traceId, caller.UserId), cancellationToken);
        var parameters = UnderTraceLock.Parameters(caller, traceId, options.Value, new() { Value = solved }, UnderTraceLock.Text(kept));
        var told = await database.UnderLockAsync(Sql, parameters, row => (ToldOutcome?)Read(row, caller, solved, kept), cancellationToken);
        return told is null ? await database.WhyMissingAsync(traceId, cancellationToken) : told;
    }

    private static ToldOutcome Read(NpgsqlDataReader row, Caller caller, bool solved, string? note) => new(
        solved, note, row.GetDecimal(1),
        row.GetBoolean(2) ? null : row.GetGuid(0) == caller.UserId ? UncountedReason.OwnTrace : UncountedReason.NotOpened,
        row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4), new OutcomeCounts(row.GetInt32(5), row.GetInt32(6)),
        new TraceStanding(row.GetDecimal(7), row.GetInt32(8), row.GetString(9)));
}

/// <summary>An outcome as it was kept.</summary>
/// <param name="Weight">By how much it moves the trust score if it counts; 0.2 to 2, twice what a vote of the user weighs.</param>
/// <param name="Uncounted">Why it does not count; null when it does. See <see cref="UncountedReason"/>.</param>
/// <param name="Outcomes">All outcomes of the trace that count.</param>
/// <param name="Trace">Where the trace stands with it.</param>
public sealed record ToldOutcome(
    bool Solved, string? Note, decimal Weight, string? Uncounted, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, OutcomeCounts Outcomes, TraceStanding Trace);

/// <summary>Why an outcome does not count.</summary>
public static class UncountedReason
{
    /// <summary>The user wrote the trace.</summary>
    public const string OwnTrace = "own_trace";

    /// <summary>The user never opened the trace.</summary>
    public const string NotOpened = "not_opened";
}
