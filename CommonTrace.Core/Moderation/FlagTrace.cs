using CommonTrace.Core.Data;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CommonTrace.Core.Moderation;

/// <summary>Says that a trace should not be shown. Enough established people, or one moderator, hide it from searches until a moderator has looked.</summary>
public sealed class FlagTrace(
    CommonTraceDbContext database, LockTrace lockTrace, RecordModeration record, IOptions<TrustOptions> trust, IOptions<ModerationOptions> options)
{
    // The trace's row is locked: of the flags that come at once, each counts those before it.
    private const string Sql =
        $"""
        with flag as (
            insert into trace_flags (id, tenant_id, trace_id, user_id, category, reason, is_established)
            select $4, $1, $2, $3, $5, $6, {TrustSql.IsEstablished}
            from (select $1::uuid, $3::uuid, $7::boolean, $8::interval) who (tenant_id, user_id, is_exempt, after)
            on conflict (trace_id, user_id) where cleared_at is null do update
            set category = excluded.category, reason = excluded.reason, is_established = excluded.is_established
            returning is_established
        ), others as (
            select count(*) as flags from trace_flags
            where tenant_id = $1 and trace_id = $2 and user_id <> $3 and cleared_at is null and is_established
        ), hidden as (
            update traces set flagged_at = clock_timestamp()
            where tenant_id = $1 and id = $2 and flagged_at is null
                and ($9 or (select flags from others) + (select is_established::integer from flag) >= $10)
        )
        select is_established from flag
        """;

    /// <summary>Runs it. Flagging again replaces one's own flag while it stands.</summary>
    /// <param name="category">One of <see cref="FlagCategory"/>.</param>
    /// <param name="reason">1 to 1,000 characters.</param>
    /// <returns>The category.</returns>
    public async Task<Result<string>> ExecuteAsync(Caller caller, Guid id, string category, string reason, CancellationToken cancellationToken) =>
        ModerationReason.Screen(reason).Succeeded(out var kept, out var refusal) ? await FlagAsync(caller, id, category, kept.Text!, cancellationToken) : refusal;

    private Task<Result<string>> FlagAsync(Caller caller, Guid id, string category, string reason, CancellationToken cancellationToken) =>
        database.InTransactionAsync<string>(
            async () =>
            {
                if (!(await lockTrace.ExecuteAsync(caller, id, toDelete: false, cancellationToken)).Succeeded(out var standing, out var failure))
                {
                    return failure;
                }

                if (standing.IsBy(caller))
                {
                    return ModerationFailures.OwnTrace(id);
                }

                await database.QueryAsync(Sql, ParametersOf(caller, id, category, reason), row => row.GetBoolean(0), cancellationToken);
                if (caller.May(Scopes.Moderate))
                {
                    await record.ExecuteAsync(caller, RecordModeration.Flag, id, reason, cancellationToken);
                }

                return category;
            },
            cancellationToken);

    private NpgsqlParameter[] ParametersOf(Caller caller, Guid id, string category, string reason)
    {
        var (isModerator, after) = (caller.May(Scopes.Moderate), trust.Value.EstablishedAfter);
        return
        [
            new() { Value = caller.TenantId }, new() { Value = id }, new() { Value = caller.UserId }, new() { Value = Guid.CreateVersion7() },
            new() { Value = category }, new() { Value = reason }, new() { Value = isModerator || after == TimeSpan.Zero }, new() { Value = after },
            new() { Value = isModerator }, new() { Value = options.Value.FlagThreshold },
        ];
    }
}
