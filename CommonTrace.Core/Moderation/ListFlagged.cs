using System.Text.Json;
using CommonTrace.Core.Data;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Users;
using Npgsql;

namespace CommonTrace.Core.Moderation;

/// <summary>What moderators should look at: traces with standing flags, hidden by them or not yet, the longest waiting first.</summary>
public sealed class ListFlagged(CommonTraceDbContext database)
{
    // A trace can be hidden without a flag: whoever had flagged it is gone. Texts are one call away; here they would make pages of megabytes.
    private const string Sql =
        """
        with waiting as (
            select w.trace_id, coalesce(min(f.created_at), min(w.flagged_at)) as since, count(f.id) as flags,
                count(f.id) filter (where f.is_established) as counted
            from (
                select distinct trace_id, null::timestamptz as flagged_at from trace_flags where tenant_id = $1 and cleared_at is null
                union all
                select id, flagged_at from traces t where tenant_id = $1 and flagged_at is not null
                    and not exists (select from trace_flags f where f.tenant_id = $1 and f.trace_id = t.id and f.cleared_at is null)
            ) w left join trace_flags f on f.tenant_id = $1 and f.trace_id = w.trace_id and f.cleared_at is null
            group by w.trace_id
        ), page as (
            select * from waiting where (since, trace_id) > ($2, $3) order by since, trace_id limit $4
        )
        select t.id, t.title, t.contributor_id, (select u.display_name from users u where u.id = t.contributor_id), t.flagged_at is not null,
            p.since, p.flags, p.counted, told.flags::text
        from page p join traces t on t.id = p.trace_id and t.tenant_id = $1 left join lateral (
            select json_agg(json_build_object('UserId', f.user_id, 'UserName', (select u.display_name from users u where u.id = f.user_id),
                'Category', f.category, 'Reason', f.reason, 'Counts', f.is_established, 'CreatedAt', f.created_at) order by f.created_at, f.id) as flags
            from (
                select * from trace_flags where tenant_id = $1 and trace_id = t.id and cleared_at is null order by created_at, id limit 50
            ) f
        ) told on true
        order by p.since, t.id
        """;

    /// <summary>Runs it.</summary>
    /// <param name="limit">How many; 1 to 100.</param>
    /// <param name="cursor">Where the page before ended; null for the first.</param>
    public async Task<Result<Page<FlaggedTrace>>> ExecuteAsync(Caller moderator, int limit, string? cursor, CancellationToken cancellationToken)
    {
        if (!TimeCursor.TryRead(cursor, default, out var after))
        {
            return PageCursor.Failure;
        }

        var flagged = await database.QueryAsync(
            Sql,
            [new() { Value = moderator.TenantId }, new() { Value = after.At }, new() { Value = after.Id }, new() { Value = limit + 1 }],
            Read,
            cancellationToken);
        return Page<FlaggedTrace>.Of(flagged, limit, last => new TimeCursor(last.Since, last.TraceId).ToString());
    }

    private static FlaggedTrace Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetGuid(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetBoolean(4),
        row.GetFieldValue<DateTimeOffset>(5), row.GetInt64(6), row.GetInt64(7),
        row.IsDBNull(8) ? [] : JsonSerializer.Deserialize<List<StandingFlag>>(row.GetString(8))!);
}

/// <summary>A trace that waits for a moderator.</summary>
/// <param name="IsHidden">Whether it is hidden already; else its flags are too few.</param>
/// <param name="Since">When the oldest standing flag came.</param>
/// <param name="FlagCount">How many people flag it.</param>
/// <param name="CountedFlags">Those of them that were established, and so count against the threshold.</param>
/// <param name="Flags">The flags, the oldest first, at most 50.</param>
public sealed record FlaggedTrace(
    Guid TraceId, string Title, Guid ContributorId, string? ContributorName, bool IsHidden, DateTimeOffset Since, long FlagCount, long CountedFlags,
    IReadOnlyList<StandingFlag> Flags);

/// <summary>A flag that no moderator has cleared.</summary>
/// <param name="Counts">Whether the user was established when flagging.</param>
public sealed record StandingFlag(Guid UserId, string? UserName, string Category, string Reason, bool Counts, DateTimeOffset CreatedAt);
