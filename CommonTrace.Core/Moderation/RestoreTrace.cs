using CommonTrace.Core.Data;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Moderation;

/// <summary>Finds the flags of a trace unfounded: it is shown again, and the flags that stood are kept but do not count again.</summary>
public sealed class RestoreTrace(CommonTraceDbContext database, LockTrace lockTrace, RecordModeration record)
{
    private const string Sql =
        """
        with cleared as (
            update trace_flags set cleared_at = clock_timestamp() where tenant_id = $1 and trace_id = $2 and cleared_at is null returning 1
        ), shown as (
            update traces set flagged_at = null where tenant_id = $1 and id = $2 and flagged_at is not null
        )
        select count(*) from cleared
        """;

    /// <summary>Runs it.</summary>
    /// <param name="reason">Why, in the moderator's words; 1 to 1,000 characters, or null.</param>
    /// <returns>How many flags were cleared.</returns>
    public async Task<Result<long>> ExecuteAsync(Caller moderator, Guid id, string? reason, CancellationToken cancellationToken) =>
        ModerationReason.Screen(reason).Succeeded(out var kept, out var refusal) ? await RestoreAsync(moderator, id, kept.Text, cancellationToken) : refusal;

    private Task<Result<long>> RestoreAsync(Caller moderator, Guid id, string? reason, CancellationToken cancellationToken) => database.InTransactionAsync<long>(
        async () =>
        {
            if (!(await lockTrace.ExecuteAsync(moderator, id, toDelete: false, cancellationToken)).Succeeded(out _, out var failure))
            {
                return failure;
            }

            var cleared = await database.QueryAsync(
                Sql, [new() { Value = moderator.TenantId }, new() { Value = id }], row => row.GetInt64(0), cancellationToken);
            await record.ExecuteAsync(moderator, RecordModeration.Restore, id, reason, cancellationToken);
            return cleared[0];
        },
        cancellationToken);
}
